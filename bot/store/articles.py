"""The articles the bot has had, so that those that are new are told of once, whatever ends it in between."""

from collections.abc import Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.digests.schedule import Rhythm
from bot.store import Store
from bot.store.subscriptions import read_row
from bot.store.tables import KnownArticleRow as Row
from bot.store.tables import SubscriptionRow as Subscribed


class KnownArticles:
    """Keeps their names and a digest of their content."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def notice(self, held: Mapping[str, str]) -> int:
        """Compare the articles held (content by name) with those known; how many are new.

        Neither an article that was corrected nor one whose file was renamed is new, and at the very first start none
        is.
        """

        def work(session: Session) -> int:
            known = {row.article: row for row in session.scalars(select(Row))}
            contents = {row.content for row in known.values()}
            new = [name for name, content in held.items() if name not in known and content not in contents and known]
            addition = max((row.addition for row in known.values()), default=0) + 1
            for name, content in held.items():
                row = known.get(name) or Row(article=name, addition=addition if name in new else 0)
                row.content = content
                session.add(row)
            return len(new)

        return await self._store.run(work)

    async def announce(self, now: float) -> None:
        """Give everybody who waits for news, and has not been told of the last, a due time."""

        def work(session: Session) -> None:
            waiting = select(Subscribed).where(
                Subscribed.rhythm == Rhythm.NEWS.value,
                Subscribed.active.is_(True),
                Subscribed.due.is_(None),
                Subscribed.claimed.is_(None),
                or_(Subscribed.told < select(func.max(Row.addition)).scalar_subquery(), Subscribed.missed != ""),
            )
            for row in session.scalars(waiting):
                each = read_row(row)
                row.due = each.schedule.next_due(now, each.last_day, waiting=True)

        await self._store.run(work)

    async def untold(self, told: int) -> Mapping[str, int]:
        """The articles that came after the addition of that number, each with the number of its own."""
        wanted = select(Row.article, Row.addition).where(Row.addition > told)
        return await self._store.run(lambda session: {row.article: row.addition for row in session.execute(wanted)})

    async def latest(self) -> int:
        """The number of the last addition; 0 where there was none."""
        return await self._store.run(lambda session: session.scalar(select(func.max(Row.addition))) or 0)
