"""`/start` and `/help`."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.answering import Answering, Knowledge, language_for
from bot.answers.buttons import suggestion_rows
from bot.replying import language_code, reply
from retrieval.suggest import Suggestion

_FIRST = 3


class Welcome:
    """Says what the bot does and how to ask."""

    def __init__(self, answering: Answering, kept_days: int = 0) -> None:
        self._answering = answering
        self._kept_days = kept_days

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Two lines of what it knows and is not, then the help; good first questions as buttons."""
        if message := update.effective_message:
            language, composer = language_for(language_code(update)), self._answering.composer
            offered = await self._answering.aside(first_questions, self._answering.knowledge)
            rows = suggestion_rows(offered, composer.phrases(language))
            example, corpus = self._answering.example(language), self._answering.knowledge.corpus
            await reply(message, composer.start(corpus, example, language, self._kept_days), InlineKeyboardMarkup(rows))

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """How to ask, and the commands."""
        if message := update.effective_message:
            language = language_for(language_code(update))
            await reply(
                message, self._answering.composer.help(self._answering.example(language), language, self._kept_days)
            )


def first_questions(known: Knowledge) -> list[Suggestion]:
    """Something different about each of the newest conferences."""
    newest = sorted((each.number for each in known.corpus.held), reverse=True)[:_FIRST]
    suggestions = [known.searcher.suggestions(number) for number in newest]
    return [found[(2 * turn + 1) % len(found)] for turn, found in enumerate(suggestions) if found]
