"""The double, driven by a small real Application: in process and over HTTP."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from . import ANONYMOUS_ADMIN, FakeRequest, Server, World, polling

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Tóm tắt", callback_data="tom_tat")],
        [InlineKeyboardButton("Bài", url="https://vnanet.vn/bai")],
    ]
)


async def start(update: Update, _: Context) -> None:
    assert update.effective_message
    await update.effective_message.reply_html("<b>Chào</b> bạn", reply_markup=KEYBOARD)


async def echo(update: Update, _: Context) -> None:
    assert update.effective_message
    text = update.effective_message.text or "?"
    await update.effective_message.reply_text(text, do_quote=True)


async def summary(update: Update, _: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("xong")
    await update.callback_query.edit_message_text("Tóm tắt đây")


def add_handlers(app: App) -> None:
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(summary))
    app.add_handler(MessageHandler(filters.ALL, echo))


def build(world: World, server: Server | None) -> tuple[App, list[Exception]]:
    builder = ApplicationBuilder().token(world.token)
    if server:
        builder = builder.base_url(f"{server.root}/bot").base_file_url(f"{server.root}/file/bot")
    else:
        builder = builder.request(FakeRequest(world)).get_updates_request(FakeRequest(world))
    app = builder.build()
    failed: list[Exception] = []

    async def remember(_: object, context: Context) -> None:
        if isinstance(context.error, Exception):
            failed.append(context.error)

    add_handlers(app)
    app.add_error_handler(remember)
    return app, failed


class Rig:
    """A world, a running bot, and the errors of its handlers."""

    def __init__(self, world: World, app: App, failed: list[Exception]) -> None:
        self.world, self.app, self.failed = world, app, failed


@pytest.fixture(params=["in process", "over HTTP"])
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    world = World()
    async with AsyncExitStack() as stack:
        http = request.param == "over HTTP"
        server = await stack.enter_async_context(Server(world)) if http else None
        app, failed = build(world, server)
        await stack.enter_async_context(polling(app))
        yield Rig(world, app, failed)


async def test_the_example_of_the_package() -> None:
    package = __name__.rpartition(".")[0]
    shown = re.findall(r"(?:^(?: {4}.*)?\n)+", sys.modules[package].__doc__ or "", re.MULTILINE)
    example = textwrap.dedent(max(shown, key=len)).replace("tests.wire", package)
    names: dict[str, Any] = {"add_handlers": add_handlers}
    exec(example, names)
    await names["test_greeting"]()


async def test_conversation(rig: Rig) -> None:
    an = rig.world.private(1, language="vi", first_name="An")
    an.send("/start")
    menu = await an.reply()
    assert (menu.text, menu.html) == ("Chào bạn", "<b>Chào</b> bạn")
    assert menu.marked("bold") == ["Chào"]
    assert [[button.text for button in row] for row in menu.buttons] == [["Tóm tắt"], ["Bài"]]
    assert menu.button("Bài").url == "https://vnanet.vn/bai"

    query = an.press(menu, "Tóm tắt")
    edit = await an.reply()
    assert (edit.edited, edit.message_id, edit.text) == (True, menu.message_id, "Tóm tắt đây")
    assert (await query.answer())["text"] == "xong"
    with pytest.raises(LookupError):
        an.press(menu, "Tóm tắt")

    asked = an.send("hội nghị 32 họp mấy phiên 😀")
    answer = await an.reply()
    assert (answer.text, answer.reply_to_message_id) == ("hội nghị 32 họp mấy phiên 😀", asked)
    an.edit(asked, "hội nghị 31")
    assert (await an.reply()).text == "hội nghị 31"
    await an.quiet()
    sent = [call.method for call in rig.world.calls(chat_id=1)]
    assert sent == ["sendMessage", "editMessageText", "sendMessage", "sendMessage"]
    assert rig.failed == []


async def test_other_kinds_of_message(rig: Rig) -> None:
    an = rig.world.private(1)
    for message_id in (an.send_sticker(), an.send_photo(caption="/start"), an.send_voice()):
        assert (await an.reply()).reply_to_message_id == message_id
    an.send_document("Bài về hội nghị".encode(), "bai.txt")
    await an.reply()
    file_id = rig.world.history[-1]["message"]["document"]["file_id"]
    file = await rig.app.bot.get_file(file_id)
    assert bytes(await file.download_as_bytearray()).decode() == "Bài về hội nghị"
    json = InputFile(b"{}", "a.json")
    await rig.app.bot.send_document(1, json, caption="<i>a</i>", parse_mode="HTML")
    got = await an.reply()
    assert got.file
    assert (got.text, got.file.name, got.file.content) == ("a", "a.json", b"{}")
    await rig.app.bot.send_photo(1, b"\x89PNG....")
    assert (await an.reply()).file


async def test_groups_and_privacy(rig: Rig) -> None:
    nhom = rig.world.group(-1001, members=(1, 2), is_forum=True)
    nhom.send("chuyện riêng @hoi_bot")
    nhom.send("/start@other_bot")
    await nhom.quiet()
    nhom.send("/start@hoi_bot", by=2, thread=5)
    menu = await nhom.reply()
    assert menu.message_thread_id == 5
    assert rig.world.history[-1]["message"]["from"]["id"] == 2
    nhom.send("còn hội nghị 31?", reply_to=menu, thread=5)
    assert (await nhom.reply()).text == "còn hội nghị 31?"
    nhom.send("/start", by=ANONYMOUS_ADMIN)
    assert (await nhom.reply()).text == "Chào bạn"
    assert rig.world.history[-1]["message"]["sender_chat"]["id"] == -1001
    with pytest.raises(BadRequest, match="thread not found"):
        await rig.app.bot.send_message(-1001, "x", message_thread_id=6)
    rig.world.privacy = False
    nhom.send("ai cũng thấy")
    assert (await nhom.reply()).text == "ai cũng thấy"


async def test_channels(rig: Rig) -> None:
    kenh = rig.world.channel(-1002, username="kenh_tin")
    kenh.post("bản tin")
    assert (await kenh.reply()).text == "bản tin"
    assert "from" not in rig.world.history[-1]["channel_post"]
    menu = await rig.app.bot.send_message("@kenh_tin", "mời", reply_markup=KEYBOARD)
    await kenh.reply()
    kenh.press(menu.message_id, "Tóm tắt", by=3)
    assert (await kenh.reply()).edited


async def test_membership(rig: Rig) -> None:
    bot, an = rig.app.bot, rig.world.private(1)
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(1, "chào")
    an.start("ve_31")
    await an.reply()
    an.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(1, "chào")
    assert rig.world.history[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"

    nhom = rig.world.group(-5, members=(1,), admins=(2,), kind="group")
    admins = await bot.get_chat_administrators(-5)
    assert [member.user.id for member in admins] == [2]
    assert (await bot.get_chat_member(-5, 1)).status == "member"
    moved = nhom.migrate(-1005)
    with pytest.raises(TelegramError, match="New chat id: -1005"):
        await bot.send_message(-5, "chào")
    await bot.send_message(-1005, "chào")
    assert (await bot.get_chat(-1005)).title == "Nhóm"
    await bot.leave_chat(-1005)
    assert moved.bot_status == "left"
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(-1005, "chào")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", RetryAfter),
        ("500", NetworkError),
        ("502", NetworkError),
        ("504", NetworkError),
        ("reset", NetworkError),
        ("blocked", Forbidden),
        ("error", BadRequest),
    ],
)
@pytest.mark.parametrize("after", [False, True])
async def test_faults(rig: Rig, kind: Any, error: type[Exception], after: bool) -> None:
    an = rig.world.private(1, started=True)
    rig.world.fault(kind, "sendMessage", chat_id=1, after=after)
    with pytest.raises(error):
        await rig.app.bot.send_message(1, "chào")
    assert len(an.drain()) == after
    await rig.app.bot.send_message(1, "chào")
    assert (await an.reply()).text == "chào"
    assert [call.fault for call in rig.world.calls("sendMessage")] == [
        None if after else kind,
        None,
    ]


async def test_slow(rig: Rig) -> None:
    an = rig.world.private(1, started=True)
    rig.world.fault("slow", "sendMessage", delay=0.2)
    with pytest.raises(TimedOut):
        await rig.app.bot.send_message(1, "chào", read_timeout=0.05)
    await rig.app.bot.send_message(1, "chào lại")
    assert (await an.reply()).text == "chào lại"


async def test_updates_delivered_twice(rig: Rig) -> None:
    an = rig.world.private(1)
    rig.world.duplicate_next()
    an.send("một")
    assert [(await an.reply()).text, (await an.reply()).text] == ["một", "một"]
    rig.world.redeliver()
    assert (await an.reply()).text == "một"
    await an.quiet()
