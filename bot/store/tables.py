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


class CorpusJournalRow(Table):
    """What was done to the corpus, by whom: an operator's id, or what asked for it. `before`, `after`: fingerprints."""

    __tablename__ = "corpus_journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[float] = mapped_column(Double)
    who: Mapped[str] = mapped_column(String)
    action: Mapped[str] = mapped_column(String)
    done: Mapped[bool]
    before: Mapped[str] = mapped_column(String)
    after: Mapped[str] = mapped_column(String)
    detail: Mapped[str] = mapped_column(String)


class DraftRow(Table):
    """An article an operator sent, until it is saved or dropped; `message_id` is its preview in their chat."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    operator: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    made: Mapped[float] = mapped_column(Double)
    fields: Mapped[str] = mapped_column(String)
    body: Mapped[str] = mapped_column(String)


class AskedRow(Table):
    """That a question was asked and what came of it; not its words, nor whose it was."""

    __tablename__ = "asked"
    __table_args__ = (Index("ix_asked_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[float] = mapped_column(Double)
    outcome: Mapped[str] = mapped_column(String)
    took_ms: Mapped[float] = mapped_column(Double)


class UnansweredRow(Table):
    """A question without an answer, for as long as the settings say. `person` is a keyed hash, only to forget by."""

    __tablename__ = "unanswered"
    __table_args__ = (Index("ix_unanswered_at", "at"), Index("ix_unanswered_person", "person"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[float] = mapped_column(Double)
    question: Mapped[str] = mapped_column(String)
    person: Mapped[str] = mapped_column(String)


class KeyRow(Table):
    """A secret the bot made for itself, by name."""

    __tablename__ = "keys"

    name: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str] = mapped_column(String)


class SubscriptionRow(Table):
    """A place that gets digests. `claimed` is set from before one is sent until it is noted as sent."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_due", "due"), Index("ix_subscriptions_claimed", "claimed"))

    chat: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    thread: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    active: Mapped[bool]
    rhythm: Mapped[str] = mapped_column(String)
    weekday: Mapped[int]
    minute: Mapped[int]
    silence: Mapped[str] = mapped_column(String)
    language: Mapped[str] = mapped_column(String)
    due: Mapped[float | None] = mapped_column(Double)
    last_day: Mapped[str] = mapped_column(String)
    shown: Mapped[str] = mapped_column(String)
    told: Mapped[int]
    missed: Mapped[str] = mapped_column(String)
    pending: Mapped[str] = mapped_column(String)
    claimed: Mapped[float | None] = mapped_column(Double)
    claimant: Mapped[str] = mapped_column(String)


class KnownArticleRow(Table):
    """An article the bot has had. `addition` numbers the reload that brought it; 0 was there from the start."""

    __tablename__ = "known_articles"

    article: Mapped[str] = mapped_column(String, primary_key=True)
    content: Mapped[str] = mapped_column(String)
    addition: Mapped[int]


class AnswerRow(Table):
    """An answer with buttons under it: what was said to get it, as JSON, and in which chat. Kept for a while only.

    `person` is a keyed hash, only to forget by.
    """

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_at", "at"), Index("ix_answers_person", "person"))

    token: Mapped[str] = mapped_column(String, primary_key=True)
    chat: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[str] = mapped_column(String)
    said: Mapped[str] = mapped_column(String)
    shown: Mapped[str] = mapped_column(String)
    asked: Mapped[str] = mapped_column(String)
    at: Mapped[float] = mapped_column(Double)
    language: Mapped[str] = mapped_column(String)


class VoteRow(Table):
    """Whether a person found a sentence a good answer (1) or not (-1). `person` is a keyed hash, only to forget by."""

    __tablename__ = "votes"
    __table_args__ = (Index("ix_votes_at", "at"),)

    person: Mapped[str] = mapped_column(String, primary_key=True)
    question: Mapped[str] = mapped_column(String, primary_key=True)
    sentence: Mapped[str] = mapped_column(String, primary_key=True)
    quoted: Mapped[str] = mapped_column(String)
    value: Mapped[int]
    at: Mapped[float] = mapped_column(Double)


class LanguageRow(Table):
    """The language a person chose."""

    __tablename__ = "languages"

    person: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String)
