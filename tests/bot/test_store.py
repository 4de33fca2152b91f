"""The store: its tables, its migrations, and what is kept in it."""

import stat
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.errors import StoreError
from bot.store import Store
from bot.store.inbox import Kept, KeptUpdates
from bot.store.opening import migrate, open_engine
from bot.store.tables import Table


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'hoinghi.db'}"


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    opened = Store.open(database)
    yield opened
    opened.close()


@pytest.fixture
def kept(store: Store) -> KeptUpdates:
    return KeptUpdates(store)


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), Table.metadata))


def asked(store: Store, sql: str) -> Any:
    return store.do(lambda session: session.scalar(text(sql)))


def test_the_migrations_make_the_tables(database: str) -> None:
    engine = open_engine(database)
    migrate(engine)
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def test_a_second_start_changes_nothing(database: str) -> None:
    for _ in range(2):
        Store.open(database).close()


def test_several_start_at_once(database: str) -> None:
    with ThreadPoolExecutor(4) as starts:
        for opened in list(starts.map(Store.open, [database] * 4)):
            opened.close()


def test_the_file_is_private_and_set_up(tmp_path: Path) -> None:
    store = Store.open(url(tmp_path))
    assert stat.S_IMODE((tmp_path / "data" / "hoinghi.db").stat().st_mode) == 0o600
    found = [asked(store, f"PRAGMA {name}") for name in ("journal_mode", "foreign_keys", "busy_timeout")]
    assert found == ["wal", 1, 20_000]
    store.close()


def test_a_database_of_a_newer_bot_is_refused(database: str, store: Store) -> None:
    store.do(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(StoreError, match="mới hơn"):
        Store.open(database)


def test_what_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hoinghi.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError) as refused:
        Store.open(url(tmp_path))
    assert "\n" not in str(refused.value)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        Store.open(f"sqlite:///{tmp_path / 'file' / 'hoinghi.db'}")


def test_a_password_is_not_shown() -> None:
    with pytest.raises(StoreError) as refused:
        Store.open("postgresql+nosuchdriver://me:tiptop-secret@127.0.0.1/x")
    assert "tiptop" not in str(refused.value)


async def test_an_update_is_kept_until_it_is_done(store: Store, kept: KeptUpdates) -> None:
    for number in (3, 1, 2):
        assert await kept.keep(Kept(number, f'{{"text": "{number}"}}', received=10.0))
    assert not await kept.keep(Kept(2, "again", received=11.0))
    await kept.done(2, at=12.0)
    assert not await kept.keep(Kept(2, "and again", received=13.0))
    assert [(each.update_id, each.starts) for each in await kept.left()] == [(1, 1), (3, 1)]
    assert [each.starts for each in await kept.left()] == [2, 2]
    assert asked(store, "SELECT body FROM inbox WHERE update_id = 2") == ""


async def test_the_ids_of_answered_updates_are_forgotten_later(kept: KeptUpdates) -> None:
    for number in (1, 2, 3):
        await kept.keep(Kept(number, "{}", received=0.0))
    await kept.done(1, at=10.0)
    await kept.done(2, at=20.0)
    await kept.forget(before=15.0)
    assert [await kept.keep(Kept(number, "{}", received=30.0)) for number in (1, 2, 3)] == [True, False, False]


def test_what_fails_leaves_no_trace(store: Store) -> None:
    def work(session: Any) -> None:
        session.execute(text("INSERT INTO inbox VALUES (1, '', 0, 0, NULL)"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.do(work)
    assert asked(store, "SELECT count(*) FROM inbox") == 0
