"""`/reload` and `/khoiphuc`: the articles are read anew, or the corpus before is taken back; in one edited message."""

import asyncio
from collections.abc import Awaitable, Callable

import telegram
from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.operating.building import Progress
from bot.operating.changes import Failed, Reloaded
from bot.operating.reloads import Reloads
from bot.operating.words import number, outcome_lines
from bot.operators import Confidant
from bot.replying import correct, language_code
from bot.turn import turn_of

# A message may be edited about once a second; a reader needs longer to see a change.
_EVERY = 3.0
Work = Callable[[str, Progress], Awaitable[Reloaded | Failed | None]]


class Reloading:
    """Starts a reload and goes on at once, so that the operator's next message need not wait for it."""

    def __init__(self, answering: Answering, reloads: Reloads, confidant: Confidant, every: float = _EVERY) -> None:
        self._composer = answering.composer
        self._reloads = reloads
        self._confidant = confidant
        self._every = every

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
        if note is not None and update.effective_user is not None:
            following = self._follow(note, work, str(update.effective_user.id), language, restored)
            context.application.create_task(following, update=update)

    async def _follow(self, note: telegram.Message, work: Work, who: str, language: str, restored: bool) -> None:
        """Show how far it is in the same message, and at last what came of it."""
        with turn_of(None):
            progress = Progress()
            task = asyncio.ensure_future(work(who, progress))
            try:
                while not (await asyncio.wait({task}, timeout=self._every))[0]:
                    await self._show(note, progress, language)
            finally:
                task.cancel()
            outcome = task.result()
            say = self._composer.phrases(language)
            lines = [say("operator.no_way_back")] if outcome is None else outcome_lines(outcome, say, restored)
            await correct(note, note.message_id, self._composer.lines(lines))

    async def _show(self, note: telegram.Message, progress: Progress, language: str) -> None:
        if progress.stage:
            say = self._composer.phrases(language)
            counts = {"done": number(progress.done, say), "count": number(progress.count, say)}
            await correct(note, note.message_id, self._composer.line(f"operator.{progress.stage}", language, **counts))
