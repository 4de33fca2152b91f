"""The README is true: its exchanges, commands, examples and map."""

import re
import shlex
from pathlib import Path

import pytest

from bot.cli import main
from retrieval.corpus import read_corpus

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXCHANGES = re.findall(r"```console\n\$ (hoinghi .+)\n([\s\S]+?)```", README)


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "SEEDS_DIR", "DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize(("command", "shown"), EXCHANGES)
@pytest.mark.usefixtures("at_root")
def test_an_exchange_is_real(command: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)[1:]) == 0
    printed = capsys.readouterr().out
    at = 0
    for line in shown.strip().splitlines():
        if line == "…":
            continue
        assert line in printed[at:], f"{line!r} is not said after what came before"
        at = printed.index(line, at) + len(line)


def test_there_are_exchanges() -> None:
    assert len(EXCHANGES) >= 3


@pytest.mark.parametrize("target", ["run", "test"])
def test_the_two_commands_are_there(target: str) -> None:
    assert f"    make {target}\n" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\| `hoinghi (\w+)", README))))
def test_a_command_of_the_table_is_known(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert command in capsys.readouterr().out


@pytest.mark.usefixtures("at_root")
def test_the_corpus_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus"]) == 0
    assert "Bế mạc Hội nghị Ngoại giao lần thứ 30" in capsys.readouterr().out


def test_the_front_matter_is_understood(tmp_path: Path) -> None:
    match = re.search(r"```yaml\n([\s\S]+?)```", README)
    assert match is not None
    (tmp_path / "bai.md").write_text(match[1] + "\nHội nghị đã thông qua Chương trình hành động.\n", encoding="utf-8")
    article = read_corpus(tmp_path).articles[0]
    assert (article.conference, article.publisher, str(article.date)) == (30, "VOV5", "2018-08-17")


def test_the_map_is_of_this_place() -> None:
    block = README.split("## The map")[1]
    named = re.findall(r"^ {4}(?: {2})?((?:[\w]+/ ?)+)", block, re.MULTILINE)
    folders = {folder for line in named for folder in line.split()}
    assert {"seeds/", "retrieval/", "bot/", "tests/", "deploy/"} <= folders
    places = [ROOT, ROOT / "retrieval", ROOT / "bot"]
    assert all(any((place / folder).is_dir() for place in places) for folder in folders)
