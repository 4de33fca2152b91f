"""Opening the database: the file and its rights, SQLite's ways, and the tables as this version wants them."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.errors import StoreError
from retrieval.errors import os_reason

_BUSY_MS = 20_000
# SQLite's own way of being asked; no other database sees these. WAL lets readers read while one writes; with it NORMAL
# survives a kill of the process at any moment, and a power cut may cost the last commits but never the file.
_PRAGMAS = (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")
# A PostgreSQL that is not there is given up soon; one that went away without a word is noticed within half a minute.
_PATIENCE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
# Bringing the tables up to date is one instance's affair: the others wait at this lock, whose number means nothing.
_MIGRATING = 5_201_320


def open_engine(url: str) -> Engine:
    """The engine for a database URL; connects to nothing yet."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            _make_private(parsed)
        if parsed == make_url("sqlite://"):  # in memory: a second connection would be another database
            engine = create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False})
        elif parsed.get_backend_name() == "sqlite":
            engine = create_engine(parsed)
        else:
            engine = create_engine(parsed, pool_pre_ping=True, connect_args=_PATIENCE)
    except ImportError as error:
        hint = ": pip install 'hoinghi[postgres]'" if error.name == "psycopg" else ""
        raise StoreError(f"DATABASE_URL cần gói {error.name}, chưa được cài{hint}.") from None
    except OSError as error:
        raise StoreError(f"Không tạo được tệp cơ sở dữ liệu: {os_reason(error)} ({error.filename}).") from None
    except SQLAlchemyError:
        raise StoreError("DATABASE_URL không dùng được: cần dạng sqlite:///tệp hoặc postgresql://…") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    return engine


def sqlite_file(url: str) -> Path | None:
    """The file of a database of SQLite; None for any other, or what is no database URL."""
    try:
        parsed = make_url(url)
    except SQLAlchemyError:
        return None
    kept_in_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return Path(str(parsed.database)) if kept_in_file else None


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest version; StoreError when they cannot be, or are newer than this bot."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
            upgrade(connection, "head")
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or type(error).__name__).split())
        raise StoreError(f"Không mở được cơ sở dữ liệu ({engine.url.render_as_string()}): {reason}.") from None


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the tables up to a version, within the connection's transaction; StoreError when it is not known here."""
    from alembic import command  # a quarter of a second, which only a start has to wait for
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError:
        raise StoreError("Cơ sở dữ liệu do một phiên bản mới hơn của bot tạo ra; hãy nâng cấp bot.") from None


def _make_private(url: URL) -> None:
    """The file, readable by nobody else: it holds what people wrote until they are answered."""
    path = sqlite_file(url.render_as_string(hide_password=False))
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # Python's driver would begin too late: not before a table is made
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the right to write at once: what begins as a reader may be turned away without waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
