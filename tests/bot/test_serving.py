"""From the first call to a quiet end: signals, other pollers, and what the log may say."""

import asyncio
import io
import json
import logging
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram.error import InvalidToken

from bot.answering import Answering
from bot.app import AnyApplication, build_application
from bot.logs import log_to_stderr
from bot.sender import UNLIMITED
from bot.serving import ServedElsewhereError, serve
from bot.settings import Settings
from bot.store import Store
from bot.web.site import Site
from tests.wire import Server, World

TOKEN = "123456:AAse-cret_x"
QUESTION = "Hội nghị 32 họp mấy phiên?"
CONFLICT = "Conflict: terminated by other getUpdates request"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'hoinghi.db'}")
    yield opened
    opened.close()


@pytest.fixture
def loggers() -> Iterator[None]:
    """Every logger at DEBUG; all as before afterwards."""
    known = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    before = [(each, each.level, each.handlers[:]) for each in known]
    logging.getLogger().handlers = []  # pytest's own are not ours to close
    yield
    for each, level, handlers in before:
        each.setLevel(level)
        each.handlers = handlers
    logging.captureWarnings(False)


@asynccontextmanager
async def served(app: AnyApplication, probes: Site | None = None) -> AsyncIterator[asyncio.Task[None]]:
    """The bot as `hoinghi serve` runs it, but here; ended by a signal."""
    task = asyncio.create_task(serve(app, probes=probes))
    yield task
    if not task.done():
        os.kill(os.getpid(), signal.SIGTERM)
    await task


def over_http(server: Server, settings: Settings, answering: Answering, store: Store) -> AnyApplication:
    changes = {"telegram_bot_token": server.world.token, "telegram_api_url": server.root}
    known = settings.model_validate(settings.model_dump() | changes)
    return build_application(known, answering, store, limits=UNLIMITED)


async def test_a_signal_ends_it_with_every_answer_given(app: AnyApplication, world: World) -> None:
    people = [world.private(number) for number in range(1, 21)]
    world.fault("slow", "sendMessage", times=None, delay=0.3)
    async with served(app):
        for each in people:
            each.send("/help")
        await world.until(lambda: bool(world.calls("sendMessage")) and not world.pending, 5)
    assert [len(each.said) for each in people] == [1] * 20


async def test_a_hard_question_holds_nobody_up(
    app: AnyApplication, world: World, answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answering.answer(QUESTION)
    searching = threading.Event()

    def search(*_: object) -> object:
        searching.wait(10)
        return found

    monkeypatch.setattr(answering, "answer", search)
    an, binh = world.private(1), world.private(2)
    async with served(app):
        an.send(QUESTION)
        binh.send("/help")
        await binh.reply()
        await an.quiet()
        searching.set()
        await an.reply()


async def test_a_signal_is_obeyed_when_telegram_is_not_there(
    settings: Settings, answering: Answering, store: Store
) -> None:
    world = World()
    server = Server(world)
    server.root = "http://127.0.0.1:9"
    began = time.monotonic()
    async with served(over_http(server, settings, answering, store)):
        await asyncio.sleep(0.2)
    assert time.monotonic() - began < 3


async def test_somebody_else_polls(app: AnyApplication, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.serving._CONFLICTS", 2)
    world.fault("error", "getUpdates", times=None, code=409, description=CONFLICT)
    with pytest.raises(ServedElsewhereError):
        await asyncio.wait_for(serve(app), 10)


async def test_somebody_else_stops_polling(app: AnyApplication, world: World) -> None:
    world.fault(
        "error", "getUpdates", times=1, code=409, description="Conflict: terminated by other getUpdates request"
    )
    an = world.private(1)
    async with served(app):
        an.send("/help")
        await an.reply()


@pytest.mark.usefixtures("loggers")
@pytest.mark.parametrize("as_json", [False, True])
async def test_the_token_is_never_logged(
    settings: Settings, answering: Answering, store: Store, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    log_to_stderr([TOKEN], logging.DEBUG, as_json=as_json)
    for name in ("httpx", "httpcore", "httpcore.http11", "httpcore.connection", "telegram", "asyncio", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    world = World(TOKEN)
    an = world.private(1)
    async with Server(world) as server:
        for method in ("sendMessage", "getUpdates"):
            world.fault("502", method)
            world.fault("reset", method)
        async with served(over_http(server, settings, answering, store)):
            an.send(QUESTION)
            assert "23 phiên" in (await an.reply(timeout=15)).text
            monkeypatch.setattr(answering, "answer", _raise)
            an.send(QUESTION)
            await an.reply()
    shown = written.getvalue()
    assert "/bot[secret]/sendMessage" in shown
    assert "AAse-cret_x" not in shown
    assert "họp mấy phiên" not in "\n".join(line for line in shown.splitlines() if "bot." in line.partition(":")[0])
    if as_json:
        lines = [json.loads(line) for line in shown.splitlines()]
        (asked,) = [line for line in lines if line["message"] == "question"]
        assert (asked["surface"], asked["outcome"], asked["level"]) == ("private", "answered", "INFO")
        assert {"id", "ms", "search_ms"} <= asked.keys()
        assert "question" not in asked


def _raise(*_: object) -> None:
    raise ValueError(f"https://api.telegram.org/bot{TOKEN}/sendMessage")


async def test_a_refused_token(settings: Settings, answering: Answering, store: Store) -> None:
    world = World(TOKEN)
    async with Server(world) as server:
        app = over_http(server, settings, answering, store)
        world.token = "123456:another"
        with pytest.raises(InvalidToken):
            await asyncio.wait_for(serve(app), 10)
