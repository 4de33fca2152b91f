"""The command `hoinghi`, as a person or a script runs it."""

import contextlib
import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.answering import Knowledge
from bot.cli import main
from bot.settings import Settings
from tests.bot.conftest import SEEDS

QUESTION = "Hội nghị 32 họp mấy phiên?"


@dataclass(frozen=True)
class Ran:
    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    """Reading the articles takes seconds: here they are read once for all."""
    read = Knowledge.read.__func__  # type: ignore[attr-defined]

    def known(cls: type[Knowledge], folder: Path) -> Knowledge:
        return knowledge if folder == SEEDS else read(cls, folder)

    monkeypatch.setattr(Knowledge, "read", classmethod(known))


def hoinghi(
    folder: Path, *arguments: str | bytes, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> Ran:
    """The command, run here; as a process of its own it is run further down."""
    given = folder / "stdin"
    given.write_bytes(stdin)
    names = [os.fsdecode(each) for each in arguments]
    written = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(each, encoding="ascii", write_through=True) for each in written)
    settings = clean_environment() | {"SEEDS_DIR": str(SEEDS)} | (environment or {})
    with given.open() as typed, pytest.MonkeyPatch.context() as patch, logging_kept(), contextlib.chdir(folder):
        patch.setattr(os, "environ", settings)
        for name, stream in (("stdin", typed), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        code = main(names)
    return Ran(code, written[0].getvalue(), written[1].getvalue())


@contextlib.contextmanager
def logging_kept() -> Iterator[None]:
    """The command sets up logging for itself; pytest's own handlers are not its to close."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    root.handlers = []
    yield
    root.handlers = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


def run_alone(folder: Path, *arguments: str | bytes) -> Ran:
    """The command as a process of its own, in a C locale."""
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())", *arguments],
        capture_output=True,
        cwd=folder,
        env=clean_environment() | {"SEEDS_DIR": str(SEEDS)},
        timeout=60,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def clean_environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key.lower() not in Settings.model_fields}
    return kept | {"PYTHONPATH": str(SEEDS.parent), "LC_ALL": "C"}


def objects(ran: Ran) -> list[dict[str, Any]]:
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.decode().splitlines()]


def test_ask_prints_text(tmp_path: Path) -> None:
    ran = hoinghi(tmp_path, "ask", QUESTION)
    assert ran.stdout.decode().startswith("23 phiên")
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_ask_json_has_exactly_the_contract(tmp_path: Path) -> None:
    (answer,) = objects(hoinghi(tmp_path, "ask", "--json", QUESTION))
    assert list(answer) == ["question", "status", "text", "html", "citations", "took_ms"]
    assert (answer["question"], answer["status"]) == (QUESTION, "answered")
    citation = answer["citations"][0]
    assert list(citation) == ["conference", "article", "title", "sentence", "paragraph"]
    assert citation["conference"] == 32
    assert any(citation["sentence"] in path.read_text("utf-8") for path in SEEDS.glob("*.txt"))
    assert answer["took_ms"] < 1000


def test_questions_on_standard_input(tmp_path: Path) -> None:
    lines = [
        QUESTION.encode(),
        b"",
        "Hội nghị 27 bàn gì?".encode() + b"\r",
        b"\xff\xfe",
        b"x" * 2**20,
        b"a.a." * 1024,
        "🙂".encode(),
        b"\x00<b>",
        "cuối".encode(),
    ]
    answers = objects(hoinghi(tmp_path, "ask", "--json", stdin=b"\n".join(lines)))
    assert [answer["question"] for answer in answers] == [
        line.decode("utf-8", "replace").rstrip("\r") for line in lines if line
    ]
    assert [answer["status"] for answer in answers[:3]] == ["answered", "not_found", "not_found"]
    assert all(answer["citations"] == [] for answer in answers if answer["status"] == "not_found")
    assert all(answer["took_ms"] < 1000 for answer in answers)


def test_bytes_that_are_no_text_as_an_argument(tmp_path: Path) -> None:
    (answer,) = objects(run_alone(tmp_path, "ask", "--json", b"h\xff?"))
    assert answer["question"] == "h\udcff?"


def test_corpus(tmp_path: Path) -> None:
    ran = hoinghi(tmp_path, "corpus")
    text = ran.stdout.decode()
    assert ran.returncode == 0
    assert "32-be-mac-hoi-nghi-ngoai-giao-lan-thu-32.txt: để ngoài" in text
    assert "VietnamPlus, 23/12/2023" in text
    assert "Phản hồi" in text


@pytest.mark.parametrize("token", [None, "", " "])
def test_serve_without_a_token_is_one_line(tmp_path: Path, token: str | None) -> None:
    ran = hoinghi(tmp_path, "serve", environment={} if token is None else {"TELEGRAM_BOT_TOKEN": token})
    assert ran.returncode == 2
    assert ran.stderr.decode().count("\n") == 1
    assert "BotFather" in ran.stderr.decode()
    assert ran.stdout == b""


@pytest.mark.parametrize("command", ["run", "chat"])
def test_chat_with_piped_input(tmp_path: Path, command: str) -> None:
    ran = hoinghi(tmp_path, command, stdin=f"{QUESTION}\n/help".encode())
    text = ran.stdout.decode()
    assert ran.returncode == 0
    assert text.startswith("23 phiên")
    assert "/hoinghi – " in text
    assert ran.stderr.decode().count("\n") == (1 if command == "run" else 0)
    assert ("BotFather" in ran.stderr.decode()) == (command == "run")


def test_chat_takes_anything(tmp_path: Path) -> None:
    ran = hoinghi(tmp_path, "chat", stdin=b"x" * 2**20 + b"\n\x00\xff\xed\xa0\x80\n" + "ế".encode()[:2])
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode().startswith("Câu hỏi này dài quá")


@pytest.mark.parametrize(
    ("arguments", "environment", "named"),
    [
        (("ask", "?"), {"SEEDS_DIR": "nowhere"}, "1 nowhere"),
        (("corpus",), {"SEEDS_DIR": "nowhere"}, "1 nowhere"),
        (("chat",), {"SEEDS_DIR": "nowhere"}, "1 nowhere"),
        (("serve",), {"SEEDS_DIR": "nowhere", "TELEGRAM_BOT_TOKEN": "12:SECRET"}, "1 nowhere"),
        (("serve",), {"DATA_DIR": "stdin", "TELEGRAM_BOT_TOKEN": "12:SECRET"}, "1 cơ sở dữ liệu"),
        (("serve",), {"TELEGRAM_BOT_TOKEN": "SECRET"}, "2 TELEGRAM_BOT_TOKEN"),
        (("ask", "?"), {"TELEGRAM_API_URL": "x"}, "2 TELEGRAM_API_URL"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], named: str
) -> None:
    ran = hoinghi(tmp_path, *arguments, environment=environment)
    code, _, name = named.partition(" ")
    assert (ran.returncode, ran.stdout) == (int(code), b"")
    assert ran.stderr.decode().count("\n") == 1
    assert name in ran.stderr.decode()
    assert b"SECRET" not in ran.stderr


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())", "ask"]
    environment = clean_environment() | {"SEEDS_DIR": str(SEEDS)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        running.stdin.write(f"{QUESTION}\n".encode() * 3)
        running.stdin.close()
        assert running.stderr.read() == b""


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_an_interrupt_is_quiet(tmp_path: Path, command: str) -> None:
    arguments = [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())", command]
    environment = clean_environment() | {"SEEDS_DIR": str(SEEDS)}
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(f"{QUESTION}\n".encode())
        running.stdin.flush()
        assert running.stdout.readline().decode().startswith("23 phiên")
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        assert running.stderr.read() == b""
        assert running.wait(10) == 130
