"""The terminal: the same bot over another wire."""

import io
from collections.abc import AsyncIterator, Iterable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.answering import Answering
from bot.console.paint import paint
from bot.console.request import TerminalRequest
from bot.console.session import chat, talk
from bot.settings import Settings

BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Một", callback_data="a"), InlineKeyboardButton("Hai", callback_data="b")],
        [InlineKeyboardButton("Trang", url="https://vov.vn")],
    ]
)


async def typed(lines: Iterable[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def said(settings: Settings, answering: Answering, *lines: str, styled: bool = False) -> str:
    out = io.StringIO()
    await chat(settings, answering, typed(lines), out, styled)
    return out.getvalue()


async def test_answers_stand_in_order_and_the_last_one_is_printed(settings: Settings, answering: Answering) -> None:
    out = await said(settings, answering, "Hội nghị 32 họp mấy phiên?", "/khong", "Hội nghị 27 bàn gì?")
    answers = [out.index(text) for text in ("23 phiên", "không có lệnh này", "lần thứ 27")]
    assert answers == sorted(answers)
    assert "\n  │ “" in out
    assert "<" not in out
    assert "\x1b" not in out


async def test_a_terminal_shows_formatting(settings: Settings, answering: Answering) -> None:
    out = await said(settings, answering, "Hội nghị 32 họp mấy phiên?", styled=True)
    assert out.startswith("> \x1b[1m23 phiên")


async def test_bad_lines(settings: Settings, answering: Answering) -> None:
    out = await said(settings, answering, "", "x" * 2**20, "\x00\x1b[31m", "\ufffd", "🙂", "1", "/")
    assert "trục trặc" not in out
    assert "\x1b" not in out
    assert out.startswith("Câu hỏi này dài quá")
    assert out.endswith("\n\n")


async def test_no_lines_no_words(settings: Settings, answering: Answering) -> None:
    assert await said(settings, answering) == ""


async def show(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_html("<b>Chọn</b>", reply_markup=BUTTONS)


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    await query.answer("Đã nhận")
    await query.edit_message_text(f"Bạn chọn {query.data} & thôi")


async def test_buttons_are_numbered_and_numbers_press_them() -> None:
    out = io.StringIO()
    wire = TerminalRequest(typed(["/show", "3", "2", "2"]), out)
    app = ApplicationBuilder().token("0:x").request(wire).get_updates_request(wire).build()
    app.add_handlers([CommandHandler("show", show), CallbackQueryHandler(press)])
    await talk(app, wire)
    assert out.getvalue().split("\n\n") == [
        "Chọn\n[1] Một  [2] Hai  [3] Trang",
        "https://vov.vn",
        "(Đã nhận)",
        "Bạn chọn b & thôi",
        "",
    ]


def test_paint_keeps_lines_and_styles_apart() -> None:
    html = "<b>a</b>\n<blockquote>b <b>c\nd</b></blockquote>\n<a href='https://x.vn'>e</a>"
    assert paint(html, styled=False) == "a\n  │ b c\n  │ d\ne (https://x.vn)"
    assert paint(html, styled=True).startswith("\x1b[1ma\x1b[0m\n  │ b \x1b[1mc\x1b[0m\n  │ \x1b[1md\x1b[0m\n")
