"""The updates accepted from Telegram, until each is answered."""

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.store import Store
from bot.store.tables import InboxRow


@dataclass(frozen=True, slots=True)
class Kept:
    """An update as it came: JSON. ``starts`` counts how often the bot has started with it unanswered."""

    update_id: int
    body: str
    received: float
    starts: int = 0


class KeptUpdates:
    """Keeps updates in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, kept: Kept) -> bool:
        """Keep an update; False for one that was kept before, answered or not."""

        row = {"update_id": kept.update_id, "body": kept.body, "received": kept.received, "starts": kept.starts}
        try:
            await self._store.write(insert(InboxRow), row)
        except IntegrityError:
            return False
        return True

    async def done(self, update_id: int, at: float) -> None:
        """It is answered: its words are forgotten, its id is remembered."""
        change = update(InboxRow).where(InboxRow.update_id == update_id).values(body="", done=at)
        await self._store.write(change)

    async def left(self) -> list[Kept]:
        """What is unanswered, in the order it came; counted as one more start."""

        def work(session: Session) -> list[Kept]:
            session.execute(update(InboxRow).where(InboxRow.done.is_(None)).values(starts=InboxRow.starts + 1))
            rows = session.scalars(select(InboxRow).where(InboxRow.done.is_(None)).order_by(InboxRow.update_id))
            return [Kept(row.update_id, row.body, row.received, row.starts) for row in rows]

        return await self._store.run(work)

    async def unanswered(self) -> int:
        """How many are kept and not yet answered."""
        count = select(func.count()).select_from(InboxRow).where(InboxRow.done.is_(None))
        return await self._store.run(lambda session: session.scalar(count)) or 0

    async def forget(self, before: float) -> None:
        """Forget the ids of what was answered before then."""
        await self._store.write(delete(InboxRow).where(InboxRow.done < before))
