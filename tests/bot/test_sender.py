"""Calls to Telegram over real HTTP: each fault, the limits, the order."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from telegram import Message
from telegram.error import Forbidden, NetworkError
from telegram.ext import ApplicationBuilder, BaseRateLimiter, ExtBot

from bot.sender import UNLIMITED, Limits, Sender
from bot.sender.gate import Gate, Urgency
from bot.sender.lane import Lane, Lanes
from bot.sender.request import TelegramRequest
from bot.turn import turn_of
from tests.wire import FloodLimits, Server, World
from tests.wire.faults import Kind

AnyBot = ExtBot[None]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again sooner than in earnest."""
    monkeypatch.setattr("bot.sender.faults._FIRST", 0.02)


@asynccontextmanager
async def bot_in(world: World, limits: Limits) -> AsyncIterator[AnyBot]:
    sender = cast(BaseRateLimiter[None], Sender(limits))
    async with Server(world) as server:
        builder = ApplicationBuilder().token(world.token).base_url(f"{server.root}/bot").rate_limiter(sender)
        async with builder.request(TelegramRequest()).build().bot as bot:
            yield bot


@pytest.fixture
async def bot(world: World) -> AsyncIterator[AnyBot]:
    world.private(1, started=True)
    world.private(2, started=True)
    async with bot_in(world, UNLIMITED) as made:
        yield made


def texts(world: World, chat: int = 1) -> list[str]:
    return [message.text for message in world.chats[chat].said]


@pytest.mark.parametrize("kind", ["429", "500", "502", "504", "reset"])
async def test_every_message_arrives_in_order(world: World, bot: AnyBot, kind: Kind) -> None:
    world.fault(kind, "sendMessage", times=2)
    await asyncio.gather(*(bot.send_message(1, str(number)) for number in range(4)))
    assert texts(world) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("kind", ["502", "504", "reset"])
async def test_a_lost_answer_costs_one_repeat_at_most(world: World, bot: AnyBot, kind: Kind) -> None:
    world.fault(kind, "sendMessage", after=True)
    await asyncio.gather(*(bot.send_message(1, str(number)) for number in range(3)))
    assert texts(world) == ["0", "0", "1", "2"]


async def test_a_slow_answer_is_waited_for(world: World, bot: AnyBot) -> None:
    world.fault("slow", "sendMessage", after=True, delay=0.5)
    await asyncio.gather(*(bot.send_message(1, str(number)) for number in range(3)))
    assert texts(world) == ["0", "1", "2"]


async def test_one_busy_chat_does_not_delay_another(world: World, bot: AnyBot) -> None:
    world.fault("429", "sendMessage", chat_id=1, retry_after=2)
    busy = asyncio.create_task(bot.send_message(1, "chậm"))
    await world.until(lambda: bool(world.calls("sendMessage")), 2)
    async with asyncio.timeout(1):
        await bot.send_message(2, "nhanh")
    assert not busy.done()
    busy.cancel()


async def test_formatting_that_telegram_refuses_is_sent_as_plain_text_once(world: World, bot: AnyBot) -> None:
    sent = await bot.send_message(1, "a < b &amp; <b>c", parse_mode="HTML")
    assert isinstance(sent, Message)
    assert texts(world) == ["a < b & c"]
    assert len(world.calls("sendMessage")) == 2


async def test_an_edit_that_changes_nothing_is_quiet(
    world: World, bot: AnyBot, caplog: pytest.LogCaptureFixture
) -> None:
    sent = await bot.send_message(1, "một")
    with caplog.at_level(logging.INFO):
        assert await bot.edit_message_text("một", 1, sent.message_id) is True
    assert [record for record in caplog.records if record.name.startswith("bot")] == []


async def test_a_button_pressed_long_ago_is_quiet(bot: AnyBot) -> None:
    assert await bot.answer_callback_query("long ago")


async def test_a_blocked_bot_is_told_at_once(world: World, bot: AnyBot) -> None:
    world.fault("blocked", "sendMessage", chat_id=1)
    with pytest.raises(Forbidden):
        await bot.send_message(1, "?")
    assert len(world.calls("sendMessage")) == 1


async def test_typing_is_never_an_error(world: World, bot: AnyBot) -> None:
    world.fault("502", "sendChatAction")
    assert await bot.send_chat_action(1, "typing")
    assert len(world.calls("sendChatAction")) == 1


async def test_other_calls_are_given_up_soon(world: World, bot: AnyBot) -> None:
    world.fault("502", "getChat", times=None)
    with pytest.raises(NetworkError):
        await bot.get_chat(1)
    assert len(world.calls("getChat")) == 3


