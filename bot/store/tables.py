"""The tables. A change here comes with a migration beside it; a test holds the two equal."""

from sqlalchemy import BigInteger, Double, Index, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Named by rule, so that a migration can name what it changes on any database.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """What all tables share. Times are seconds since 1970 (UTC), which every database keeps alike."""

    metadata = MetaData(naming_convention=_NAMES)


class InboxRow(Table):
    """An update accepted from Telegram. `body` is emptied when it is answered; the id stays, to know it again."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_done", "done"),)

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(String)
    received: Mapped[float] = mapped_column(Double)
    starts: Mapped[int] = mapped_column(default=0)
    done: Mapped[float | None] = mapped_column(Double)
