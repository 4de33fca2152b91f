"""What Telegram shows of the bot: its commands and its short description, in each language."""

import logging

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.compose import Composer
from bot.texts import LANGUAGES

_LOG = logging.getLogger(__name__)
_DEFAULT = "vi"


async def register(bot: Bot, composer: Composer) -> None:
    """Tell Telegram; a failure is logged and does no harm, the next start tries again."""
    try:
        for code in ("", *LANGUAGES):  # "": for everybody whose language is none of these
            language = code or _DEFAULT
            commands = [BotCommand(name, meaning) for name, meaning in composer.commands(language).items()]
            await bot.set_my_commands(commands, language_code=code or None)
            about = composer.phrase("profile.short_description", language)
            await bot.set_my_short_description(about, language_code=code or None)
    except TelegramError as error:
        _LOG.warning("commands not registered: %s", error.message)
