"""What Telegram shows of the bot: its commands and its short description, in each language."""

import logging
from collections.abc import Iterable

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.compose import Composer
from bot.texts import LANGUAGES

_LOG = logging.getLogger(__name__)
_DEFAULT = "vi"


async def register_operators(bot: Bot, composer: Composer, ids: Iterable[int]) -> None:
    """Show each operator, in the private chat with them, their commands after those of everybody.

    Telegram knows a private chat only when the person has written to the bot: whoever has not sees them at a later
    start.
    """
    for operator in ids:
        try:
            for code in ("", *LANGUAGES):
                language = code or _DEFAULT
                shown = {**composer.commands(language), **composer.commands(language, "operator_commands")}
                commands = [BotCommand(name, meaning) for name, meaning in shown.items()]
                await bot.set_my_commands(commands, BotCommandScopeChat(operator), language_code=code or None)
        except TelegramError as error:
            _LOG.warning("commands not shown to an operator: %s", error.message)


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
