"""A tiny Telegram for tests: only the wire is faked; Application, Bot and handlers are real.

    from telegram.ext import ApplicationBuilder
    from tests.wire import FakeRequest, World, polling

    async def test_greeting() -> None:
        world = World()
        builder = ApplicationBuilder().token(world.token).request(FakeRequest(world))
        app = builder.get_updates_request(FakeRequest(world)).build()
        add_handlers(app)                                # the bot's own, real ones
        async with polling(app):                         # as run_polling would, until the end
            an = world.private(1, language="vi")
            an.send("/start")
            menu = await an.reply()                      # the next message or edit here
            assert menu.text == "Chào bạn" and menu.marked("bold") == ["Chào"]
            query = an.press(menu, "Tóm tắt")            # LookupError if there is no such button
            assert (await an.reply()).edited
            assert (await query.answer())["text"] == "xong"
            await an.quiet()                             # and says nothing more

            nhom = world.group(-1001, members=(1, 2), admins=(1,))
            world.fault("502", "sendMessage")            # trouble: see `World.fault`
            nhom.send("/start", by=2)
            await nhom.quiet()
            (call,) = world.calls("sendMessage", chat_id=-1001)
            assert call.fault == "502"                   # what the bot called, what came of it

The same World speaks real HTTP inside `async with Server(world) as server:` at `server.root`.
A call that Telegram would refuse is refused in Telegram's words; a method the double does not know
is a 404. Modules: `world` (state), `people` and `chats` (what people do), `methods`, `sending` and
`profile` (what the bot may call), `content` and `html` (checks), `faults`, `transport` (calls to
answers), `request` and `server` (the two wires).
"""

from .api import BotApiError, Call, Upload
from .faults import FloodLimits
from .html import Entity, escape, parse_html, utf16_length
from .messages import BotMessage, Button
from .people import ANONYMOUS_ADMIN, Channel, Group, Private
from .request import FakeRequest
from .running import polling
from .server import Server
from .world import World

__all__ = [
    "ANONYMOUS_ADMIN",
    "BotApiError",
    "BotMessage",
    "Button",
    "Call",
    "Channel",
    "Entity",
    "FakeRequest",
    "FloodLimits",
    "Group",
    "Private",
    "Server",
    "Upload",
    "World",
    "escape",
    "parse_html",
    "polling",
    "utf16_length",
]
