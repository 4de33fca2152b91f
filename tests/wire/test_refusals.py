"""What Telegram would not have done: each call is refused, in its words."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError

from . import BotApiError, World


async def test_refusals(world: World, bot: Bot) -> None:
    an = world.private(1, started=True)

    async def refused(reason: str, text: str = "x", **params: Any) -> None:
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.send_message(1, text, **params)

    def keyboard(**action: Any) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("x", **action)]])

    await refused("message text is empty", "<b> \n</b>", parse_mode="HTML")
    await refused("message is too long", "😀" * 2049)
    await refused("can't parse entities: Unsupported start tag", "<br>", parse_mode="HTML")
    await refused("BUTTON_DATA_INVALID", reply_markup=keyboard(callback_data="ộ" * 22))
    await refused("Wrong HTTP URL", reply_markup=keyboard(url="bài"))
    await refused("START_PARAM", reply_markup=keyboard(url="https://t.me/hoi_bot?start=hội"))
    await refused("message to be replied not found", reply_to_message_id=99)
    await bot.send_message(1, "&lt;" * 4096, parse_mode="HTML")
    message = await bot.send_message(1, " <b>x</b> ", parse_mode="HTML")
    assert [(each.text, each.marked("bold")) for each in an.drain()][1:] == [("x", ["x"])]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await message.edit_text("<b>x</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(1, b"x", caption="x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)COMMAND_INVALID"):
        await bot.set_my_commands([("hỏi", "Hỏi")])
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "x")
    with pytest.raises(TelegramError, match=r"(?i)method not found"):
        await bot.send_dice(1)
    await message.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await message.delete()


def test_too_many_inline_results(world: World) -> None:
    query = world.private(1).inline("x")
    results = [{"type": "photo", "id": str(number)} for number in range(51)]
    with pytest.raises(BotApiError, match="RESULTS_TOO_MUCH"):
        world.call("answerInlineQuery", {"inline_query_id": query.id, "results": results})


def test_callback_answer_limit(world: World) -> None:
    an = world.private(1, started=True)
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    sent = world.call("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": markup})
    query = an.press(sent["message_id"], data="of an older version")
    assert world.history[-1]["callback_query"]["data"] == "of an older version"
    with pytest.raises(BotApiError, match="MESSAGE_TOO_LONG"):
        world.call("answerCallbackQuery", {"callback_query_id": query.id, "text": "x" * 201})
