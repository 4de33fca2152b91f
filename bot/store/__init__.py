"""What the bot keeps: one database, by default a file of SQLite, and one door to it."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, Executable
from sqlalchemy.orm import Session

from bot.errors import StoreError
from bot.store.opening import migrate, open_engine
from bot.store.tables import Table

T = TypeVar("T")


class Store:
    """The door to the database. Whoever needs it brings its work, which is one transaction.

    The work is done in a thread of the store's own, one after another: the event loop never waits for a disk, and
    SQLite, which lets one write at a time, never has to turn anybody of us away.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "store")

    @classmethod
    def open(cls, url: str) -> "Store":
        """Open the database and bring its tables up to date; StoreError, in one line, when that cannot be."""
        engine = open_engine(url)
        try:
            migrate(engine)
        except StoreError:
            engine.dispose()
            raise
        return cls(engine)

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator["Store"]:
        """A store in memory, gone at the end: for the terminal and for tests."""
        engine = open_engine("sqlite://")
        Table.metadata.create_all(engine)
        store = cls(engine)
        try:
            yield store
        finally:
            store.close()

    async def run(self, work: Callable[[Session], T]) -> T:
        """Do one piece of work and commit it; whatever it raises undoes it."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.do, work)

    async def write(self, statement: Executable, *rows: Mapping[str, object]) -> None:
        """One statement, for one row or for each of those given."""

        def work(session: Session) -> None:
            session.execute(statement, list(rows) or None)

        await self.run(work)

    def do(self, work: Callable[[Session], T]) -> T:
        """The same, here and now: for commands, which have no event loop."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            return work(session)

    def close(self) -> None:
        """Wait for the work under way, and close."""
        self._thread.shutdown()
        self._engine.dispose()
