"""The index: rank-bm25's BM25Plus, its exact scores from precomputed postings.

BM25+ is Lv and Zhai, "Lower-Bounding Term Frequency Normalization", CIKM 2011; the form computed here is the
library's: sum over the query's terms of ``idf * (delta + tf * (k1 + 1) / (k1 * (1 - b + b * dl / avgdl) + tf))``
with ``idf = ln((N + 1) / df)``. The library walks every document for every term; this class keeps, for each
term, the documents that hold it and what they gain, and adds those up. Tests hold the two equal.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from retrieval.errors import RetrievalError

Floats = NDArray[np.float64]
Positions = NDArray[np.int32]


class EmptyIndexError(RetrievalError):
    """There is nothing to index: no documents, or none with a term."""


class Index(BM25Plus):  # type: ignore[misc]  # rank_bm25 has no types
    """BM25+ over documents given as sequences of terms.

    >>> index = Index([["hội", "nghị"], ["ngoại", "giao", "hội"], ["giao"]])
    >>> index.gains({"giao": 1.0}).round(3).tolist()
    [0.0, 0.375, 0.531]
    """

    def __init__(self, documents: Iterable[Sequence[str]], k1: float = 1.5, b: float = 0.75, delta: float = 1) -> None:
        """Index ``documents``.

        Raises:
            EmptyIndexError: there are no documents, or none has a term (the library divides by zero there).
        """
        super().__init__(documents, k1=k1, b=b, delta=delta)
        self._weigh()

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """The library's first pass, with postings in place of a dictionary for each document."""
        postings: dict[str, dict[int, int]] = {}
        for position, document in enumerate(corpus):
            self.doc_len.append(len(document))
            for term in document:
                held = postings.setdefault(term, {})
                held[position] = held.get(position, 0) + 1
        self.corpus_size = len(self.doc_len)
        if not postings:
            raise EmptyIndexError("không có câu nào để lập chỉ mục")
        self.avgdl = sum(self.doc_len) / self.corpus_size
        self._rows = {term: row for row, term in enumerate(postings)}
        self._starts = np.cumsum([0, *(len(held) for held in postings.values())])
        total = int(self._starts[-1])
        self._documents = np.fromiter((d for held in postings.values() for d in held), np.int32, total)
        self._gains = np.fromiter((n for held in postings.values() for n in held.values()), np.float64, total)
        return {term: len(held) for term, held in postings.items()}

    def _weigh(self) -> None:
        """Turn the frequencies into what each posting adds above ``idf * delta``, which every document gets."""
        length = self.k1 * (1 - self.b + self.b * np.asarray(self.doc_len)[self._documents] / self.avgdl)
        idf = np.repeat([self.idf[term] for term in self._rows], np.diff(self._starts))
        self.mean_idf = sum(self.idf.values()) / len(self.idf)
        self._gains = idf * (self._gains * (self.k1 + 1)) / (length + self._gains)

    def __contains__(self, term: str) -> bool:
        """Whether some document holds ``term``."""
        return term in self._rows

    def postings(self, term: str) -> Positions:
        """The documents that hold ``term``."""
        row = self._rows.get(term)
        return self._documents[:0] if row is None else self._documents[self._starts[row] : self._starts[row + 1]]

    def get_scores(self, query: Sequence[str]) -> Floats:
        """The library's score of every document; as there, a repeated term counts twice."""
        weights: dict[str, float] = {}
        for term in query:
            weights[term] = weights.get(term, 0.0) + 1.0
        base = sum(weight * self.delta * self.idf.get(term, 0.0) for term, weight in weights.items())
        scores: Floats = self._sum(weights) + base
        return scores

    def gains(self, weights: Mapping[str, float]) -> Floats:
        """The weighted score of every document above what the library gives to all: 0 where no term is shared.

        The library adds ``idf * delta`` of every known term to every document, held or not; without that
        constant the order is the same, and a document without a shared term is told apart.
        """
        return self._sum(weights)

    def gains_in(self, weights: Mapping[str, float], documents: NDArray[np.int64]) -> Floats:
        """The same term by term, for a few documents: a row for each term, a column for each document."""
        table = np.zeros((len(weights), len(documents)))
        for row, (term, weight) in zip(table, weights.items(), strict=True):
            at = self._rows.get(term)
            if at is not None:
                span = slice(self._starts[at], self._starts[at + 1])
                held = self._documents[span]
                found = np.minimum(np.searchsorted(held, documents), len(held) - 1)
                row[:] = np.where(held[found] == documents, weight * self._gains[span][found], 0.0)
        return table

    def _sum(self, weights: Mapping[str, float]) -> Floats:
        scores = np.zeros(self.corpus_size)
        for term, weight in weights.items():
            row = self._rows.get(term)
            if row is not None:
                span = slice(self._starts[row], self._starts[row + 1])
                # A document stands at most once in the postings of a term, so plain fancy indexing adds up.
                scores[self._documents[span]] += weight * self._gains[span]
        return scores
