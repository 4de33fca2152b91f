"""The languages people chose."""

import logging
import time
from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.recent import Recent
from bot.store import Store
from bot.store.tables import LanguageRow

_LOG = logging.getLogger(__name__)
# Another instance may have been told meanwhile: it is asked again after this many seconds.
_PEOPLE, _FRESH = 10_000, 60.0


class Languages:
    """Keeps them in the store, and for a minute in memory."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._recent: Recent[int, str] = Recent(_PEOPLE, _FRESH, clock)

    async def of(self, person: int) -> str:
        """The language a person chose, "" for none; an answer does not wait for a database that fails."""
        known = self._recent.find(person)
        if known is None:
            try:
                known = await self._store.run(lambda session: _language(session, person))
            except SQLAlchemyError as error:
                _LOG.error("language not read: %s", type(error).__name__)
                return ""
            self._recent.keep(person, known)
        return known

    async def choose(self, person: int, language: str) -> None:
        """From now on that language; "" for that of their Telegram, of which nothing is kept."""

        def work(session: Session) -> None:
            session.execute(delete(LanguageRow).where(LanguageRow.person == person))
            if language:
                session.add(LanguageRow(person=person, language=language))

        await self._store.run(work)
        self._recent.keep(person, language)


def _language(session: Session, person: int) -> str:
    row = session.get(LanguageRow, person)
    return row.language if row else ""
