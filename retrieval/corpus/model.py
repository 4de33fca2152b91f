"""What the corpus is made of: frozen values, passed between the rooms."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Conference:
    """A Diplomatic Conference: its number, and what the operator's ``conferences.toml`` says of it.

    ``year``, ``opened`` and ``closed`` come from that file, not from an article; ``known_from`` says
    where the operator has them from. They are shown as such and never quoted.
    """

    number: int
    year: int | None = None
    opened: datetime.date | None = None
    closed: datetime.date | None = None
    known_from: str = ""

    @property
    def label(self) -> str:
        """``Hội nghị Ngoại giao lần thứ 29``."""
        return f"Hội nghị Ngoại giao lần thứ {self.number}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line (or a part of one) that is not the article's own prose, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit that is ranked and quoted: ``article.text[start:end] == text``, to the letter.

    ``position`` is its place in the corpus, ``paragraph`` the number of its paragraph in the article,
    counted from 1; ``mentions`` are the conferences it names.
    """

    position: int
    article: str
    conference: int
    paragraph: int
    start: int
    end: int
    text: str
    mentions: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Article:
    """One file of the folder. ``inferred`` names the fields that no front matter gave."""

    id: str
    file: str
    text: str
    title: str
    conference: int
    date: datetime.date | None = None
    publisher: str = ""
    author: str = ""
    link: str = ""
    titled: bool = True
    inferred: tuple[str, ...] = ()
    paragraphs: tuple[tuple[int, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Corpus:
    """The articles of a folder, their conferences and sentences; ``fingerprint`` changes with any of them."""

    articles: tuple[Article, ...]
    sentences: tuple[Sentence, ...]
    known: Mapping[int, Conference] = field(default_factory=lambda: MappingProxyType({}))
    fingerprint: str = ""

    @cached_property
    def held(self) -> tuple[Conference, ...]:
        """The conferences that at least one article is about, by number."""
        return tuple(self.conference(n) for n in sorted({a.conference for a in self.articles}))

    @cached_property
    def mentioned(self) -> frozenset[int]:
        """The conferences that articles on others mention, without an article of their own."""
        named = {n for s in self.sentences for n in s.mentions}
        return frozenset(named - {c.number for c in self.held})

    def conference(self, number: int) -> Conference:
        """The conference of that number, with what is known of it."""
        return self.known.get(number, Conference(number))

    @cached_property
    def _by_id(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}

    def article(self, article_id: str) -> Article:
        """The article of that id; KeyError when there is none."""
        return self._by_id[article_id]

    def of_conference(self, number: int) -> tuple[Article, ...]:
        """The articles about that conference, in the order of their ids."""
        return tuple(a for a in self.articles if a.conference == number)
