"""`/hoinghi`: the conferences, when they met, and their themes."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.replying import language_code, reply


class Conferences:
    """Lists the conferences that the corpus has articles on."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def listed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The list, one message."""
        if message := update.effective_message:
            known = self._answering.knowledge
            language = language_for(language_code(update))
            await reply(message, self._answering.composer.conferences(known.corpus, known.themes, language))
