"""The facts of a summary: spans that answer a question about the conference, and that say so in so many words.

They are found by the searcher's own answers, so that a card and an answer never disagree; but who reads a card has
asked nothing, so a loose answer will not do: the words that make it this fact must stand beside it (``facts.toml``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.corpus.model import Conference
from retrieval.evidence import Answer, Quote, Refusal
from retrieval.lexicon import read_table
from retrieval.mentions import mentions
from retrieval.text.syllables import Token, normal_form, tokens

Ask = Callable[[str], Answer | Refusal]
Phrase = tuple[str, ...]


class FactKind(StrEnum):
    """What a fact is about, in the order a card shows them."""

    OPENED = "opened"
    CLOSED = "closed"
    WHEN = "when"
    WHERE = "where"
    LENGTH = "length"
    THEME = "theme"
    CHAIRED = "chaired"
    OPENING_SPEECH = "opening_speech"
    CLOSING_SPEECH = "closing_speech"
    ATTENDED = "attended"
    SESSIONS = "sessions"
    OPINIONS = "opinions"
    DELEGATES = "delegates"


@dataclass(frozen=True, slots=True)
class Fact:
    """What an article states of a conference: the headline of the quote, word for word."""

    kind: FactKind
    quote: Quote

    @property
    def text(self) -> str:
        """The exact words."""
        start, end = self.quote.headline or (0, 0)
        return self.quote.sentence.text[start:end]


@dataclass(frozen=True, slots=True)
class FactRule:
    """How a fact is asked for, and what must stand in and beside a span for it to pass; see ``facts.toml``."""

    kind: FactKind
    questions: tuple[str, ...]
    holds: tuple[Phrase, ...] = ()
    near: tuple[Phrase, ...] = ()
    after: tuple[Phrase, ...] = ()
    reach: int = 10_000
    digits: bool = False
    bare: tuple[Phrase, ...] = ()
    unless: frozenset[FactKind] = frozenset()

    def passes(self, quote: Quote) -> bool:
        """Whether the headline of a quote is this fact of the conference it is quoted for.

        >>> rule = FactRule(FactKind.CHAIRED, (), near=(("chu", "tri"),), reach=3)
        >>> rule.beside([t.normal for t in tokens("do ong Binh chu tri")], 1, 3)
        True
        """
        sequence = tokens(quote.sentence.text)
        if quote.headline is None or _of_another(sequence, quote):
            return False
        inside = [at for at, token in enumerate(sequence) if _overlaps(token, quote.headline)]
        if not inside or (self.digits and not any(sequence[at].kind != "word" for at in inside)):
            return False
        words = [token.normal for token in sequence]
        first, last = inside[0], inside[-1] + 1
        if any(tuple(words[max(0, first - len(phrase)) : first]) == phrase for phrase in self.bare):
            return False
        holds = not self.holds or any(list(_places(words[first:last], phrase)) for phrase in self.holds)
        return holds and self.beside(words, first, last)

    def beside(self, words: Sequence[str], first: int, last: int) -> bool:
        """Whether one of the phrases stands as near to the span as it must."""
        if not self.near and not self.after:
            return True
        near = ((at, at + len(phrase)) for phrase in self.near for at in _places(words, phrase))
        if any(max(first - end, start - last) <= self.reach for start, end in near):
            return True
        return any(tuple(words[last : last + len(phrase)]) == phrase for phrase in self.after)


def read_fact_rules() -> tuple[FactRule, ...]:
    """The rules of ``facts.toml``; LexiconError when it cannot be read."""
    return tuple(
        FactRule(
            FactKind(row["kind"]),
            tuple(row["questions"]),
            _phrases(row.get("holds", ())),
            _phrases(row.get("near", ())),
            _phrases(row.get("after", ())),
            row.get("reach", 10_000),
            row.get("digits", False),
            _phrases(row.get("bare", ())),
            frozenset(FactKind(kind) for kind in row.get("unless", ())),
        )
        for row in read_table("facts.toml")["fact"]
    )


def find_facts(conference: Conference, ask: Ask, rules: Sequence[FactRule]) -> Iterator[Fact]:
    """The facts that the articles state, at most one quote an article each; what is not stated is left out."""
    told: set[object] = set()
    for rule in rules:
        if told & rule.unless:
            continue
        for fact in (Fact(rule.kind, quote) for quote in _stated(conference, ask, rule)):
            # "Chiều 17/8" that closed a conference is not also when it took place; and of two articles that state
            # a fact in the same words, one is enough.
            place, said = (fact.quote.sentence.position, fact.quote.headline), (fact.kind, fact.text.casefold())
            if not told & {place, said}:
                yield fact
            told |= {place, said, fact.kind}


def _stated(conference: Conference, ask: Ask, rule: FactRule) -> list[Quote]:
    for question in rule.questions:
        result = ask(question.format(conference=conference.label))
        found = result.quotes if isinstance(result, Answer) else ()
        if passing := [q for q in found if q.conference.number == conference.number and rule.passes(q)]:
            return passing
    return []


def _of_another(sequence: Sequence[Token], quote: Quote) -> bool:
    """Whether the conference named last before the headline is another: its subject stands before its verb."""
    start = quote.headline[0] if quote.headline else 0
    named = [m for m in mentions(sequence) if sequence[m.start].start < start]
    return bool(named) and quote.conference.number not in named[-1].numbers


def _overlaps(token: Token, span: tuple[int, int]) -> bool:
    return token.start < span[1] and span[0] < token.end


def _places(words: Sequence[str], phrase: Phrase) -> Iterator[int]:
    for at in range(len(words) - len(phrase) + 1):
        if tuple(words[at : at + len(phrase)]) == phrase:
            yield at


def _phrases(written: Sequence[str]) -> tuple[Phrase, ...]:
    return tuple(tuple(normal_form(syllable) for syllable in phrase.split()) for phrase in written)
