"""A conference in a few lines: the facts its articles state, and the sentences that stand for them.

Nothing is rewritten. The facts are spans of sentences (``facts``); the sentences are chosen by LexRank with maximal
marginal relevance (``lexrank``) over the terms the product searches by, and shown in the order of the articles.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.corpus.model import Conference, Corpus, Sentence
from retrieval.evidence import Quote
from retrieval.facts import Ask, Fact, find_facts, read_fact_rules
from retrieval.lexrank import Floats, Vector, centrality, diverse, similarities
from retrieval.mentions import mentions
from retrieval.quote import leans
from retrieval.text.syllables import tokens

FEWEST, MOST = 3, 6
# One sentence for about so many of the articles: a short article is not told over in whole.
_SHARE = 2.5
_MIN_SYLLABLES = 10
# A fact that takes this share of its sentence has told it.
_LARGE = 0.3
# A conference named within the first so many syllables is what the sentence is about.
_SUBJECT = 4
# The table of similarities grows with the square of the sentences: of more, the nearest to their centroid are compared.
_MOST_COMPARED = 400
# A sentence this like one chosen before says the same again.
_SAME = 0.6

# "Để thực hiện nhiệm vụ đó, …": told apart from "này", which as often points at the conference itself.
_OPENING = re.compile(r"^[^,;:“\"]{1,120}\s(?:đó|ấy|nói trên|nêu trên|kể trên),")

VectorOf = Callable[[Sentence], Vector]


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence of a summary, cited; ``rank`` counts from 1 by how well it stands for the articles."""

    quote: Quote
    rank: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A conference: ``facts`` in the order of a card, ``sentences`` in the order of the articles."""

    conference: Conference
    facts: tuple[Fact, ...]
    sentences: tuple[KeySentence, ...]

    def best(self, count: int) -> tuple[Quote, ...]:
        """The quotes of the ``count`` sentences that stand best for the articles, in their order."""
        return tuple(each.quote for each in self.sentences if each.rank <= count)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, with the one it leans on."""

    sentence: Sentence
    before: Sentence | None

    @property
    def positions(self) -> frozenset[int]:
        return frozenset({self.sentence.position, *([self.before.position] if self.before else [])})


class Summarizer:
    """Makes summaries of the conferences of one corpus.

    Args:
        corpus: the articles.
        ask: answers a question about it.
        vector_of: a sentence as weighted terms.
    """

    def __init__(self, corpus: Corpus, ask: Ask, vector_of: VectorOf) -> None:
        self._corpus = corpus
        self._ask = ask
        self._vector_of = vector_of
        self._rules = read_fact_rules()

    def summary(self, number: int) -> Summary:
        """The summary of a conference that the corpus holds; KeyError for any other."""
        conference = next((c for c in self._corpus.held if c.number == number), None)
        if conference is None:
            raise KeyError(number)
        facts = tuple(find_facts(conference, self._ask, self._rules))
        return Summary(conference, facts, self._key_sentences(conference, facts))

    def _key_sentences(self, conference: Conference, facts: Sequence[Fact]) -> tuple[KeySentence, ...]:
        own = [s for s in self._corpus.sentences if s.conference == conference.number]
        units = self._units(own, conference.number)
        most = min(MOST, max(FEWEST, round(len(own) / _SHARE)))
        told = _told(facts, units, most)
        vectors = [self._vector_of(unit.sentence) for unit in units]
        kept = _nearest_to_centroid(vectors, _MOST_COMPARED)
        units, vectors = [units[at] for at in kept], [vectors[at] for at in kept]
        order = _chosen(units, vectors, told, most)
        found = [KeySentence(self._quote(units[at], conference), rank) for rank, at in enumerate(order, start=1)]
        return tuple(sorted(found, key=lambda each: each.quote.sentence.position))

    def _units(self, own: Sequence[Sentence], number: int) -> list[_Unit]:
        """What may be chosen: no scraps, nothing whose subject is another conference, nothing left hanging."""
        units = []
        for sentence in own:
            sequence = tokens(sentence.text)
            first = next(iter(mentions(sequence)), None)
            about_another = first is not None and first.start < _SUBJECT and number not in first.numbers
            if len(sequence) < _MIN_SYLLABLES or about_another:
                continue
            before = self._before(sentence)
            if not points_back(sentence.text):
                units.append(_Unit(sentence, None))
            elif before is not None and not points_back(before.text):
                units.append(_Unit(sentence, before))
        return units

    def _before(self, sentence: Sentence) -> Sentence | None:
        """The sentence before, in the same article."""
        before = self._corpus.sentences[sentence.position - 1] if sentence.position else None
        return before if before and before.article == sentence.article else None

    def _quote(self, unit: _Unit, conference: Conference) -> Quote:
        return Quote(unit.sentence, self._corpus.article(unit.sentence.article), conference, before=unit.before)


def points_back(text: str) -> bool:
    """Whether a sentence leans on the one before, by its first word or by a "… đó" in its opening phrase.

    >>> points_back("Để thực hiện được nhiệm vụ đó, hội nghị họp."), points_back("Do đó, hội nghị họp.")
    (True, True)
    >>> points_back("Sáng 23-12, trong đó có ông An, hội nghị họp.")
    False
    """
    return leans(text) or bool(_OPENING.match(text))


def _told(facts: Sequence[Fact], units: Sequence[_Unit], most: int) -> frozenset[int]:
    """The sentences that the card has told already, as far as enough others remain to choose from.

    Where there are many that is every sentence a fact came from, else those of two facts or of which a fact is a good
    part, else none.
    """
    positions = [fact.quote.sentence.position for fact in facts]
    large = {fact.quote.sentence.position for fact in facts if len(fact.text) >= _LARGE * len(fact.quote.sentence.text)}
    good = large | {at for at in positions if positions.count(at) > 1}
    for told, needed in ((frozenset(positions), 3 * most), (frozenset(good), FEWEST)):
        if sum(not unit.positions & told for unit in units) >= needed:
            return told
    return frozenset()


def _chosen(units: Sequence[_Unit], vectors: Sequence[Vector], told: frozenset[int], most: int) -> list[int]:
    """The units that stand for all, the best first; none holds a sentence of another or says the same again."""
    similar = similarities(vectors)
    shared = [[bool(a.positions & b.positions) for b in units] for a in units]
    clashing = (similar >= _SAME) | np.array(shared, dtype=bool).reshape(similar.shape)
    given = [at for at, unit in enumerate(units) if unit.positions & told]
    return diverse(centrality(similar), similar, clashing, most, given)


def _nearest_to_centroid(vectors: Sequence[Vector], most: int) -> list[int]:
    """The positions of the vectors most like their sum, in order; all where there are few."""
    if len(vectors) <= most:
        return list(range(len(vectors)))
    total: dict[str, float] = {}
    for vector in vectors:
        for term, weight in vector.items():
            total[term] = total.get(term, 0.0) + weight
    scores: Floats = np.array([_likeness(vector, total) for vector in vectors])
    return sorted(int(at) for at in np.argsort(-scores, kind="stable")[:most])


def _likeness(vector: Vector, total: Vector) -> float:
    norm = sum(weight * weight for weight in vector.values()) ** 0.5
    return sum(weight * total[term] for term, weight in vector.items()) / norm if norm else 0.0
