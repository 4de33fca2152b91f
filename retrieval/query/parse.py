"""From the text of a question to a Query: conferences named, kind of question, concepts, terms."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.lexicon import read_table
from retrieval.lexicon.phrases import Phrases
from retrieval.mentions import Mention, loose_mentions
from retrieval.query.model import Concept, Form, Kind, Query
from retrieval.query.shorthand import Shorthand
from retrieval.query.vocabulary import Vocabulary
from retrieval.text.syllables import Token, clean, has_marks, tokens

MAX_TOKENS = 256
# A frame ("hội nghị", "diễn ra") says little of what is asked; it is counted at this share of its weight.
FRAME_WEIGHT = 0.15
SYNONYM_WEIGHT = 0.85
# BM25 weights of the term kinds, by whether the question has marks (README.md, "How it was tuned").
_MARKED = {"folded": 0.5, "marked": 0.5, "pair": 0.3}
_UNMARKED = {"folded": 1.0, "marked": 0.0, "pair": 0.4}
_SYNONYM_TERMS = 0.4


@dataclass(frozen=True)
class Tables:
    """The lexicon a question is read with."""

    shorthand: Shorthand
    kinds: Phrases[Kind]
    cues: Phrases[Kind]
    plain: Phrases[bool]
    frames: Phrases[bool]
    synonyms: Phrases[tuple[str, ...]]
    every: Phrases[bool]
    latest: Phrases[bool]

    def phrases(self) -> Iterable[tuple[str, ...]]:
        """Every phrase of the tables, for the vocabulary."""
        for table in (self.kinds, self.cues, self.plain, self.frames, self.synonyms, self.every, self.latest):
            yield from table.keys()


def read_tables() -> Tables:
    """Read the lexicon; LexiconError when a file of it cannot be read."""
    table = read_table("question.toml")
    groups = read_table("synonyms.toml")["groups"]
    plain = [*table["plain"]["words"].split(), *table["plain"]["phrases"]]
    return Tables(
        shorthand=Shorthand(),
        kinds=Phrases((p, Kind(kind)) for kind, phrases in table["kinds"].items() for p in phrases),
        cues=Phrases((p, Kind(kind)) for kind, phrases in table["cues"].items() for p in phrases),
        plain=Phrases((word, True) for word in plain),
        frames=Phrases((word, True) for word in table["plain"]["frames"]),
        synonyms=Phrases((word, _others(word, groups)) for group in groups for word in group),
        every=Phrases((phrase, True) for phrase in table["conferences"]["every"]),
        latest=Phrases((phrase, True) for phrase in table["conferences"]["latest"]),
    )


def _others(word: str, groups: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for group in groups if word in group for other in group if other != word))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of the question and the part it plays."""

    tokens: tuple[Token, ...]
    role: str
    kind: Kind | None = None


