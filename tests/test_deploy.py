"""What is deployed: the wheel in an environment of its own, the unit, the image's recipe, the guide's commands."""

import asyncio
import os
import pwd
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.cli import main
from retrieval.corpus import read_corpus
from tests.wire import Server, World

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
GUIDE = (DEPLOY / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder everybody can look into; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="hoinghi-image-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def wheel(place: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(place), "."]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120, capture_output=True)
    (built,) = place.glob("hoinghi-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, place: Path) -> Path:
    """The wheel in an empty environment. The packages it needs are looked up where these tests have theirs."""
    environment = place / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True, timeout=60)
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "-q"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True, timeout=60, capture_output=True)
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "tests.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return environment / "bin"


def test_the_wheel_holds_the_two_packages_and_nothing_else(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert {name.partition("/")[0] for name in names} == {"bot", "retrieval"}
    kinds = {Path(name).suffix for name in names}
    assert kinds <= {".py", ".toml", ".j2", ".typed"}, kinds
    folders = [ROOT / "bot", ROOT / "retrieval"]
    files = [p for folder in folders for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    files = [path for path in files if path.suffix != ".md"]  # how to write texts: for who changes them
    assert sorted(names) == sorted(path.relative_to(ROOT).as_posix() for path in files)


async def test_the_image_by_its_steps(installed: Path, place: Path) -> None:
    user = next((each for each in pwd.getpwall() if each.pw_name == "nobody"), None) if os.getuid() == 0 else None
    seeds, data = place / "seeds", place / "data"
    shutil.copytree(ROOT / "seeds", seeds)
    data.mkdir()
    for path in (seeds, data, *seeds.iterdir()):
        os.chown(path, user.pw_uid if user else -1, user.pw_gid if user else -1)
    nobody = as_nobody() if user else []
    line = [*nobody, str(installed / "python"), "-c", "import bot; print(bot.__file__)"]
    where = subprocess.run(line, cwd="/", capture_output=True, text=True, check=True)
    assert str(installed.parent) in where.stdout
    told = f"import os; print(os.getuid(), os.access('{ROOT}', os.W_OK), os.access('{place}', os.W_OK))"
    line = [*nobody, str(installed / "python"), "-c", told]
    rights = subprocess.run(line, cwd="/", capture_output=True, text=True, check=True)
    assert not user or rights.stdout.split() == [str(user.pw_uid), "False", "False"]
    world = World()
    an = world.private(1)
    an.send("Hội nghị 32 họp mấy phiên?")
    async with Server(world) as server:
        settings = {"TELEGRAM_API_URL": server.root, "TELEGRAM_BOT_TOKEN": world.token, "METRICS_LISTEN": "off"}
        settings |= {"SEEDS_DIR": str(seeds), "DATA_DIR": str(data), "HOME": "/nonexistent", "PATH": "/usr/bin:/bin"}
        line = [*nobody, str(installed / "hoinghi"), "serve"]
        process = await asyncio.create_subprocess_exec(*line, env=settings, cwd="/", stderr=asyncio.subprocess.PIPE)
        try:
            assert "23 phiên" in (await an.reply(90)).text
            process.terminate()
            _, logged = await asyncio.wait_for(process.communicate(), 15)
        finally:
            if process.returncode is None:
                process.kill()
    assert process.returncode == 0, logged
    assert (data / "hoinghi.db").stat().st_uid == (user.pw_uid if user else os.getuid())


def as_nobody() -> list[str]:
    """What goes before a command to run it as a user who may write nowhere but in his own.

    He may read everything: the interpreter of these tests may lie in a folder that is closed to others.
    """
    program = shutil.which("setpriv")
    if program is None:
        pytest.skip("the tests run as root, and setpriv is not installed here")
    read = "+dac_read_search"
    line = [program, "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--no-new-privs"]
    return [*line, f"--inh-caps={read}", f"--ambient-caps={read}"]


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a program that is there."""
    text = (DEPLOY / "hoinghi.service").read_text("utf-8")
    assert "ExecStart=/opt/hoinghi/bin/hoinghi serve\n" in text
    (tmp_path / "hoinghi.service").write_text(text.replace("/opt/hoinghi/bin/hoinghi", "/bin/true"), encoding="utf-8")
    return tmp_path / "hoinghi.service"


def analyzed(*arguments: object) -> str:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed here")
    line = [program, *map(str, arguments)]
    ran = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def test_systemd_takes_the_unit(unit: Path) -> None:
    assert analyzed("verify", unit).strip() == ""


def test_the_unit_is_hardly_exposed(unit: Path) -> None:
    found = re.search(r"exposure level for \S+: ([\d.]+)", analyzed("security", "--offline=true", unit))
    assert found is not None
    assert float(found[1]) <= 2.0


def test_hadolint_agrees() -> None:
    program = shutil.which("hadolint")
    if program is None:
        pytest.skip("hadolint is not installed here")
    subprocess.run([program, DEPLOY / "Dockerfile"], check=True, timeout=60)


def test_the_image_copies_what_its_context_holds() -> None:
    recipe = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )?(.+) \S+$", recipe, re.MULTILINE)
    context = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name
        assert f"!{name}" in context, name


def test_the_compose_file_names_what_it_declares() -> None:
    told = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))
    for service in told["services"].values():
        assert set(service["secrets"]) <= told["secrets"].keys()
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= told["volumes"].keys()
    assert told["services"]["bot"]["read_only"] is True


def test_the_guides_commands_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"^    hoinghi (\w+) ", GUIDE, re.MULTILINE)) | set(re.findall(r"`hoinghi (\w+)", GUIDE))
    assert {"backup", "restore"} <= named
    for command in sorted(named):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
    capsys.readouterr()
    for file in re.findall(r"\bdeploy/([\w.]+\.\w+)", GUIDE):
        assert (DEPLOY / file).exists(), file


def test_the_readme_beside_the_articles_is_none(tmp_path: Path) -> None:
    assert not any(article.file.startswith("README") for article in read_corpus(ROOT / "seeds").articles)
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for name in ("readme.txt", "README.vi.md", "README"):
        (tmp_path / "seeds" / name).write_text("Không phải một bài báo nào.\n", encoding="utf-8")
    assert len(read_corpus(tmp_path / "seeds").articles) == 5


def test_commands_in_a_shell_look_where_the_unit_lets_the_bot_write() -> None:
    """Elsewhere they would find an empty database, or none."""
    told = re.search(r"^    set -a\n(.*?)    set \+a\n", GUIDE, re.MULTILINE | re.DOTALL)
    assert told is not None
    unit = (DEPLOY / "hoinghi.service").read_text("utf-8")
    folders = set(re.findall(r"\b(?:DATA|SEEDS)_DIR=\S+", unit))
    assert folders == set(re.findall(r"\b(?:DATA|SEEDS)_DIR=\S+", told[1]))
    for path in ("/etc/hoinghi/telegram_bot_token", "/etc/hoinghi/environment"):
        assert path in told[1]
        assert path in unit
