"""Texts in, ranked sentences out: the analysis and the index that the product and the measurements share."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence import Hit
from retrieval.expected import Holdings
from retrieval.people import People
from retrieval.query.model import Form, Query
from retrieval.query.parse import Calendar, Parser, concept_terms
from retrieval.query.restore import Restorer
from retrieval.query.tables import read_tables
from retrieval.query.vocabulary import Vocabulary
from retrieval.rank import Ranker, Settings, index_terms
from retrieval.text.numbers import with_numerals
from retrieval.text.syllables import tokens
from retrieval.text.words import dictionary_words, word_ends


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
    ) -> None:
        """Analyse and index the sentences; ``calendar`` tells what conferences a question may name.

        Raises:
            EmptyIndexError: no sentence has a syllable.
        """
        self._people = people
        found = [with_numerals(tokens(text)) for text in texts]
        ends = [word_ends(sequence) for sequence in found]
        self.word_ends = ends
        self._ranker = Ranker(
            [index_terms(sequence, last) for sequence, last in zip(found, ends, strict=True)],
            paragraphs,
            articles,
            [Holdings.of(text, sequence) for text, sequence in zip(texts, found, strict=True)],
            settings,
        )
        written = [[t.raw for t in sequence] for sequence in found]
        words = [
            tuple(sequence[a:b]) for sequence, last in zip(written, ends, strict=True) for a, b in _long_words(last)
        ]
        names = [tuple(t.raw for t in sequence[a:b]) for sequence in found for a, b in people.names(sequence)]
        tables = read_tables()
        self._parser = Parser(
            tables,
            Vocabulary(
                dictionary_words(), tables.phrases(), [*words, *names], tables.kinds.keys(), tables.plain.keys()
            ),
            Restorer(written, tables.phrases(), dictionary_words(), tables.plain.keys()),
            people,
            calendar or Calendar(),
            self._rarity,
        )

    def parse(self, question: str) -> Query:
        """The question, understood; never raises on any text."""
        return self._parser.parse(question)

    def about_mention(self, query: Query, number: int) -> Query:
        """The question with a conference that is only mentioned as a thing asked about."""
        concepts = (*(() if query.implied else query.concepts), self._parser.mention(number))
        return replace(
            query, concepts=concepts, terms={**query.terms, **concept_terms(concepts)}, conferences=(number,)
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


def _long_words(ends: Sequence[int]) -> list[tuple[int, int]]:
    """The words of more than one syllable, as spans."""
    spans = []
    start = 0
    while start < len(ends):
        if ends[start] > start + 1:
            spans.append((start, ends[start]))
        start = ends[start]
    return spans