class Parser:
    """Reads questions; built once for a corpus."""

    def __init__(
        self,
        tables: Tables,
        vocabulary: Vocabulary,
        rarity: Callable[[Form], float],
        years: Mapping[int, int],
        latest: int,
        numbers: frozenset[int],
    ) -> None:
        """``rarity`` weighs a form by how rare it is; ``years`` are the conferences by year; ``latest`` the newest
        one held; ``numbers`` those a bare number may name."""
        self._tables = tables
        self._vocabulary = vocabulary
        self._rarity = rarity
        self._years = years
        self._latest = latest
        self._numbers = numbers

    def parse(self, text: str) -> Query:
        """The question, understood; never raises on any text."""
        cleaned = clean(text)
        sequence = self._tables.shorthand.expand(tokens(cleaned)[:MAX_TOKENS])
        marked = is_marked(sequence)
        named = loose_mentions(sequence) or self._bare_number(sequence)
        conferences, unknown_years, rest = self._conferences(sequence, named)
        pieces = self._pieces(rest, marked=marked)
        if any(p.role == "latest" for p in pieces) and not conferences:
            conferences = (self._latest,)
        content = [p for p in pieces if p.role == "content"] or [p for p in pieces if p.role == "frame"]
        concepts = tuple(self._concept(p, marked=marked) for p in pieces if p.role in {"content", "frame"})
        return Query(
            text=text,
            tokens=tuple(sequence),
            kind=self._kind(pieces),
            concepts=concepts,
            terms=self._terms(content, pieces, marked=marked),
            conferences=conferences,
            unknown_years=unknown_years,
            every=any(p.role == "every" for p in pieces) and not conferences,
            unit=self._unit(pieces, marked=marked),
            marked=marked,
        )

    def _bare_number(self, sequence: Sequence[Token]) -> list[Mention]:
        """"32 họp mấy phiên": a number alone that is a conference's."""
        for at, token in enumerate(sequence):
            before = sequence[at - 1].folded if at else ""
            if token.kind == "number" and token.normal.isdigit() and int(token.normal) in self._numbers:
                if before not in {"ngay", "thang", "nam", "dieu", "hoi", "khoa", "hon", "khoang"}:
                    return [Mention(at, at + 1, (int(token.normal),))]
        return []

    def _conferences(
        self, sequence: Sequence[Token], named: Sequence[Mention]
    ) -> tuple[tuple[int, ...], tuple[int, ...], list[Token]]:
        """The numbers named, the years named that no conference had, and the tokens that are left."""
        numbers: dict[int, None] = {}
        unknown: dict[int, None] = {}
        taken: set[int] = set()
        for mention in named:
            taken.update(range(mention.start, mention.end))
            numbers.update(dict.fromkeys(mention.numbers))
            if mention.year is not None:
                known = self._years.get(mention.year)
                (numbers if known else unknown)[known or mention.year] = None
        for at, token in enumerate(sequence):
            # A year alone names the conference of that year, unless it says until or since when.
            year = int(token.normal) if token.kind == "number" and token.normal.isdigit() and len(token.normal) == 4 else 0
            before = [t.folded for t in sequence[max(0, at - 2) : at]]
            if at not in taken and year in self._years and not {"den", "tu", "ke"} & set(before):
                numbers[self._years[year]] = None
                taken.update({at, at - 1} if before[-1:] == ["nam"] else {at})
        rest = [t._replace(gap=t.gap or at - 1 in taken) for at, t in enumerate(sequence) if at not in taken]
        return tuple(numbers), tuple(unknown), rest

    def _pieces(self, sequence: Sequence[Token], *, marked: bool) -> list[_Piece]:
        cuts = self._vocabulary.segment(sequence, marked=marked)
        return [self._piece(tuple(sequence[a:b]), marked=marked) for a, b in cuts]

    def _piece(self, word: tuple[Token, ...], *, marked: bool) -> _Piece:
        tables = self._tables
        kind = tables.kinds.get(word, marked=marked)
        if kind is not None:
            return _Piece(word, "ask", kind)
        for role, table in (("every", tables.every), ("latest", tables.latest), ("plain", tables.plain)):
            if table.get(word, marked=marked):
                return _Piece(word, role)
        role = "frame" if tables.frames.get(word, marked=marked) else "content"
        return _Piece(word, role, tables.cues.get(word, marked=marked))

    def _kind(self, pieces: Sequence[_Piece]) -> Kind:
        """What the asking phrases say, the plain "gì" and "nào" last; then what the cues say."""
        asked = [p.kind for p in pieces if p.role == "ask" and p.kind]
        told = [p.kind for p in pieces if p.role != "ask" and p.kind]
        definite = [kind for kind in asked if kind is not Kind.WHAT]
        if definite:
            return definite[0]
        return told[0] if told else (Kind.WHAT if asked else Kind.TOPIC)

    def _unit(self, pieces: Sequence[_Piece], *, marked: bool) -> Concept | None:
        """What follows "bao nhiêu": the thing counted."""
        for at, piece in enumerate(pieces[:-1]):
            if piece.kind is Kind.HOW_MANY:
                after = next((p for p in pieces[at + 1 :] if p.role in {"content", "frame"}), None)
                return self._concept(after, marked=marked) if after else None
        return None

    def _concept(self, piece: _Piece, *, marked: bool) -> Concept:
        own = _form(piece.tokens, trusted=marked)
        others = self._tables.synonyms.get(piece.tokens, marked=marked) or ()
        forms = (own, *(_form(tokens(other), trusted=True, weight=SYNONYM_WEIGHT) for other in others))
        frame = piece.role == "frame"
        weight = min(self._rarity(form) for form in forms) * (FRAME_WEIGHT if frame else 1.0)
        return Concept(" ".join(t.raw for t in piece.tokens), forms, weight, frame)

    def _terms(self, content: Sequence[_Piece], pieces: Sequence[_Piece], *, marked: bool) -> dict[str, float]:
        weights = _MARKED if marked else _UNMARKED
        terms: dict[str, float] = {}
        told = [t for p in pieces if p.role in {"content", "frame"} or p in content for t in p.tokens]
        _weigh(terms, told, weights, 1.0)
        for piece in content:
            for other in self._tables.synonyms.get(piece.tokens, marked=marked) or ():
                _weigh(terms, tokens(other), _MARKED, _SYNONYM_TERMS)
        return {term: weight for term, weight in terms.items() if weight}


def is_marked(sequence: Sequence[Token]) -> bool:
    """Whether a text was typed with marks: a quarter of its syllables at least have one."""
    words = [t for t in sequence if t.kind == "word"]
    return 4 * sum(has_marks(t.raw) for t in words) >= len(words) > 0


def _form(word: Sequence[Token], *, trusted: bool, weight: float = 1.0) -> Form:
    return Form(tuple(t.folded for t in word), tuple(t.normal for t in word), trusted, weight)


def _weigh(terms: dict[str, float], sequence: Sequence[Token], weights: Mapping[str, float], factor: float) -> None:
    """Add the index terms of ``sequence``; a term said twice counts once."""
    for at, token in enumerate(sequence):
        found = [(token.folded, weights["folded"])]
        if token.kind == "word":
            found.append(("=" + token.normal, weights["marked"]))
        if at and not token.gap:
            found.append((f"{sequence[at - 1].folded} {token.folded}", weights["pair"]))
        for term, weight in found:
            terms[term] = max(terms.get(term, 0.0), weight * factor)
