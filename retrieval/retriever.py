"""Texts in, ranked sentences out: the analysis and the index that the product and the measurements share."""

import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence import Hit
from retrieval.expected import Holdings
from retrieval.people import People
from retrieval.query.model import Form, Query
from retrieval.query.naming import Calendar
from retrieval.query.parse import Parser
from retrieval.query.restore import Restorer
from retrieval.query.tables import read_tables
from retrieval.query.terms import concept_terms
from retrieval.query.vocabulary import Vocabulary
from retrieval.rank import Ranker, Settings, index_terms, term_weight
from retrieval.text.numbers import with_numerals
from retrieval.text.syllables import tokens
from retrieval.text.words import dictionary_words, word_ends

Progress = Callable[[int, int], None]
# Where the words of sentences end that were segmented before, by the text of the sentence.
Segmented = Mapping[str, Sequence[int]]


class _Analysis:
    """What is kept of every sentence; the syllables themselves are not, they would fill the memory of an archive."""

    def __init__(self, people: People, segmented: Segmented) -> None:
        self._people = people
        self._segmented = segmented
        self._one: dict[str, str] = {}
        self.word_ends: list[Sequence[int]] = []
        self.holdings: list[Holdings] = []
        self.written: list[list[str]] = []
        self.words: set[tuple[str, ...]] = set()

    def terms(self, texts: Sequence[str], progress: Progress | None) -> Iterator[list[str]]:
        """Analyse sentences; their index terms, of one at a time, as they are the most of it."""
        for position, text in enumerate(texts):
            yield self._add(text)
            if progress is not None:
                progress(position + 1, len(texts))

    def _add(self, text: str) -> list[str]:
        sequence = with_numerals(tokens(text))
        ends = self._segmented.get(text)
        if ends is None:
            ends = word_ends(sequence)
        written = [self._once(t.raw) for t in sequence]
        self.word_ends.append(_packed(ends))
        self.holdings.append(Holdings.of(text, sequence))
        self.written.append(written)
        spans = (*_long_words(ends), *self._people.names(sequence))
        self.words.update(tuple(written[a:b]) for a, b in spans)
        return index_terms(sequence, ends)

    def _once(self, text: str) -> str:
        """Equal strings as one object."""
        return self._one.setdefault(text, text)


class Retriever:
    """Sentences in the order of the text, each with the paragraph and the article it stands in."""

    def __init__(
        self,
        texts: Sequence[str],
        paragraphs: Sequence[int],
        articles: Sequence[int],
        people: People,
        calendar: Calendar | None = None,
        settings: Settings | None = None,
        progress: Progress | None = None,
        segmented: Segmented | None = None,
    ) -> None:
        """Analyse and index the sentences; ``calendar`` tells what conferences a question may name.

        ``progress`` is called with the number of sentences analysed and of all; what stands in ``segmented`` is not
        segmented again.

        Raises:
            EmptyIndexError: no sentence has a syllable.
        """
        read = _Analysis(people, segmented or {})
        self.word_ends = read.word_ends
        self.settings = settings or Settings()
        self._ranker = Ranker(read.terms(texts, progress), paragraphs, articles, read.holdings, self.settings)
        tables = read_tables()
        plain = list(tables.plain.keys())
        self._parser = Parser(
            tables,
            Vocabulary(dictionary_words(), tables.phrases(), read.words, tables.kinds.keys(), plain),
            Restorer(
                read.written,
                tables.asking(),
                [*tables.synonyms.keys(), *tables.names.keys()],
                dictionary_words(),
                plain,
            ),
            people,
            calendar or Calendar(),
            self._rarity,
            self.settings,
        )

    def parse(self, question: str) -> Query:
        """The question, understood; never raises on any text."""
        return self._parser.parse(question)

    def in_english(self, question: str) -> bool:
        """Whether a question is in English."""
        return self._parser.in_english(question)

    def vector(self, position: int, text: str) -> dict[str, float]:
        """The sentence at ``position``, whose text is given, as weighted terms: tf * idf, a kind as in a question."""
        index = self._ranker.sentences
        found: dict[str, float] = {}
        for term in index_terms(with_numerals(tokens(text)), self.word_ends[position]):
            found[term] = found.get(term, 0.0) + index.idf_of(term) * term_weight(term, self.settings)
        return found

    def about_mention(self, query: Query, number: int) -> Query:
        """The question with a conference that is only mentioned as a thing asked about."""
        own = () if query.implied else (replace(c, asked=not c.frame) for c in query.concepts)
        concepts = (*own, self._parser.mention(number))
        return replace(
            query,
            concepts=concepts,
            terms={**query.terms, **concept_terms(concepts, self.settings)},
            conferences=(number,),
        )

    def rank(self, query: Query, k: int = 10, among: NDArray[np.int64] | None = None) -> list[Hit]:
        """The ``k`` best sentences (of those ``among``); none without a shared term, ties by position."""
        return self._ranker.rank(query.terms, query.expected, k, among)

    def _rarity(self, form: Form) -> float | None:
        """How much it tells that a sentence holds the form: ln((N + 1) / df) over the rarest pair in it, 0 to 1."""
        index = self._ranker.sentences
        pairs = [f"{a} {b}" for a, b in zip(form.folded, form.folded[1:], strict=False)] or list(form.folded)
        found = min((len(index.postings(pair)) for pair in pairs), default=0)
        return math.log((index.corpus_size + 1) / found) / math.log(index.corpus_size + 1) if found else None


def _packed(ends: Sequence[int]) -> Sequence[int]:
    return ends if isinstance(ends, array) or len(ends) >= 65_536 else array("H", ends)


def _long_words(ends: Sequence[int]) -> list[tuple[int, int]]:
    """The words of more than one syllable, as spans."""
    spans = []
    start = 0
    while start < len(ends):
        if ends[start] > start + 1:
            spans.append((start, ends[start]))
        start = ends[start]
    return spans
