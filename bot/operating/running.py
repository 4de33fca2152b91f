"""Which process runs the bot over a data folder: a file with its id, locked for as long as it lives."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOG = logging.getLogger(__name__)
_NAME = "hoinghi.pid"


@contextmanager
def marked_as_running(data: Path) -> Iterator[None]:
    """Hold the file for as long as this lasts. A lock, unlike a file, is gone with the process however that ends."""
    data.mkdir(parents=True, exist_ok=True)
    handle = os.open(data / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if _locked(handle, fcntl.LOCK_EX):
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        else:
            _LOG.warning("another bot runs over the same DATA_DIR; `hoinghi reload` will reach that one")
        yield
    finally:
        os.close(handle)


def running_process(data: Path) -> int | None:
    """The id of the process that runs the bot over a data folder; None when there is none."""
    try:
        handle = os.open(data / _NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        if _locked(handle, fcntl.LOCK_SH):
            return None
        written = os.read(handle, 32).decode("ascii", "replace").strip()
        return int(written) if written.isdecimal() else None
    finally:
        os.close(handle)


def _locked(handle: int, kind: int) -> bool:
    """Whether the lock could be had at once."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
