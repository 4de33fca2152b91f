"""What Telegram hands over: kept, answered once, in order, by everybody's turn."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from telegram import Update
from telegram.ext import ExtBot

from bot.allowance import Allowance
from bot.answering import Answering
from bot.app import AnyApplication, build_application
from bot.inbox import Inbox, Late
from bot.order import OrderedByChat
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store
from bot.store.inbox import Kept, KeptUpdates
from tests.wire import FakeRequest, World, polling

QUESTION = "Hội nghị 32 họp mấy phiên?"
FAR_BACK = 7 * 3600


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'hoinghi.db'}")
    yield opened
    opened.close()


class Bots:
    """Starts the bot anew, over the same store."""

    def __init__(self, world: World, settings: Settings, answering: Answering, store: Store) -> None:
        self.store = store
        self._world = world
        self._settings = settings.model_validate(settings.model_dump() | {"telegram_bot_token": world.token})
        self._answering = answering

    @asynccontextmanager
    async def running(self, **changes: Any) -> AsyncIterator[AnyApplication]:
        settings = self._settings.model_copy(update=changes)
        wires = FakeRequest(self._world), FakeRequest(self._world)
        app = build_application(settings, self._answering, self.store, *wires, limits=UNLIMITED)
        async with polling(app):
            yield app

    def rows(self) -> dict[int, str]:
        """What is kept: the update, or "" when it is done."""
        asked = text("SELECT update_id, body FROM inbox")
        return self.store.do(lambda session: {row[0]: row[1] for row in session.execute(asked)})


@pytest.fixture
def bots(world: World, settings: Settings, answering: Answering, store: Store) -> Bots:
    return Bots(world, settings, answering, store)


def update(number: int, words: str = QUESTION, age: float = 0, chat: int = 1) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "An", "language_code": "vi"}
    message = {"message_id": number, "date": int(time.time() - age), "chat": {"id": chat, "type": "private"}}
    if words.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words)}]
    return {"update_id": number, "message": message | {"from": person, "text": words}}


async def leave(store: Store, *updates: dict[str, Any]) -> None:
    """What a bot that was killed leaves behind."""
    bot: ExtBot[None] = ExtBot("1:x")
    for each in updates:
        body = Update.de_json(each, bot).to_json()
        await KeptUpdates(store).keep(Kept(each["update_id"], body, received=time.time()))


async def test_an_answered_update_leaves_no_words(world: World, bots: Bots) -> None:
    async with bots.running() as app:
        an = world.private(1)
        an.send(QUESTION)
        await an.reply()
        await app.update_queue.join()
        assert list(bots.rows().values()) == [""]


async def test_what_was_left_is_answered_in_order(world: World, bots: Bots) -> None:
    an = world.private(1, started=True)
    await leave(bots.store, update(2, "Hội nghị 27 bàn gì?"), update(1), update(3, "/help"))
    async with bots.running() as app:
        answers = [(await an.reply()).text for _ in range(3)]
        await app.update_queue.join()
    assert "23 phiên" in answers[0]
    assert "lần thứ 27" in answers[1]
    assert "/hoinghi" in answers[2]
    assert set(bots.rows().values()) == {""}
    async with bots.running():
        await an.quiet()


async def test_a_repeated_update_is_answered_once(world: World, bots: Bots) -> None:
    world.duplicate_next()
    an = world.private(1)
    an.send(QUESTION)
    async with bots.running():
        await an.reply()
        world.redeliver()
        await an.quiet()
    world.redeliver()
    async with bots.running():
        await an.quiet()


async def test_what_came_too_long_ago_gets_one_apology_a_chat(world: World, bots: Bots) -> None:
    an, binh = world.private(1, started=True), world.private(2, started=True)
    late = [update(number, age=FAR_BACK, chat=chat) for number, chat in ((1, 1), (2, 1), (3, 2))]
    await leave(bots.store, *late, update(4))
    async with bots.running():
        assert (await an.reply()).text.startswith("Tôi vừa gián đoạn")
        assert "23 phiên" in (await an.reply()).text
        assert (await binh.reply()).text.startswith("Tôi vừa gián đoạn")
        an.send(QUESTION, date=int(time.time()) - FAR_BACK)  # Telegram kept it while the bot was down
        await an.quiet()
        await binh.quiet()
    assert set(bots.rows().values()) == {""}


async def test_an_update_that_may_be_what_ends_the_bot_is_not_tried_for_ever(world: World, bots: Bots) -> None:
    an = world.private(1, started=True)
    await leave(bots.store, update(1))
    for _ in range(20):
        await KeptUpdates(bots.store).left()
    async with bots.running():
        assert (await an.reply()).text.startswith("Tôi vừa gián đoạn")


async def test_what_people_say_to_each_other_is_not_kept(world: World, bots: Bots) -> None:
    world.privacy = False
    group = world.group(-1001)
    async with bots.running() as app:
        group.send("ăn trưa chưa?")
        group.send("/hoi Hội nghị 27 bàn gì?")
        await group.reply()
        await app.update_queue.join()
        assert len(bots.rows()) == 1


async def test_too_much_gets_one_line_then_silence(world: World, bots: Bots) -> None:
    async with bots.running(person_burst=4):
        an, binh = world.private(1), world.private(2)
        date = int(time.time())
        for _ in range(9):
            an.send("/help", date=date)
        binh.send("/help")
        for _ in range(4):
            assert "/hoinghi" in (await an.reply()).text
        assert (await an.reply()).text.startswith("Bạn hỏi nhanh quá")
        assert "/hoinghi" in (await binh.reply()).text
        await an.quiet()
        an.send("/help", date=date + 1)
        assert "/hoinghi" in (await an.reply()).text
        an.send("/help", date=date + 1)
        await an.quiet()


async def test_an_answer_that_did_not_arrive_is_sent_at_the_next_start(
    world: World, bots: Bots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sender._MOST_TRIES", 2)
    fault = world.fault("502", "sendMessage", times=None)
    an = world.private(1)
    async with bots.running() as app:
        an.send(QUESTION)
        await world.until(lambda: len(world.calls("sendMessage")) >= 2, 5)
        await app.update_queue.join()
    world.faults.remove(fault)
    async with bots.running():
        assert "23 phiên" in (await an.reply()).text
        await an.quiet()


class Broken(KeptUpdates):
    """A full disk."""

    async def keep(self, kept: Kept) -> bool:
        raise OSError("No space left on device")


async def test_a_store_that_fails_does_not_end_the_polling(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox._PAUSES", (0.0, 0.0))
    inbox = Inbox(Broken(store), Allowance(), 3600)
    given = Update.de_json(update(1), ExtBot("1:x"))
    await inbox.put(given)
    assert await inbox.get() is given

    def fails(_: Update) -> bool:
        raise RuntimeError

    inbox.wanted = fails
    late = Update.de_json(update(2, age=FAR_BACK), ExtBot("1:x"))
    await inbox.put(late)
    assert await inbox.get() == Late(late)


async def test_a_flood_does_not_take_the_turns_of_others(store: Store) -> None:
    order = OrderedByChat(Inbox(KeptUpdates(store), Allowance(), 3600))
    bot: ExtBot[None] = ExtBot("1:x")
    begun: list[int] = []
    free = asyncio.Event()

    async def handle(number: int) -> None:
        begun.append(number)
        await free.wait()

    flood = [Update.de_json(update(number, chat=1), bot) for number in range(500)]
    others = [Update.de_json(update(number, chat=number), bot) for number in range(501, 511)]
    handling = [asyncio.create_task(order.process_update(each, handle(each.update_id))) for each in (*flood, *others)]
    await asyncio.sleep(0.05)
    assert begun == [0, *range(501, 511)]
    free.set()
    await asyncio.gather(*handling)
    assert [each for each in begun if each < 501] == list(range(500))


async def test_the_end_finishes_what_is_under_way_and_leaves_the_rest(store: Store) -> None:
    await leave(store, update(1), update(2), update(3, chat=2))
    inbox = Inbox(KeptUpdates(store), Allowance(), 3600)
    order = OrderedByChat(inbox)
    await inbox.replay(ExtBot("1:x"))

    async def handle(seconds: float) -> None:
        await asyncio.sleep(seconds)

    handling = [asyncio.create_task(order.process_update(inbox.get_nowait(), handle(each))) for each in (0.2, 9, 9)]
    await asyncio.sleep(0)
    await order.drain(begin=0.05, end=0.4)
    await asyncio.wait(handling)
    assert [each.update_id for each in await KeptUpdates(store).left()] == [2, 3]
