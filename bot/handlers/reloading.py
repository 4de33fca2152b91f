"""`/reload` and `/khoiphuc`: the articles are read anew, or the corpus before is taken back; in one edited message."""

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.following import Following, Told
from bot.operating.building import Progress
from bot.operating.changes import Failed, Reloaded
from bot.operating.reloads import Reloads
from bot.operating.words import outcome_lines
from bot.operators import Confidant
from bot.replying import language_code

Outcome = Reloaded | Failed | None
Work = Callable[[str, Progress], Awaitable[Outcome]]


class Reloading:
    """The two commands."""

    def __init__(self, reloads: Reloads, following: Following, confidant: Confidant) -> None:
        self._composer = following.composer
        self._reloads = reloads
        self._following = following
        self._confidant = confidant

    async def reload(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """`/reload`."""
        await self._begin(update, context, self._reloads.reload, "operator.reloading", restored=False)

    async def restore(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """`/khoiphuc`."""
        await self._begin(update, context, self._reloads.restore, "operator.restoring", restored=True)

    async def _begin(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, work: Work, key: str, restored: bool
    ) -> None:
        language = language_for(language_code(update))
        line = "operator.waiting" if self._reloads.busy else key
        note = await self._confidant.tell(update, self._composer.line(line, language))
        if note is None or update.effective_user is None:
            return
        operator = str(update.effective_user.id)

        async def told(outcome: Outcome) -> Told:
            say = self._composer.phrases(language)
            lines = [say("operator.no_way_back")] if outcome is None else outcome_lines(outcome, say, restored)
            return self._composer.lines(lines), None

        self._following.begin(update, context, note, lambda progress: work(operator, progress), told, language)
