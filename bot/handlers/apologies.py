"""What is said instead of an answer: to who waited too long, and to who asks too much at once."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Composer
from bot.inbox import Late, Overrun
from bot.recent import Recent
from bot.replying import language_code, reply

_CHATS = 10_000
_A_WHILE = 3600.0


class Apologies:
    """One line each, and no more: one a chat for what is late, one a flood for what is too much."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._told: Recent[int, bool] = Recent(_CHATS, _A_WHILE)

    async def late(self, late: Late, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The bot was away for too long: what is still of interest will be asked again."""
        message = late.update.message or late.update.channel_post
        if message is None or self._told.find(message.chat_id):
            return
        await self._say("inbox.late", late.update)
        self._told.keep(message.chat_id, True)

    async def overrun(self, overrun: Overrun, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Too much at once."""
        await self._say("inbox.overrun", overrun.update)

    async def _say(self, key: str, update: Update) -> None:
        message = update.effective_message
        if message is not None:
            await reply(message, self._composer.line(key, language_for(language_code(update), message.text or "")))
