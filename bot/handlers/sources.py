"""`/nguon`: the articles the answers come from."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.replying import language_code, reply


class Sources:
    """Lists the articles of the corpus."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def listed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The list, one message."""
        if message := update.effective_message:
            corpus = self._answering.knowledge.corpus
            await reply(message, self._answering.composer.sources(corpus, language_for(language_code(update))))
