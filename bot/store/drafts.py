"""Drafts of articles, kept until they are saved or dropped: a restart loses none."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from bot.store import Store
from bot.store.tables import DraftRow

# A draft nobody decided on is dropped after so many seconds.
_KEPT = 14 * 86400.0


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft of an operator, and the message that shows it in the private chat with them."""

    id: int
    operator: int
    message_id: int
    fields: Mapping[str, str]
    body: str


class Drafts:
    """Keeps drafts in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, operator: int, fields: Mapping[str, str], body: str, at: float) -> int:
        """Keep a new draft; its number. Those long undecided are dropped."""
        # Not counted: SQLite gives a number anew, and a button of a draft long dropped would mean another one.
        number = 1 + secrets.randbelow(2**31 - 1)
        row = {
            "id": number,
            "operator": operator,
            "message_id": 0,
            "made": at,
            "fields": json.dumps(dict(fields)),
            "body": body,
        }

        def work(session: Session) -> int:
            session.execute(delete(DraftRow).where(DraftRow.made < at - _KEPT))
            session.execute(insert(DraftRow), [row])
            return number

        return await self._store.run(work)

    async def shown(self, number: int, message_id: int) -> None:
        """It is shown by that message."""
        await self._store.write(update(DraftRow).where(DraftRow.id == number).values(message_id=message_id))

    async def correct(self, number: int, fields: Mapping[str, str]) -> None:
        """Its fields are these now."""
        await self._store.write(update(DraftRow).where(DraftRow.id == number).values(fields=json.dumps(dict(fields))))

    async def find(self, operator: int, number: int) -> KeptDraft | None:
        """A draft of that operator by its number."""
        return await self._first(DraftRow.operator == operator, DraftRow.id == number)

    async def to_correct(self, operator: int, message_id: int | None) -> KeptDraft | None:
        """The draft a message shows; the operator's newest where no such message is named."""
        own = DraftRow.operator == operator
        shown = await self._first(own, DraftRow.message_id == message_id) if message_id is not None else None
        return shown or await self._first(own)

    async def drop(self, number: int) -> None:
        """It is saved, or nobody wants it."""
        await self._store.write(delete(DraftRow).where(DraftRow.id == number))

    async def _first(self, *wanted: ColumnElement[bool]) -> KeptDraft | None:
        def work(session: Session) -> KeptDraft | None:
            chosen = select(DraftRow).where(*wanted).order_by(DraftRow.made.desc()).limit(1)
            row = session.scalars(chosen).first()
            if row is None:
                return None
            return KeptDraft(row.id, row.operator, row.message_id, json.loads(row.fields), row.body)

        return await self._store.run(work)
