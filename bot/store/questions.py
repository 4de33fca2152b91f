"""What was asked: numbers of every question, and for a while, without names, the words of those without an answer."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from bot.store import Store
from bot.store.people import hashed
from bot.store.tables import AskedRow, UnansweredRow
from bot.turn import Turn

_LOG = logging.getLogger(__name__)
_DAY = 86400.0
# The numbers are kept for the chart, which shows less.
NUMBERS_KEPT_DAYS = 60
_MOST_WAITING = 10_000
_TIDY_EVERY = 3600.0
# An inline query comes with every key typed: those are no questions yet.
_UNCOUNTED = "inline"


@dataclass(frozen=True, slots=True)
class Count:
    """A question counted: when, whether it was answered, and how long the answer took in milliseconds."""

    at: float
    answered: bool
    took_ms: float


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question nobody was answered, and when it was asked."""

    at: float
    question: str


@dataclass(frozen=True, slots=True)
class _Noted:
    count: Count
    question: str
    person: int | None


class QuestionLog:
    """Notes the questions of turns and reads them back.

    `kept_days` is how long the words of unanswered ones are kept; with 0 they never are. Beside them stands a keyed
    hash of the person's id: it names nobody, and lets them have their questions forgotten.
    """

    def __init__(self, store: Store, kept_days: int, clock: Callable[[], float] = time.time) -> None:
        self.kept_days = kept_days
        self._store = store
        self._clock = clock
        self._waiting: deque[_Noted] = deque(maxlen=_MOST_WAITING)
        self._writing: asyncio.Task[None] | None = None
        self._tidied = 0.0

    def note(self, turn: Turn) -> None:
        """Note the question of a turn, if it was one; written soon, off the event loop, many at once under load."""
        if turn.asked is None or turn.surface == _UNCOUNTED:
            return
        count = Count(self._clock(), turn.asked.outcome == "answered", turn.milliseconds)
        self._waiting.append(_Noted(count, turn.asked.question, turn.person))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write_all())

    async def written(self) -> None:
        """Wait until all that was noted is written."""
        if self._writing is not None:
            await asyncio.wait({self._writing})

    async def counts(self, since: float) -> list[Count]:
        """The questions counted since then, the oldest first."""

        def work(session: Session) -> list[Count]:
            rows = session.scalars(select(AskedRow).where(AskedRow.at >= since).order_by(AskedRow.at))
            return [Count(row.at, row.outcome == "answered", row.took_ms) for row in rows]

        await self.written()
        return await self._store.run(work)

    async def unanswered(self) -> list[Unanswered]:
        """Those without an answer that may still be kept, the oldest first."""
        since = self._clock() - self.kept_days * _DAY

        def work(session: Session) -> list[Unanswered]:
            rows = session.scalars(select(UnansweredRow).where(UnansweredRow.at >= since).order_by(UnansweredRow.at))
            return [Unanswered(row.at, row.question) for row in rows]

        await self.written()
        return await self._store.run(work)

    async def forget(self, person: int) -> int:
        """Forget the words of a person; how many questions there were."""

        def work(session: Session) -> int:
            wanted = UnansweredRow.person == hashed(session, person)
            found = session.scalar(select(func.count()).select_from(UnansweredRow).where(wanted)) or 0
            session.execute(delete(UnansweredRow).where(wanted))
            return found

        await self.written()
        return await self._store.run(work)

    async def _write_all(self) -> None:
        while self._waiting:
            noted = list(self._waiting)
            self._waiting.clear()
            try:
                await self._store.run(lambda session, noted=noted: self._write(session, noted))  # type: ignore[misc]
            except Exception as error:  # statistics: the answers themselves went out
                _LOG.error("%d questions not counted: %s", len(noted), type(error).__name__)

    def _write(self, session: Session, noted: list[_Noted]) -> None:
        rows = [
            {"at": n.count.at, "outcome": "answered" if n.count.answered else "not_found", "took_ms": n.count.took_ms}
            for n in noted
        ]
        session.execute(insert(AskedRow), rows)
        lost = [n for n in noted if not n.count.answered and self.kept_days and n.question.strip()]
        kept = [{"at": n.count.at, "question": n.question, "person": hashed(session, n.person)} for n in lost]
        if kept:
            session.execute(insert(UnansweredRow), kept)
        now = self._clock()
        if now - self._tidied > _TIDY_EVERY:
            self._tidied = now
            session.execute(delete(AskedRow).where(AskedRow.at < now - NUMBERS_KEPT_DAYS * _DAY))
            session.execute(delete(UnansweredRow).where(UnansweredRow.at < now - self.kept_days * _DAY))
