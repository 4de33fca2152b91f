"""What the double does beside conversations: queries, profile, limits, webhooks, raw HTTP."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import httpx
import pytest
from aiohttp import web
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter

from . import FakeRequest, FloodLimits, Server, World


def article(name: str, text: str = "x") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(name, name, InputTextMessageContent(text, parse_mode="HTML"))


async def test_inline_query(world: World, bot: Bot) -> None:
    an = world.private(1)
    query = an.inline("hội nghị 32")
    (update,) = await bot.get_updates()
    assert update.inline_query
    assert (update.inline_query.id, update.inline_query.query) == (query.id, "hội nghị 32")
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await bot.answer_inline_query(query.id, [article("a", "<br>")])
    with pytest.raises(BadRequest, match=r"(?i)RESULT_ID_DUPLICATE"):
        await bot.answer_inline_query(query.id, [article("a"), article("a")])
    await bot.answer_inline_query(query.id, [article("a"), article("b")], cache_time=0)
    assert [each["id"] for each in (await query.answer())["results"]] == ["a", "b"]
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(query.id, [article("a")])
    an.choose(query, 1)
    (*_, update) = await bot.get_updates(offset=update.update_id + 1)
    assert update.chosen_inline_result
    assert update.chosen_inline_result.result_id == "b"


async def test_profile(bot: Bot) -> None:
    await bot.set_my_commands([("hoi", "Hỏi")], language_code="vi")
    (command,) = await bot.get_my_commands(language_code="vi")
    assert (command.command, command.description) == ("hoi", "Hỏi")
    assert await bot.get_my_commands() == ()
    await bot.set_my_description("Trả lời về hội nghị")
    described = await bot.get_my_description(language_code="vi")
    assert described.description == "Trả lời về hội nghị"
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)


def test_offset_confirms(world: World) -> None:
    an = world.private(1)
    for text in ("một", "hai", "ba"):
        an.send(text)
    first = world.call("getUpdates", {})
    assert [each["message"]["text"] for each in first] == ["một", "hai", "ba"]
    assert world.call("getUpdates", {"limit": 1}) == first[:1]
    assert world.call("getUpdates", {"offset": first[1]["update_id"]}) == first[1:]
    assert world.call("getUpdates", {"offset": -1}) == first[2:]
    assert world.call("getUpdates", {}) == first[2:]
    world.call("getUpdates", {"offset": first[2]["update_id"] + 1, "allowed_updates": ["message"]})
    an.block()
    assert world.pending == []


async def test_lost_updates_come_again(world: World, bot: Bot) -> None:
    world.private(1).send("chào")
    world.fault("reset", "getUpdates", after=True)
    with pytest.raises(NetworkError):
        await bot.get_updates()
    (update,) = await bot.get_updates()
    assert await bot.get_updates(offset=update.update_id + 1) == ()
    world.redeliver()
    assert await bot.get_updates(offset=update.update_id + 1, timeout=5) == (update,)


async def test_a_newer_poll_ends_the_older(world: World, bot: Bot) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.01)
    newer = asyncio.create_task(bot.get_updates(timeout=5))
    with pytest.raises(Conflict):
        await older
    world.private(1).send("chào")
    assert len(await newer) == 1
    await bot.set_webhook("https://example.vn/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()


async def test_flood_limits(world: World, bot: Bot) -> None:
    now = [0.0]
    world.clock = lambda: now[0]
    world.flood = FloodLimits(over_all=30, burst=3, per_group=4)
    world.private(1, started=True)
    world.group(-1)

    async def sends(chat_id: int) -> int:
        for number in range(100):
            try:
                await bot.send_message(chat_id, "x")
            except RetryAfter:
                return number
        return 100

    assert [await sends(1), await sends(-1)] == [3, 3]
    now[0] = 3.5
    assert [await sends(1), await sends(-1)] == [3, 1]
    now[0] = 62
    assert await sends(-1) == 3
    refused = world.calls("sendMessage")[-1].error
    assert refused
    assert refused.retry_after


async def test_a_missing_reply_is_told_clearly(world: World) -> None:
    an = world.private(1)
    with pytest.raises(AssertionError, match=r"no reply in 0\.01 s; the bot called nothing"):
        await an.reply(timeout=0.01)
    an.start()
    world.call("sendMessage", {"chat_id": 1, "text": "chào"})
    with pytest.raises(AssertionError, match="the bot said 'chào'"):
        await an.quiet()
    with pytest.raises(ValueError, match="start parameter"):
        an.start("hội nghị")
    an.follow("https://t.me/hoi_bot?start=ve_31")
    assert world.history[-1]["message"]["text"] == "/start ve_31"


async def test_wrong_token(world: World) -> None:
    with pytest.raises(InvalidToken):
        await Bot("1:WRONG", request=FakeRequest(world)).initialize()
    async with Server(world) as server, httpx.AsyncClient() as client:
        assert (await client.get(f"{server.root}/bot1:WRONG/getMe")).status_code == 401
        assert (await client.get(f"{server.root}/elsewhere")).status_code == 404


async def test_every_kind_of_body(world: World) -> None:
    world.private(1, started=True)
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "5"}]]}
    plain = {"chat_id": 1, "text": "12", "reply_markup": markup}
    form: dict[str, Any] = {"chat_id": "1", "text": "12", "reply_markup": json.dumps(markup)}
    async with Server(world) as server, httpx.AsyncClient() as client:
        url = f"{server.root}/bot{world.token}/sendMessage"
        parts = {name: (None, value) for name, value in form.items()}
        for sent in (
            await client.get(url, params=form),
            await client.post(url, json=plain),
            await client.post(url, data=form),
            await client.post(url, files=parts),
        ):
            assert sent.json()["result"]["text"] == "12", sent.text
    assert [call.params for call in world.calls()] == [plain] * 4


async def test_webhook(world: World) -> None:
    got: list[tuple[str, str]] = []

    async def hook(request: web.Request) -> web.Response:
        secret = request.headers["X-Telegram-Bot-Api-Secret-Token"]
        got.append((secret, (await request.json())["message"]["text"]))
        world.notify()
        return web.Response(status=500 if len(got) == 1 else 200)

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with Server(world) as server, aiohttp.ClientSession() as session:
        params = {"url": f"http://127.0.0.1:{port}/hook", "secret_token": "s"}
        url = f"{server.root}/bot{world.token}/setWebhook"
        async with session.post(url, json=params) as response:
            assert response.status == 200
        world.private(1).send("chào")
        assert await world.until(lambda: len(got) == 2, 5)
        assert got == [("s", "chào")] * 2
    await runner.cleanup()
