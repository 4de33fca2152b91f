"""A backup: everything in the database as lines of JSON, for any database of the same kind of bot."""

import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, func, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError
from bot.store.opening import migrate, open_engine, sqlite_file, upgrade
from bot.store.tables import Table
from retrieval.errors import os_reason

_FORMAT = 1
_VERSION = "alembic_version"
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class _Dump:
    """A backup that was read and is whole."""

    revision: str
    rows: dict[str, list[dict[str, Any]]]


def back_up(url: str, path: Path) -> int:
    """Write all rows, as they stand at one moment, to ``path`` (gzip, readable by its owner alone); how many.

    The file is there whole or not at all. StoreError, in one line, when it or the database cannot be used, or there is
    none: an empty backup would be taken for one of the bot's.
    """
    engine = _engine_of_what_there_is(url)
    try:
        migrate(engine)
        if engine.dialect.name == "postgresql":  # SQLite's transactions are like this anyway
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.begin() as connection:
            return _written(_lines(connection), path)
    except OSError as error:
        raise StoreError(f"Không ghi được {path}: {os_reason(error)}.") from None
    except SQLAlchemyError as error:
        raise _unusable(error) from None
    finally:
        engine.dispose()


def restore(url: str, path: Path, replace: bool = False) -> int:
    """Put the rows of a backup into a database of either kind; how many. All of it or nothing.

    A backup of an older version is brought up to date on the way. StoreError when the file is no backup or of a newer
    version, or when the database holds rows and ``replace`` is not given.
    """
    dump = _read(path)
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            _make_room(connection, replace)
            upgrade(connection, dump.revision)
            _fill(connection, dump)
            upgrade(connection, "head")
    except SQLAlchemyError as error:
        raise _unusable(error) from None
    finally:
        engine.dispose()
    return sum(map(len, dump.rows.values()))


def _engine_of_what_there_is(url: str) -> Engine:
    """The engine for a database; a file of SQLite is opened, not made."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise StoreError(f"Không có cơ sở dữ liệu {file}. Hãy đặt DATA_DIR hoặc DATABASE_URL như khi chạy bot.")
    return open_engine(url)


def _lines(connection: Connection) -> Iterator[dict[str, Any]]:
    """What a backup says of itself, then every row, and at the end how many there were."""
    revision = connection.scalar(text(f"SELECT version_num FROM {_VERSION}"))
    yield {"hoinghi": _FORMAT, "revision": revision}
    count = 0
    for table in Table.metadata.sorted_tables:
        for row in connection.execute(select(table)).mappings():
            count += 1
            yield {"table": table.name, "row": dict(row)}
    yield {"rows": count}


def _written(lines: Iterator[dict[str, Any]], path: Path) -> int:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600 from the first moment
    count = 0
    try:
        with os.fdopen(handle, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8") as packed:
            for line in lines:
                packed.write(json.dumps(line) + "\n")
                count += "row" in line
        with Path(name).open("rb") as whole:
            os.fsync(whole.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _read(path: Path) -> _Dump:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as packed:
            first, *lines = [json.loads(line) for line in packed]
        if first["hoinghi"] != _FORMAT:
            raise ValueError
        rows: dict[str, list[dict[str, Any]]] = {}
        for line in lines[:-1]:
            rows.setdefault(line["table"], []).append(line["row"])
        if lines[-1]["rows"] != len(lines) - 1:
            raise ValueError
        return _Dump(str(first["revision"]), rows)
    except FileNotFoundError:
        raise StoreError(f"Không có tệp {path}.") from None
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError):
        raise StoreError(f"{path} không phải một bản sao lưu trọn vẹn của hoinghi.") from None


def _make_room(connection: Connection, replace: bool) -> None:
    """Remove our tables, which hold nothing unless ``replace`` says that they may."""
    known = {*Table.metadata.tables, _VERSION} & set(inspect(connection).get_table_names())
    there = MetaData()
    there.reflect(connection, only=list(known))
    for table in there.sorted_tables:
        filled = table.name != _VERSION and connection.scalar(select(func.count()).select_from(table))
        if filled and not replace:
            raise StoreError("Cơ sở dữ liệu đang có nội dung; thêm --replace nếu muốn thay toàn bộ.")
    there.drop_all(connection)


def _fill(connection: Connection, dump: _Dump) -> None:
    there = MetaData()
    there.reflect(connection)
    if unknown := dump.rows.keys() - there.tables.keys():
        raise StoreError(f"Bản sao lưu có bảng lạ: {', '.join(sorted(unknown))}.")
    for table in there.sorted_tables:
        rows = dump.rows.get(table.name, [])
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            connection.execute(insert(table), rows[start : start + _ROWS_AT_ONCE])
        if rows and connection.dialect.name == "postgresql":
            _count_on(connection, table.name, [column.name for column in table.primary_key])


def _count_on(connection: Connection, table: str, keys: list[str]) -> None:
    """PostgreSQL goes on numbering where the rows end, not where it began."""
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table, keys[0]))) if len(keys) == 1 else None
    if sequence is not None:
        connection.execute(text(f"SELECT setval('{sequence}', (SELECT max({keys[0]}) FROM {table}))"))


def _unusable(error: SQLAlchemyError) -> StoreError:
    """One line without rows, which the library's own message would show."""
    return StoreError(f"Cơ sở dữ liệu không nhận: {type(getattr(error, 'orig', None) or error).__name__}.")
