"""From the text of a question to a Query: conferences named, kind of question, concepts, terms."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from retrieval.expected import expectation
from retrieval.people import People
from retrieval.query.english import English, settled
from retrieval.query.model import Concept, Form, Kind, Query
from retrieval.query.naming import Calendar, Naming
from retrieval.query.pieces import AMOUNTS, Piece, after_address, asks_for_object, marked, more_or_less, without_preface
from retrieval.query.restore import Restorer
from retrieval.query.tables import Tables
from retrieval.query.terms import form_of, form_of_phrase, synonym_terms
from retrieval.query.vocabulary import Vocabulary
from retrieval.rank import Settings, index_terms, term_weight
from retrieval.text.numbers import number_at, number_words, with_numerals
from retrieval.text.syllables import Token, clean, normal_form, tokens
from retrieval.text.words import word_ends

MAX_TOKENS = 256
# What a word is worth that no sentence holds, nor any other way to say it.
UNKNOWN_RARITY = 0.9
# What a sentence is worth that says it in another word.
SYNONYM_WEIGHT, OTHER_VERB_WEIGHT = 0.85, 0.7
# What looks like HTML is no part of a question.
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")
_SEVERAL = normal_form("mấy")


class Parser:
    """Reads questions; built once for a corpus."""

    def __init__(
        self,
        tables: Tables,
        vocabulary: Vocabulary,
        restorer: Restorer,
        people: People,
        calendar: Calendar,
        rarity: Callable[[Form], float | None],
        settings: Settings,
    ) -> None:
        """``rarity`` weighs a form by how seldom sentences hold it, from 0 to 1; None for one that none holds."""
        self._tables = tables
        self._vocabulary = vocabulary
        self._restorer = restorer
        self._people = people
        self._calendar = calendar
        self._naming = Naming(calendar)
        self._rarity = rarity
        self._settings = settings
        self._english = English()

    def in_english(self, text: str) -> bool:
        """Whether the question is in English."""
        return self._english.is_english(_tokens_of(text), self._restorer.syllables)

    def parse(self, text: str) -> Query:
        """The question, understood; never raises on any text."""
        read = self._english.read(_tokens_of(text), self._restorer.syllables)
        typed = self._tables.shorthand.expand(read)
        sequence = without_preface(with_numerals(settled(self._restorer.restore(typed))))
        conferences, unknown_years, rest = self._naming.read(sequence)
        pieces = self._pieces(rest)
        roles = {p.role for p in pieces}
        if "latest" in roles and not conferences:
            conferences = (self._calendar.latest,)
        kind = self._kind(pieces)
        concepts = self._concepts(pieces, kind)
        return Query(
            text=text,
            tokens=tuple(sequence),
            kind=kind,
            concepts=concepts,
            terms=self._terms(rest, concepts),
            expected=expectation(" ".join(map(self._restorer.spell, rest)).lower(), rest),
            conferences=conferences,
            unknown_years=unknown_years,
            every="every" in roles and not conferences,
            which="which" in roles and not conferences,
            unit=self._unit(pieces),
            small_talk=kind is Kind.TOPIC and self._is_small_talk(sequence),
            object=asks_for_object(pieces),
            follows=bool({"back", "pronoun"} & roles),
            pronoun="pronoun" in roles,
            implied=self._is_bare(pieces, kind) and any(not c.frame for c in concepts),
        )

    def _is_small_talk(self, sequence: Sequence[Token]) -> bool:
        """Whether the question is a greeting or thanks, particles around it aside."""
        plain = self._tables.plain
        trimmed = [t for t in sequence if not plain.get([t]) or t.kind != "word"]
        return any(self._tables.small_talk.get(words) is not None for words in (sequence, trimmed) if words)

    def _pieces(self, sequence: Sequence[Token]) -> list[Piece]:
        names = {*self._people.names(sequence), *self._capitalised(sequence), *after_address(sequence)}
        return marked(
            [
                self._piece(tuple(sequence[a:b]), name=(a, b) in names)
                for a, b in self._vocabulary.segment(sequence, names)
            ],
            self._tables.events,
        )

    def _capitalised(self, sequence: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Runs of two to five capitalised syllables in a question that is not all in capitals: "Trung Quốc"."""
        start = 0
        mixed = any(t.raw[0].islower() for t in sequence)
        for at in range(len(sequence) + 1):
            word = sequence[at] if at < len(sequence) else None
            named = word is not None and word.kind == "word" and word.raw[0].isupper()
            if word is not None and named and not self._tables.plain.get([word]) and not (word.gap and at > start):
                continue
            if mixed and 1 < at - start < 6:
                yield start, at
            start = at if word is not None and named and not self._tables.plain.get([word]) else at + 1

    def _piece(self, word: tuple[Token, ...], *, name: bool) -> Piece:
        tables = self._tables
        kind = tables.kinds.get(word)
        if kind is not None:
            return Piece(word, "ask", kind)
        for role, table in tables.roles():
            if table.get(word):
                return Piece(word, role)
        if len(word) == 1 and _is_noise(word[0], self._restorer):
            return Piece(word, "plain")
        role = "frame" if tables.frames.get(word) else "content"
        ordinal = len(word) == 2 and word[0].folded == "thu" and number_at(word, 1) is not None
        known = role == "content" and bool(tables.names.get(word) or word[0].kind != "word" or ordinal)
        return Piece(word, role, tables.cues.get(word), name or known)

    def _kind(self, pieces: Sequence[Piece]) -> Kind:
        """What the asking phrases say, the plain "gì" and "nào" last; then what the cues say."""
        asked = [p.kind for p in pieces if p.role == "ask" and p.kind]
        told = [p.kind for p in pieces if p.role != "ask" and p.kind]
        if more_or_less(pieces):
            return Kind.HOW_MANY
        definite = [kind for kind in asked if kind is not Kind.WHAT]
        # "chủ đề khác nhau thế nào" compares, but what is to be shown are the themes.
        definite.sort(key=lambda kind: kind is Kind.COMPARE)
        # "quan hệ với mấy nước … tính sao": beside another asking word, "mấy" only means several.
        several = {p.tokens[0].normal for p in pieces if p.kind is Kind.HOW_MANY} == {_SEVERAL}
        if several and Kind.WHAT in asked and set(definite) == {Kind.HOW_MANY}:
            return Kind.WHAT
        if definite and not (definite[0] is Kind.COMPARE and told):
            return definite[0]
        return told[0] if told else (Kind.WHAT if asked else Kind.TOPIC)

    def _terms(self, sequence: Sequence[Token], concepts: Sequence[Concept]) -> dict[str, float]:
        """The index terms of the question, and at a discount of the synonyms."""
        ends = word_ends([t._replace(raw=self._restorer.spell(t)) for t in sequence])
        own = {term: term_weight(term, self._settings) for term in index_terms(sequence, ends)}
        return synonym_terms(concepts, self._settings) | own

    def _concepts(self, pieces: Sequence[Piece], kind: Kind) -> tuple[Concept, ...]:
        """What is asked about; with nothing but the conference named, what a question of that kind implies."""
        concepts = [self._concept(p) for p in pieces if p.role in {"content", "frame"}]
        someone = kind in {Kind.WHO, Kind.NAMES} or any(
            p.name or self._people.is_title(p.tokens) for p in pieces if p.role == "content"
        )
        speaks = someone or any(t.normal == "theo" for p in pieces for t in p.tokens)
        for piece in pieces:
            if piece.role == "speech":
                concepts.append(self._speech(piece) if speaks else replace(self._concept(piece), frame=True))
        bare = not any(not c.frame for c in concepts) or self._is_bare(pieces, kind)
        # "hội nghị 32" alone asks for an overview; "hội nghị nào tổ chức …" asks something, if in plain words.
        if bare and (kind is not Kind.TOPIC or not concepts):
            concepts += self.implied(kind)
        return tuple(concepts)

    def _is_bare(self, pieces: Sequence[Piece], kind: Kind) -> bool:
        """Whether nothing but the conference is named; for a length or a place, light words aside."""
        content = [p for p in pieces if p.role == "content"]
        return not content or (
            kind in {Kind.HOW_LONG, Kind.WHERE}
            and not any(p.name or not self._tables.light.get(p.tokens) for p in content)
        )

    def mention(self, number: int) -> Concept:
        """The conference itself as what is asked about, for one that other articles only mention."""
        names = (f"hội nghị ngoại giao {number}", f"hội nghị ngoại giao lần thứ {number}")
        return Concept(f"hội nghị {number}", tuple(form_of_phrase(name) for name in names), 0.7)

    def implied(self, kind: Kind) -> list[Concept]:
        """What a bare question of that kind is about: "hội nghị 30 khi nào" is about its beginning or end."""
        words = self._tables.implied.get(kind, ())
        forms = tuple(form_of_phrase(word) for word in words)
        return [Concept("", forms, 0.5)] if forms else []

    def _speech(self, piece: Piece) -> Concept:
        """What someone says: any verb of saying will do, but one must be there."""
        forms = tuple(form_of_phrase(verb, OTHER_VERB_WEIGHT) for verb in self._tables.speech_verbs)
        return Concept(_typed(piece.tokens), (form_of(piece.tokens), *forms), 0.5, speech=True)

    def _unit(self, pieces: Sequence[Piece]) -> Concept | None:
        """What follows "bao nhiêu": the thing counted."""
        for at, piece in enumerate(pieces[:-1]):
            counts = piece.kind is Kind.HOW_MANY and piece.role == "ask"
            if counts or (piece.tokens[0].folded in AMOUNTS and more_or_less(pieces)):
                after = next((p for p in pieces[at + 1 :] if p.role in {"content", "frame"}), None)
                return self._concept(after) if after else None
        return None

    def _concept(self, piece: Piece) -> Concept:
        others = self._tables.synonyms.get(piece.tokens) or ()
        if piece.tokens[0].kind == "number" and piece.tokens[0].normal.isdigit():
            others = number_words(int(piece.tokens[0].normal))
        forms = (form_of(piece.tokens), *(form_of_phrase(other, SYNONYM_WEIGHT) for other in others))
        office = self._people.is_title(piece.tokens)
        return Concept(
            _typed(piece.tokens),
            forms,
            self._weight(forms),
            piece.role == "frame",
            piece.name,
            office=office,
            asked=piece.asked,
            light=piece.role == "content" and not piece.name and bool(self._tables.light.get(piece.tokens)),
        )

    def _weight(self, forms: Sequence[Form]) -> float:
        """The rarity of the word itself; of one that no sentence holds, the mean of its other forms that some do."""
        own = self._rarity(forms[0])
        known = [rarity for form in forms[1:] if (rarity := self._rarity(form)) is not None]
        if own is not None:
            return own
        return sum(known) / len(known) if known else UNKNOWN_RARITY


def _tokens_of(text: str) -> list[Token]:
    """The tokens of a question, without HTML and no more than are read."""
    return tokens(_TAG.sub(" ", clean(text)))[:MAX_TOKENS]


def _typed(word: Sequence[Token]) -> str:
    return (
        " ".join(dict.fromkeys(t.raw for t in word))
        if len({t.start for t in word}) == 1
        else " ".join(t.raw for t in word)
    )


def _is_noise(token: Token, restorer: Restorer) -> bool:
    """One or two small letters that are no syllable: "v", "dz", "ad"."""
    return token.kind == "word" and len(token.folded) < 3 and token.raw.islower() and not restorer.knows(token.folded)
