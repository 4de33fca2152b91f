"""`/trangthai`: how the bot is doing, under a chart of questions a day."""

import asyncio
import time
from importlib.metadata import version

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.display import one_line
from bot.operating.desk import Desk
from bot.operating.status import DAYS, Figures, draw, figures
from bot.operating.words import decimal, moment, number
from bot.operators import Confidant
from bot.replying import language_code
from bot.store.corpus_journal import Action
from bot.texts import Phrases

_LONGEST = 150


class Status:
    """Tells it in private."""

    def __init__(self, answering: Answering, desk: Desk, confidant: Confidant) -> None:
        self._answering = answering
        self._desk = desk
        self._confidant = confidant

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command."""
        say = self._answering.composer.phrases(language_for(language_code(update)))
        now = time.time()
        counts = await self._desk.questions.counts(now - DAYS * 86400)
        lines = [*self._bot(now, say), *_questions(figures(counts, now), say), *await self._events(say)]
        picture = await asyncio.to_thread(draw, counts, now, say)
        await self._confidant.show(update, picture, "\n".join(lines))

    def _bot(self, now: float, say: Phrases) -> list[str]:
        corpus = self._answering.knowledge.corpus
        minutes = int((now - self._desk.started) / 60)
        up = say("status.up", days=minutes // 1440, hours=minutes // 60 % 24, minutes=minutes % 60)
        counts = {"articles": number(len(corpus.articles), say), "sentences": number(len(corpus.sentences), say)}
        since = moment(self._desk.reloads.since)
        return [
            say("status.version", version=version("hoinghi")),
            up,
            say("status.corpus", fingerprint=corpus.fingerprint, since=since),
            say("status.held", **counts),
        ]

    async def _events(self, say: Phrases) -> list[str]:
        latest = await self._desk.journal.latest(1, Action.RELOAD)
        done = "" if not latest else say("journal.reload" if latest[0].done else "journal.reload_failed")
        last = f"{done}, {moment(latest[0].at)}" if latest else say("status.never")
        error = self._desk.last_error
        shown = f"{moment(error.at)}, {one_line(error.line, _LONGEST)}" if error.line else say("status.never")
        return [say("status.last_reload", last=last), say("status.last_error", error=shown)]


def _questions(found: Figures, say: Phrases) -> list[str]:
    lines = [say("status.questions", today=number(found.today, say), week=number(found.week, say))]
    if found.refused is not None and found.median_ms is not None and found.slow_ms is not None:
        lines.append(say("status.refused", share=decimal(100 * found.refused, say)))
        lines.append(
            say("status.times", median=number(round(found.median_ms), say), slow=number(round(found.slow_ms), say))
        )
    return lines
