"""The journal of the corpus: who did what to it, when, with the fingerprints before and after."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bot.store import Store
from bot.store.tables import CorpusJournalRow


class Action(StrEnum):
    """What can be done to the corpus."""

    RELOAD = "reload"
    RESTORE = "restore"
    ADD = "add"
    ASIDE = "aside"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `who` is an operator's id, or ``signal``, ``folder``; `at` seconds since 1970.

    `detail` is a file's name, or why it was not done.
    """

    at: float
    who: str
    action: Action
    done: bool
    before: str
    after: str
    detail: str = ""


class CorpusJournal:
    """Keeps the journal in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def note(self, entry: Entry) -> None:
        """Add a line."""
        await self._store.write(insert(CorpusJournalRow), asdict(entry))

    async def latest(self, most: int, action: Action | None = None) -> list[Entry]:
        """The last lines, the newest first; those of one action where that is given."""

        def work(session: Session) -> list[Entry]:
            chosen = select(CorpusJournalRow).order_by(CorpusJournalRow.id.desc()).limit(most)
            if action is not None:
                chosen = chosen.where(CorpusJournalRow.action == action)
            return [_entry(row) for row in session.scalars(chosen)]

        return await self._store.run(work)

    def count(self) -> int:
        """The number of the last line, 0 for none; for commands."""
        return self._store.do(lambda session: session.scalar(select(func.max(CorpusJournalRow.id))) or 0)

    def following(self, number: int, who: str) -> Entry | None:
        """The first reload asked for by `who` after the line of that number; for commands."""

        def work(session: Session) -> Entry | None:
            wanted = (CorpusJournalRow.id > number, CorpusJournalRow.who == who)
            row = session.scalars(select(CorpusJournalRow).where(*wanted).order_by(CorpusJournalRow.id)).first()
            return _entry(row) if row else None

        return self._store.do(work)


def _entry(row: CorpusJournalRow) -> Entry:
    return Entry(row.at, row.who, Action(row.action), row.done, row.before, row.after, row.detail)
