"""Backups: everything comes back, in a database of either kind, or nothing is touched."""

import gzip
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table as FromTable
from sqlalchemy import insert, select, text

from bot.commands.backup import back_up_here, restore_here
from bot.errors import StoreError
from bot.operating.running import marked_as_running
from bot.settings import Settings
from bot.store import Store
from bot.store.backup import back_up, restore
from bot.store.opening import open_engine
from bot.store.tables import Table
from tests.postgres import Cluster

_WORDS = "Hội nghị “32” \\u0000 \\\\ 'x' 🙂\n"


def value(kind: type, number: int) -> Any:
    return {int: 2**31 - 9 + number, float: 1.25 * number, str: f"{number} {_WORDS}", bool: bool(number % 2)}[kind]


def put(store: Store, table: FromTable, rows: list[dict[str, Any]]) -> None:
    store.do(lambda session: session.execute(insert(table), rows))


def fill(url: str) -> None:
    """Three rows in every table there is, with a value in every column."""
    store = Store.open(url)
    for table in Table.metadata.sorted_tables:
        rows = [{column.name: value(column.type.python_type, n) for column in table.columns} for n in range(3)]
        put(store, table, rows)
    store.close()


def content(url: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = open_engine(url)
    with engine.begin() as connection:
        read = {
            t.name: sorted(tuple(row) for row in connection.execute(select(t))) for t in Table.metadata.sorted_tables
        }
    engine.dispose()
    return read


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    url = f"sqlite:///{tmp_path / 'from.db'}"
    fill(url)
    assert back_up(url, tmp_path / "backup.gz") == 3 * len(Table.metadata.tables)
    return tmp_path / "backup.gz"


def test_everything_comes_back(database: str, backup: Path, tmp_path: Path) -> None:
    restore(database, backup)
    assert content(database) == content(f"sqlite:///{tmp_path / 'from.db'}")
    Store.open(database).close()
    again = tmp_path / "again.gz"
    back_up(database, again)
    assert sorted(gzip.decompress(again.read_bytes()).splitlines()) == sorted(
        gzip.decompress(backup.read_bytes()).splitlines()
    )


def test_from_postgresql_to_sqlite(cluster: Cluster, tmp_path: Path) -> None:
    url, file = cluster.new(), f"sqlite:///{tmp_path / 'to.db'}"
    fill(url)
    back_up(url, tmp_path / "b.gz")
    restore(file, tmp_path / "b.gz")
    assert content(file) == content(url)


def test_numbering_goes_on(database: str, backup: Path) -> None:
    restore(database, backup)
    store = Store.open(database)
    for table in Table.metadata.sorted_tables:
        (key,) = list(table.primary_key)[:1]
        if key.autoincrement is True or (key.autoincrement == "auto" and key.type.python_type is int):
            row = {c.name: value(c.type.python_type, 7) for c in table.columns if c.name != key.name}
            put(store, table, [row])
    store.close()


def test_the_file_is_its_owners_alone(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [each.name for each in backup.parent.glob(".*")] == []


def test_what_is_there_is_not_overwritten(database: str, backup: Path) -> None:
    fill(database)
    before = content(database)
    store = Store.open(database)
    store.do(
        lambda session: session.execute(text("DELETE FROM inbox WHERE update_id = (SELECT min(update_id) FROM inbox)"))
    )
    store.close()
    changed = content(database)
    with pytest.raises(StoreError, match="--replace"):
        restore(database, backup)
    assert content(database) == changed
    restore(database, backup, replace=True)
    assert content(database) == before


def cut(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def newer(lines: list[bytes]) -> list[bytes]:
    return [json.dumps({"hoinghi": 1, "revision": "9999"}).encode(), *lines[1:]]


def other(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b'{"table": "strange", "row": {}}', *lines[1:-1], json.dumps({"rows": len(lines) - 1}).encode()]


@pytest.mark.parametrize("spoil", [cut, newer, other])
def test_what_is_no_whole_backup_changes_nothing(database: str, backup: Path, spoil: Any) -> None:
    fill(database)
    before = content(database)
    lines = gzip.decompress(backup.read_bytes()).splitlines()
    backup.write_bytes(gzip.compress(b"\n".join(spoil(lines))))
    with pytest.raises(StoreError) as refused:
        restore(database, backup, replace=True)
    assert "\n" not in str(refused.value)
    assert content(database) == before


@pytest.mark.parametrize("content_", [b"", b"x", gzip.compress(b""), gzip.compress(b"[]\n1")])
def test_what_is_no_backup(tmp_path: Path, content_: bytes) -> None:
    (tmp_path / "b.gz").write_bytes(content_)
    with pytest.raises(StoreError, match="không phải"):
        restore("sqlite://", tmp_path / "b.gz")
    with pytest.raises(StoreError, match="Không có tệp"):
        restore("sqlite://", tmp_path / "none.gz")


def test_the_commands(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(settings.database)
    assert back_up_here(settings, tmp_path / "b.gz") == 0
    moved = settings.model_copy(update={"data_dir": tmp_path / "elsewhere"})
    assert restore_here(moved, tmp_path / "b.gz", replace=False) == 0
    assert content(moved.database) == content(settings.database)
    with marked_as_running(moved.data_dir):
        assert restore_here(moved, tmp_path / "b.gz", replace=True) == 1
    assert "dừng bot" in capsys.readouterr().err
    with pytest.raises(StoreError):
        back_up_here(settings, tmp_path / "nowhere" / "b.gz")


def test_a_database_that_is_not_there_is_not_backed_up_as_an_empty_one(tmp_path: Path) -> None:
    missing = tmp_path / "elsewhere" / "hoinghi.db"
    with pytest.raises(StoreError, match=r"elsewhere/hoinghi\.db.*DATA_DIR"):
        back_up(f"sqlite:///{missing}", tmp_path / "b.gz")
    assert list(tmp_path.iterdir()) == []
