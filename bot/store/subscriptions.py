"""The subscriptions in the store, and who may send which digest."""

from sqlalchemy import ColumnElement, Update, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.digests.rotation import NEWS, after
from bot.digests.schedule import Rhythm, Schedule
from bot.digests.subscription import Claim, Place, Silence, Subscription
from bot.store import Store
from bot.store.tables import SubscriptionRow as Row


class Subscriptions:
    """Keeps subscriptions. Every change is one transaction; a claim is one conditional UPDATE."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, place: Place) -> Subscription | None:
        """The subscription of a place, also one that was ended today."""
        return await self._store.run(lambda session: _found(session, place))

    async def save(self, wanted: Subscription) -> None:
        """What was chosen: when, how loud, in which language. What it has had stays as it stands in the store."""

        def work(session: Session) -> None:
            row = session.get(Row, _key(wanted.place)) or _new_row(wanted)
            schedule = wanted.schedule
            row.active, row.silence, row.language = wanted.active, wanted.silence.value, wanted.language
            row.rhythm, row.weekday, row.minute = schedule.rhythm.value, schedule.weekday, schedule.minute
            row.due, row.told = wanted.due, wanted.told
            session.add(row)

        await self._store.run(work)

    async def end(self, place: Place) -> None:
        """No more digests there."""
        await self._store.write(update(Row).where(_at(place)).values(active=False, due=None))

    async def end_all(self, chat: int) -> None:
        """No more digests in a chat, in none of its topics."""
        await self._store.write(update(Row).where(Row.chat == chat).values(active=False, due=None))

    async def move(self, old: int, new: int) -> None:
        """A chat has another id. What it subscribed to under the new one already, stands."""

        def work(session: Session) -> None:
            taken = select(Row.thread).where(Row.chat == new).scalar_subquery()
            session.execute(update(Row).where(Row.chat == old, Row.thread.not_in(taken)).values(chat=new))
            session.execute(delete(Row).where(Row.chat == old))

        await self._store.run(work)

    async def forget_ended(self, today: str) -> None:
        """Forget those that were ended and have had nothing today."""
        await self._store.write(delete(Row).where(Row.active.is_(False), Row.last_day != today, Row.claimed.is_(None)))

    async def due(self, now: float, most: int) -> list[Subscription]:
        """Those whose digest is due and claimed by nobody, the longest due first."""

        def work(session: Session) -> list[Subscription]:
            wanted = select(Row).where(Row.due <= now, Row.claimed.is_(None), Row.active.is_(True))
            return [
                read_row(row) for row in session.scalars(wanted.order_by(Row.due, Row.chat, Row.thread).limit(most))
            ]

        return await self._store.run(work)

    async def next_due(self, now: float) -> float | None:
        """The next time a digest is due after `now`."""
        wanted = select(func.min(Row.due)).where(Row.due > now, Row.active.is_(True))
        return await self._store.run(lambda session: session.scalar(wanted))

    async def far_ahead(self, after_then: float) -> list[Subscription]:
        """Those due after a moment."""
        wanted = select(Row).where(Row.due > after_then, Row.active.is_(True))
        return await self._store.run(lambda session: [read_row(row) for row in session.scalars(wanted)])

    async def claim(self, due: Subscription, claim: Claim) -> bool:
        """Take the right to send a digest that was read as due; False when somebody else has it, or it changed."""
        change = update(Row).where(_at(due.place), Row.due == due.due, Row.claimed.is_(None), Row.active.is_(True))
        values = {"claimed": claim.at, "claimant": claim.by, "pending": claim.key, "last_day": claim.day}
        return await self._one(change.values(due=claim.next_due, **values))

    async def put_off(self, due: Subscription, until: float | None) -> bool:
        """Make it due at another time, unless that changed meanwhile or it is claimed."""
        change = update(Row).where(_at(due.place), Row.due == due.due, Row.claimed.is_(None))
        return await self._one(change.values(due=until))

    async def sent(self, place: Place, key: str) -> None:
        """It was received: what it held is shown, and nothing is missed."""
        await self._settle(place, key)

    async def refused(self, place: Place) -> None:
        """It was not received, for certain: its content comes the next time."""

        def work(session: Session) -> None:
            session.execute(update(Row).where(_at(place)).values(claimed=None, claimant="", pending=""))

        await self._store.run(work)

    async def missed(self, place: Place, key: str) -> None:
        """Nobody knows whether it was received: it counts as shown, and the next one says so."""
        await self._settle(place, key, missed=key)

    async def lapsed(self, before: float, beyond: float) -> list[Subscription]:
        """Those claimed before one moment, or beyond another that is still to come, and never noted as sent."""
        wanted = select(Row).where(or_(Row.claimed < before, Row.claimed > beyond))
        return await self._store.run(lambda session: [read_row(row) for row in session.scalars(wanted)])

    async def _one(self, change: Update) -> bool:
        """Change one row; whether it was there to be changed."""

        def work(session: Session) -> bool:
            return session.connection().execute(change).rowcount == 1

        return await self._store.run(work)

    async def _settle(self, place: Place, key: str, missed: str = "") -> None:
        def work(session: Session) -> None:
            row = session.get(Row, _key(place))
            if row is None:
                return
            kind, _, number = key.partition(":")
            if kind == NEWS:
                row.told = max(row.told, int(number))
            elif row.shown.split()[-1:] != [key]:  # else it was settled before, as missed
                row.shown = " ".join(after(row.shown.split(), key))
            row.claimed, row.claimant, row.pending, row.missed = None, "", "", missed

        await self._store.run(work)


def _key(place: Place) -> tuple[int, int]:
    return place.chat, place.thread


def _at(place: Place) -> ColumnElement[bool]:
    return and_(Row.chat == place.chat, Row.thread == place.thread)


def _found(session: Session, place: Place) -> Subscription | None:
    row = session.get(Row, _key(place))
    return read_row(row) if row else None


def _new_row(wanted: Subscription) -> Row:
    return Row(
        chat=wanted.place.chat,
        thread=wanted.place.thread,
        last_day=wanted.last_day,
        shown=" ".join(wanted.shown),
        missed="",
        pending="",
        claimed=None,
        claimant="",
    )


def read_row(row: Row) -> Subscription:
    """A row as a subscription."""
    return Subscription(
        Place(row.chat, row.thread),
        Schedule(Rhythm(row.rhythm), row.weekday, row.minute),
        Silence(row.silence),
        row.language,
        row.active,
        row.due,
        row.last_day,
        tuple(row.shown.split()),
        row.told,
        row.missed,
        row.pending,
    )
