"""`/start` and `/help`."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.replying import language_code, reply


class Welcome:
    """Says what the bot does and how to ask."""

    def __init__(self, answering: Answering, kept_days: int = 0) -> None:
        self._answering = answering
        self._kept_days = kept_days

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Two lines of what it does, then the help."""
        if message := update.effective_message:
            language = language_for(language_code(update))
            await reply(
                message, self._answering.composer.start(self._answering.example(language), language, self._kept_days)
            )

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """How to ask, and the commands."""
        if message := update.effective_message:
            language = language_for(language_code(update))
            await reply(
                message, self._answering.composer.help(self._answering.example(language), language, self._kept_days)
            )
