"""`hoinghi chat`: the bot in the terminal."""

import asyncio
import logging
import os
import sys

from bot.answering import Answering, Knowledge
from bot.compose import Composer
from bot.console.lines import lines_of
from bot.console.session import chat
from bot.logs import log_to_stderr
from bot.settings import Settings


def chat_here(settings: Settings) -> int:
    """Talk with whoever types, or with what is piped in, until its end."""
    log_to_stderr(level=logging.WARNING)
    answering = Answering(Knowledge.read(settings.seeds_dir), Composer())
    descriptor = sys.stdin.fileno() if sys.stdin else -1  # None when it was closed before we began
    asyncio.run(_talk(settings, answering, descriptor))
    return 0


async def _talk(settings: Settings, answering: Answering, descriptor: int) -> None:
    styled = descriptor >= 0 and os.isatty(descriptor) and sys.stdout.isatty()
    await chat(settings, answering, lines_of(descriptor), sys.stdout, styled)