async def test_a_group_that_moved_gets_its_message(world: World, bot: AnyBot) -> None:
    group = world.group(-5, kind="group")
    moved = group.migrate(-1005)
    await bot.send_message(-5, "vẫn tới")
    assert [message.text for message in moved.said] == ["vẫn tới"]


async def test_telegrams_limits_are_kept(world: World) -> None:
    world.flood = FloodLimits()
    people = [world.private(number, started=True) for number in range(1, 21)]
    async with bot_in(world, Limits()) as bot:
        began = time.monotonic()
        await asyncio.gather(*(bot.send_message(each.id, str(number)) for number in range(2) for each in people))
        await asyncio.gather(*(bot.send_message(1, str(number)) for number in range(2, 5)))
        took = time.monotonic() - began
    assert all(call.ok for call in world.calls("sendMessage"))
    assert texts(world) == ["0", "1", "2", "3", "4"]
    assert 3 < took < 8


async def test_a_burst_then_one_a_second() -> None:
    now = 0.0
    lane = Lane(Limits(), group=False, clock=lambda: now)
    sent: list[float] = []
    while len(sent) < 9:
        if lane.wait() == 0:
            lane.begin()
            lane.end()
            sent.append(now)
        else:
            now += lane.wait()
    assert sent[:4] == [0, 0, 0, 3.05]
    assert sent[8] < 10


async def test_twenty_a_minute_in_a_group() -> None:
    now = 0.0
    lane = Lane(Limits(burst=100), group=True, clock=lambda: now)
    for _ in range(20):
        assert lane.wait() == 0
        lane.begin()
        lane.end()
    assert lane.wait() > 60
    assert Lanes(Limits()).of(-1) is not Lanes(Limits()).of(-1)
    assert Lane(Limits(burst=100), group=False).wait() == 0


async def test_answers_go_before_digests() -> None:
    gate = Gate(at_once=1)
    await gate.enter()
    order: list[str] = []

    async def pass_as(name: str, urgency: int) -> None:
        await gate.enter(urgency)
        order.append(name)
        gate.ended()
        gate.leave()

    calls = [("digest", Urgency.DIGEST), ("first", Urgency.ANSWER), ("gone", Urgency.ANSWER), ("next", Urgency.ANSWER)]
    waiting = [asyncio.create_task(pass_as(*call)) for call in calls]
    await asyncio.sleep(0)
    waiting[2].cancel()
    gate.ended()
    gate.leave()
    await asyncio.wait(waiting)
    assert order == ["first", "next", "digest"]


async def test_digests_leave_room_for_answers_in_the_same_second() -> None:
    gate = Gate(per_second=30, at_once=8, clock=lambda: 0.0)
    passed: list[int] = []

    async def pass_as(urgency: int) -> None:
        await gate.enter(urgency)
        passed.append(urgency)
        gate.ended()
        gate.leave()

    digests = [asyncio.create_task(pass_as(Urgency.DIGEST)) for _ in range(50)]
    await asyncio.sleep(0.01)
    assert len(passed) == 20
    await asyncio.wait_for(asyncio.gather(*(pass_as(Urgency.ANSWER) for _ in range(10))), 1)
    assert passed.count(Urgency.ANSWER) == 10
    for task in digests:
        task.cancel()
    await asyncio.wait(digests)


async def test_digests_leave_places_for_answers() -> None:
    gate = Gate(at_once=8)
    held = [asyncio.create_task(gate.enter(Urgency.DIGEST)) for _ in range(8)]
    await asyncio.sleep(0.01)
    assert sum(task.done() for task in held) == 6
    await asyncio.wait_for(gate.enter(Urgency.ANSWER), 1)
    for task in held:
        task.cancel()
    await asyncio.wait(held)


async def test_no_more_than_eight_are_sent_and_not_noted(world: World, bot: AnyBot) -> None:
    people = [world.private(number, started=True) for number in range(11, 31)]
    noted = asyncio.Event()

    async def handle(chat: int) -> None:
        with turn_of(chat):
            await bot.send_message(chat, "?")
            await noted.wait()

    handling = [asyncio.create_task(handle(each.id)) for each in people]
    await world.until(lambda: len(world.calls("sendMessage")) == 8, 5)
    await asyncio.sleep(0.1)
    assert len(world.calls("sendMessage")) == 8
    noted.set()
    await asyncio.gather(*handling)
    assert len(world.calls("sendMessage")) == 20
