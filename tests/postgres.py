"""A PostgreSQL of the tests' own: a folder, a socket in it, nobody else's user; gone at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "listen_addresses": ""}
_NAMES = ("postgres", "nobody")


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest where there are several; None where there is none."""
    if (found := shutil.which("initdb")) and Path(found).resolve().with_name("postgres").exists():
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((each.parent for each in installed), key=lambda folder: float(folder.parent.name), default=None)


class Cluster:
    """A running PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def url(self, name: str) -> str:
        """One of its databases, as DATABASE_URL has it."""
        return f"postgresql+psycopg://tester@/{name}?host={self._folder}"

    def new(self) -> str:
        """The URL of a new, empty database."""
        self._made += 1
        self.sql(f"CREATE DATABASE test{self._made} ENCODING 'UTF8' TEMPLATE template0")
        return self.url(f"test{self._made}")

    def sql(self, statement: str) -> None:
        """One statement of the owner of all databases."""
        with psycopg.connect(f"host={self._folder} user=tester dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running(bin_folder: Path) -> Iterator[Cluster]:
    """A new one, as an unprivileged user where we are root: PostgreSQL refuses to run otherwise."""
    folder = Path(tempfile.mkdtemp(prefix="hoinghi-pg-"))
    user = _unprivileged()
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
            folder.chmod(0o755)
        _run(user, bin_folder / "initdb", "-D", folder / "data", "-A", "trust", "-U", "tester", "-N", "-E", "UTF8")
        settings = [f"-c{name}={value}" for name, value in _FAST.items()]
        server = _popen(user, bin_folder / "postgres", "-D", folder / "data", "-k", folder, *settings)
        try:
            _wait_for(folder, server)
            yield Cluster(folder)
        finally:
            server.send_signal(signal.SIGINT)  # at once, where SIGTERM would wait for whoever is connected
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    known = {each.pw_name: each for each in pwd.getpwall()}
    return next(known[name] for name in _NAMES if name in known)


def _popen(user: pwd.struct_passwd | None, *command: object) -> subprocess.Popen[bytes]:
    line = [str(word) for word in command]
    uid, gid, groups = (user.pw_uid, user.pw_gid, ()) if user else (None, None, None)
    silent = subprocess.DEVNULL
    return subprocess.Popen(
        line, cwd="/", user=uid, group=gid, extra_groups=groups, stdin=silent, stdout=silent, stderr=silent
    )


def _run(user: pwd.struct_passwd | None, *command: object) -> None:
    assert _popen(user, *command).wait(60) == 0, command[0]


def _wait_for(folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        assert server.poll() is None, "PostgreSQL ended at its start"
        try:
            psycopg.connect(f"host={folder} user=tester dbname=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.025)
        else:
            return
    raise AssertionError("PostgreSQL did not begin to answer")
