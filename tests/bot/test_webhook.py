"""The webhook: what is Telegram's is kept before it is confirmed, what is not learns nothing."""

import asyncio
import io
import json
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import text

from bot.answering import Answering
from bot.app import AnyApplication, build_application
from bot.inbox import Inbox
from bot.sender import UNLIMITED
from bot.serving import ListenError, serve
from bot.settings import Settings
from bot.store import Store
from bot.web.address import WebhookAddress
from bot.web.webhook import MAX_BODY, Webhook
from tests.bot.test_inbox import update
from tests.wire import Server, World

QUESTION = "Hội nghị 32 họp mấy phiên?"
SECRET = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store.open(database)
    yield opened
    opened.close()


@dataclass
class Hook:
    """A bot that serves by webhook, and who may speak to it."""

    app: AnyApplication
    webhook: Webhook
    address: WebhookAddress
    task: asyncio.Task[None]
    session: ClientSession

    async def post(
        self, body: Any, path: str | None = None, secret: str | None = None, method: str = "POST"
    ) -> tuple[int, str]:
        """One request; by default as Telegram makes it."""
        url = f"http://{self.webhook.site.address}/{self.address.path if path is None else path}"
        content = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        headers = {SECRET: self.address.secret if secret is None else secret, "Content-Type": "application/json"}
        async with self.session.request(method, url, data=content, headers=headers) as response:
            return response.status, await response.text()


@pytest.fixture
async def server(world: World) -> AsyncIterator[Server]:
    async with Server(world) as started:
        yield started


@pytest.fixture
def known(server: Server, settings: Settings) -> Settings:
    return settings.model_copy(
        update={"telegram_bot_token": SecretStr(server.world.token), "telegram_api_url": server.root}
    )


@asynccontextmanager
async def hooked(known: Settings, answering: Answering, store: Store, port: int = 0) -> AsyncIterator[Hook]:
    """The bot as `hoinghi serve --webhook` runs it, but here."""
    port = port or free_port()
    app = build_application(known, answering, store, limits=UNLIMITED)
    address = WebhookAddress.of(known.token, f"http://127.0.0.1:{port}")
    assert isinstance(app.update_queue, Inbox)
    webhook = Webhook(address, app.update_queue, app.bot, f"127.0.0.1:{port}")
    task = asyncio.create_task(serve(app, webhook))
    async with ClientSession() as session:
        while not app.running and not task.done():
            await asyncio.sleep(0.01)
        yield Hook(app, webhook, address, task, session)
    if not task.done():
        os.kill(os.getpid(), signal.SIGTERM)
    await task


@pytest.fixture
async def hook(known: Settings, answering: Answering, store: Store) -> AsyncIterator[Hook]:
    async with hooked(known, answering, store) as started:
        yield started


def rows(store: Store) -> list[int]:
    return list(store.do(lambda session: session.scalars(text("SELECT update_id FROM inbox ORDER BY 1")).all()))


async def test_what_waited_and_what_comes_is_answered(
    world: World, known: Settings, answering: Answering, store: Store
) -> None:
    an = world.private(1)
    an.send(QUESTION)  # while the bot was down
    async with hooked(known, answering, store) as hook:
        assert "23 phiên" in (await an.reply()).text
        an.send("/help")
        await an.reply()
        (call,) = world.calls("setWebhook")
        assert call.params["secret_token"] == hook.address.secret
        assert call.params["url"].endswith(hook.address.path)
        assert "guest_message" in call.params["allowed_updates"]
        assert not call.params.get("drop_pending_updates")


async def test_it_is_kept_before_it_is_confirmed(hook: Hook, store: Store) -> None:
    assert await hook.post(update(5)) == (200, "")
    assert rows(store) == [5]
    assert await hook.post(update(5)) == (200, "")
    assert rows(store) == [5]


