"""What a search gives back: frozen values, the same for every surface."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.corpus.model import Article, Conference, Sentence
from retrieval.query.model import Query

Span = tuple[int, int]
Said = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence found: its position in the corpus, its BM25 score and its rank, counted from 1."""

    position: int
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, word for word, with where it stands.

    All spans are offsets in ``sentence.text``: ``matched`` are the words that met the question, ``headline``
    the exact words that answer it, where they could be told, ``clause`` the part to show of a long sentence.
    ``before`` is the sentence this one leans on ("Đây là …", "Do đó …").
    """

    sentence: Sentence
    article: Article
    conference: Conference
    matched: tuple[Span, ...] = ()
    headline: Span | None = None
    clause: Span | None = None
    before: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences that cover what was asked, the best first; with several conferences named, one or more for each.

    ``silent`` are the conferences asked about that say nothing on it, ``missing`` those the corpus does not
    hold, ``mention`` one that is only mentioned in articles on others; ``others`` are conferences whose
    sentences answer nearly as well when none was named. ``records`` are those of whose time the operator's table
    knows more than the sentences say.
    """

    question: str
    quotes: tuple[Quote, ...]
    silent: tuple[Conference, ...] = ()
    missing: tuple[Conference, ...] = ()
    others: tuple[Conference, ...] = ()
    mention: Conference | None = None
    records: tuple[Conference, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """Conferences as a text names them: by number, by a year that no table knows, or all of them."""

    numbers: tuple[int, ...] = ()
    unknown_years: tuple[int, ...] = ()
    every: bool = False


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    SMALL_TALK = "small_talk"
    NOT_HELD = "not_held"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The bot does not know, and why.

    ``sought`` are the words of the question that no sentence covers, as the reader wrote them; ``asked`` the
    conferences named, of which ``missing`` are not in the corpus; ``held`` those that are. ``nearest`` is a
    sentence that may be of interest, ``suggestions`` questions that do have an answer; ``records`` are those of whose
    time, when that is asked, the operator's table knows.
    """

    question: str
    reason: Reason
    sought: tuple[str, ...] = ()
    asked: tuple[Conference, ...] = ()
    missing: tuple[Conference, ...] = ()
    held: tuple[Conference, ...] = ()
    nearest: Quote | None = None
    suggestions: tuple[str, ...] = ()
    records: tuple[Conference, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a person last asked in a chat, as it was understood, for the question that follows it.

    ``said`` is what it takes to ask the same again: the texts from the question that stood on its own to the last
    one; a number is "the same of that conference".
    """

    query: Query | None = None
    said: Said = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The result of one question, and the conversation as it stands after it."""

    result: Answer | Refusal
    conversation: Conversation = Conversation()
