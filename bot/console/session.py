"""A conversation in the terminal, from the first line to the last answer."""

from collections.abc import AsyncIterator
from typing import TextIO

from pydantic import SecretStr

from bot.answering import Answering
from bot.app import AnyApplication, build_application
from bot.console.request import TerminalRequest
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store

# The Application wants a token; the terminal's wire sends it nowhere.
_NO_LIMIT = 10**9
_NO_TOKEN = SecretStr("0:terminal")


async def chat(
    settings: Settings, answering: Answering, lines: AsyncIterator[str], out: TextIO, styled: bool = False
) -> None:
    """Talk until the lines end; every answer has been printed when this returns."""
    wire = TerminalRequest(lines, out, styled)
    terminal = settings.model_copy(update={"telegram_bot_token": _NO_TOKEN, "person_burst": _NO_LIMIT})
    with Store.temporary() as store:
        await talk(build_application(terminal, answering, store, wire, wire, UNLIMITED), wire)


async def talk(app: AnyApplication, wire: TerminalRequest) -> None:
    """Run an Application over the terminal's wire until its lines end."""
    assert app.updater is not None
    wire.settled = app.update_queue.join
    async with app:
        await app.updater.start_polling(poll_interval=0)
        await app.start()
        try:
            await wire.ended.wait()
        finally:
            await app.updater.stop()
            await app.stop()