async def test_what_cannot_be_kept_is_to_be_offered_again(
    hook: Hook, world: World, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox._PAUSES", ())
    an = world.private(1, started=True)
    store.do(lambda session: session.execute(text("ALTER TABLE inbox RENAME TO elsewhere")))
    both = await asyncio.gather(hook.post(update(5)), hook.post(update(5)))
    assert [status for status, _ in both] == [500, 500]
    await an.quiet()
    store.do(lambda session: session.execute(text("ALTER TABLE elsewhere RENAME TO inbox")))
    assert (await hook.post(update(5)))[0] == 200
    assert "23 phiên" in (await an.reply()).text


async def test_strangers_learn_nothing(hook: Hook, store: Store) -> None:
    path, secret = hook.address.path, hook.address.secret
    wrong: list[dict[str, Any]] = [
        {"path": ""},
        {"path": path[:-1]},
        {"path": f"{path}/x"},
        {"path": path.upper()},
        {"method": "GET"},
        {"method": "PUT"},
        {"secret": ""},
        {"secret": secret[:-1]},
        {"secret": f"{secret} x"},
        {"secret": "é" * 64},
    ]
    for changes in wrong:
        status, said = await hook.post(update(5), **changes)
        assert (status, said) == (403 if "secret" in changes else 404, ""), changes
    assert rows(store) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b'{"update_id": "5"}', b"\xff\xfe{}", b"[" * 50_000])
async def test_what_is_no_update_is_refused(hook: Hook, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert (await hook.post(body))[0] == 400
    lines = [record for record in caplog.records if record.name == "bot.web.webhook" and record.levelno > logging.INFO]
    assert len(lines) == 1


async def test_an_update_nobody_can_read_holds_nothing_up(hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    private = "chuyện riêng"
    assert (await hook.post({"update_id": 5, "message": {"text": private}}))[0] == 200
    assert private not in caplog.text


async def test_a_body_is_limited(hook: Hook, store: Store) -> None:
    assert (await hook.post(b" " * (MAX_BODY + 1)))[0] == 413
    assert (await hook.post(json.dumps(update(5)).encode() + b" " * 1000))[0] == 200
    assert rows(store) == [5]


async def test_text_that_a_database_may_refuse(hook: Hook, world: World, store: Store) -> None:
    an = world.private(1, started=True)
    for number, words in enumerate(("/hoi \x00 32 họp mấy phiên", "/hoi \ud800 32 họp mấy phiên"), start=5):
        assert (await hook.post(update(number, words) | {"ghi": "\x00"}))[0] == 200
        await an.reply()
    assert rows(store) == [5, 6]


async def test_a_webhook_taken_away_is_set_again(
    world: World, known: Settings, answering: Answering, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving._LOOK_EVERY", 0.01)
    an = world.private(1)
    async with hooked(known, answering, store) as hook:
        world.webhook = {}
        an.send("/help")
        await an.reply()
        assert world.webhook["url"] == hook.address.url


async def test_a_port_that_is_taken(known: Settings, answering: Answering, store: Store) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ListenError):
            async with hooked(known, answering, store, port=other.getsockname()[1]):
                pass


async def test_polling_takes_the_webhook_away(
    world: World, known: Settings, answering: Answering, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    an = world.private(1)
    world.webhook = {"url": "http://127.0.0.1:9/old"}
    task = asyncio.create_task(serve(build_application(known, answering, store, limits=UNLIMITED)))
    an.send(QUESTION)
    assert "23 phiên" in (await an.reply(20)).text
    os.kill(os.getpid(), signal.SIGTERM)
    await task


@given(st.text(alphabet="abcdef0123456789-_", min_size=1), st.text(min_size=1))
@examples(max_examples=30)
def test_only_the_own_path_and_secret_are_known(token: str, given_text: str) -> None:
    address = WebhookAddress.of(f"1:{token}", "https://example.org/x/")
    assert address.url == f"https://example.org/x/{address.path}"
    assert address.is_path(f"/x/{address.path}")
    assert address.is_secret(address.secret)
    assert not address.is_path(f"/x/{given_text}{address.path}")
    assert not address.is_secret(address.secret + given_text)
    assert address.path not in repr(address)
    assert address.secret not in repr(address)


def test_paths_and_secrets_differ_by_token() -> None:
    one, other = (WebhookAddress.of(token, "https://example.org") for token in ("1:a", "1:b"))
    assert one.path != other.path
    assert one.secret != other.secret
