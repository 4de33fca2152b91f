"""`/nhatky`: who did what to the corpus, and when."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Composer
from bot.operating.words import journal_lines
from bot.operators import Confidant
from bot.replying import language_code
from bot.store.corpus_journal import CorpusJournal

_MOST = 12


class Journal:
    """Shows the last lines of the journal."""

    def __init__(self, composer: Composer, journal: CorpusJournal, confidant: Confidant) -> None:
        self._composer = composer
        self._journal = journal
        self._confidant = confidant

    async def listed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command."""
        say = self._composer.phrases(language_for(language_code(update)))
        lines = journal_lines(await self._journal.latest(_MOST), say)
        await self._confidant.tell(update, self._composer.lines(lines))
