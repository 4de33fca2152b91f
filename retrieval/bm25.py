"""The index: rank-bm25's BM25Plus, its exact scores from precomputed postings.

BM25+ is Lv and Zhai, "Lower-Bounding Term Frequency Normalization", CIKM 2011; the form computed here is the
library's: sum over the query's terms of ``idf * (delta + tf * (k1 + 1) / (k1 * (1 - b + b * dl / avgdl) + tf))``
with ``idf = ln((N + 1) / df)``. The library walks every document for every term; this class keeps, for each
term, the documents that hold it and what they gain, and adds those up. Tests hold the two equal.

A term that many documents hold has a gain for every document as well, which is added without looking anything up.
Large indexes add up gains of 32 bits; whatever is returned as a score is computed again in 64, from the frequencies.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from retrieval.best import at_least_kth
from retrieval.errors import RetrievalError
from retrieval.postings import Collector, Postings

Floats = NDArray[np.float64]
Gains = NDArray[np.float32] | NDArray[np.float64]
Positions = NDArray[np.int32]
# A term that some document holds, by its row, and what it weighs.
Row = tuple[int, float]
# Up to so many postings the gains are kept in 64 bits, which are exact.
_EXACT_UP_TO = 1_000_000
# Up to so many documents the postings of a question are counted at once.
_SMALL = 100_000
# A term that one in so many documents holds has a dense row: adding that takes less than adding its postings.
_DENSE = 12
# No more than so many have one, the commonest.
_DENSE_ROWS = 64
_STEP = 1_000_000
# By what share a sum of 32 bits may be off: 2^-24 for each of its terms, and for each addition.
_OFF_BY = 2.0**-23


class EmptyIndexError(RetrievalError):
    """There is nothing to index: no documents, or none with a term."""


class Terms(Protocol):
    """The rows of terms."""

    def get(self, term: str, /) -> int | None:
        """The row of a term, None for one that no document holds."""
        ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[str]:
        """The terms, by row."""
        ...


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

    @classmethod
    def over(
        cls,
        terms: Terms,
        counted: Postings,
        k1: float = 1.5,
        b: float = 0.75,
        delta: float = 1,
        gains: Gains | None = None,
    ) -> "Index":
        """An index of what is counted already, and perhaps weighed; EmptyIndexError as above."""
        index = cls.__new__(cls)
        index.k1, index.b, index.delta = k1, b, delta
        index._take(terms, counted)
        index._calc_idf({})
        if gains is None:
            index._weigh()
        else:
            index._norms = index._norm(counted.lengths, index.avgdl)
            index._serve(gains)
        return index

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """The library's first pass, with postings in place of a dictionary for each document."""
        rows: defaultdict[str, int] = defaultdict()
        rows.default_factory = rows.__len__
        collector = Collector()
        for document in corpus:
            collector.add(map(rows.__getitem__, document))
        rows.default_factory = None
        self._take(rows, collector.postings())
        return {}

    def _take(self, terms: Terms, counted: Postings) -> None:
        if not len(counted.documents):
            raise EmptyIndexError("không có câu nào để lập chỉ mục")
        self.terms, self.counted = terms, counted
        self.doc_len = counted.lengths
        self.corpus_size = len(counted.lengths)
        self.avgdl = int(counted.lengths.sum(dtype=np.int64)) / self.corpus_size

    def _calc_idf(self, _nd: Mapping[str, int]) -> None:
        """The idf of each row; the library's dictionary would hold every term a second time."""
        sizes, at = np.unique(self.counted.held, return_inverse=True)
        self._idf = np.array([math.log((self.corpus_size + 1) / size) if size else 0.0 for size in sizes])[at]
        self.mean_idf = float(self._idf.mean())

    def _weigh(self) -> None:
        """What each posting adds above ``idf * delta``, which every document gets; dense rows of the common terms."""
        counted = self.counted
        self._norms = self._norm(counted.lengths, self.avgdl)
        gains = _zeros(len(counted.documents), exact=len(counted.documents) <= _EXACT_UP_TO)
        # A few rows at a time, so that what is computed on the way takes no memory to speak of.
        cuts = np.searchsorted(counted.starts, np.arange(0, len(gains), _STEP)).tolist()
        for first, last in pairwise([*cuts, len(counted.starts) - 1]):
            span = slice(counted.starts[first], counted.starts[last])
            gains[span] = self._gain(span, np.repeat(self._idf[first:last], counted.held[first:last]))
        self._serve(gains)

    def _serve(self, gains: Gains) -> None:
        """Ready for questions: the dense rows, and a place for sums for each thread."""
        counted, exact = self.counted, gains.dtype == np.float64
        self.gains_held = gains
        self._off_by = 0.0 if exact else _OFF_BY
        # Looked into one number at a time, which a view of the memory does in a third of what an array takes.
        self._at, self._idf_at = counted.starts.data, self._idf.data
        self._dense: dict[int, Gains] = {}
        common = np.flatnonzero(counted.held > self.corpus_size / _DENSE)
        for row in common[np.argsort(-counted.held[common], kind="stable")][:_DENSE_ROWS].tolist():
            dense = self._dense[row] = _zeros(self.corpus_size, exact=exact)
            dense[self._documents(row)] = gains[self._span(row)]
        self._scratch = threading.local()

    def _norm(self, lengths: Positions, avgdl: float) -> Floats:
        norms: Floats = self.k1 * (1 - self.b + self.b * lengths / avgdl)
        return norms

    def _gain(self, places: slice | NDArray[np.int64], idf: Floats | np.float64, avgdl: float | None = None) -> Floats:
        """What postings gain, in 64 bits."""
        times = self.counted.frequencies[places].astype(np.float64)
        documents = self.counted.documents[places]
        norms = self._norms[documents] if avgdl is None else self._norm(self.counted.lengths[documents], avgdl)
        gains: Floats = idf * (times * (self.k1 + 1)) / (norms + times)
        return gains

    def _span(self, row: int) -> slice:
        return slice(self._at[row], self._at[row + 1])

    def _documents(self, row: int) -> Positions:
        return self.counted.documents[self._span(row)]

    def idf_of(self, term: str) -> float:
        """The idf of a term, 0 for one that no document holds."""
        row = self.terms.get(term)
        return 0.0 if row is None else float(self._idf_at[row])

    def relative_idf(self, row: int) -> float:
        """The idf of a row beside the mean of all."""
        return float(self._idf_at[row]) / self.mean_idf

    def __contains__(self, term: str) -> bool:
        """Whether some document holds ``term``."""
        return self.terms.get(term) is not None

    def postings(self, term: str) -> Positions:
        """The documents that hold ``term``."""
        row = self.terms.get(term)
        return self.counted.documents[:0] if row is None else self._documents(row)

    def get_scores(self, query: Sequence[str]) -> Floats:
        """The library's score of every document; as there, a repeated term counts twice."""
        rows = self.rows(counts(query))
        base = self.delta * sum(weight * self._idf_at[row] for row, weight in rows)
        scores: Floats = self._exact_sum(rows) + base
        return scores

    def top(self, query: Sequence[str], k: int = 10, among: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """The ``k`` best documents (of those ``among``, ascending) with the library's scores; ties by position.

        A document that shares no term with the query is none of them.
        """
        rows = self.rows(counts(query))
        first, last = (0, self.corpus_size) if among is None else bounds(among)
        scores = self.sums(rows, first, last)
        slack = self.off_by(len(rows))
        if among is not None and len(among) < last - first:
            places = among[at_least_kth(scores[among - first], k, slack)]
        else:
            places = first + at_least_kth(scores, k, slack)
        found = self.table(rows, places).sum(axis=0) if self._off_by else scores[places - first]
        order = np.lexsort((places, -found))[:k]
        base = self.delta * sum(weight * self._idf_at[row] for row, weight in rows)
        return list(zip(places[order].tolist(), (found[order] + base).tolist(), strict=True))

    def rows(self, weights: Mapping[str, float]) -> list[Row]:
        """The terms that some document holds, as rows."""
        found = ((self.terms.get(term), weight) for term, weight in weights.items())
        return [(row, weight) for row, weight in found if row is not None]

    def gains(self, weights: Mapping[str, float]) -> Floats:
        """The weighted score of every document above what the library gives to all: 0 where no term is shared.

        The library adds ``idf * delta`` of every known term to every document, held or not; without that
        constant the order is the same, and a document without a shared term is told apart.
        """
        return self.sums(self.rows(weights), 0, self.corpus_size).astype(np.float64)

    def gains_in(self, weights: Mapping[str, float], documents: NDArray[np.int64]) -> Floats:
        """The same term by term, for a few documents, in 64 bits: a row for each term, a column for each document."""
        table: Floats = np.zeros((len(weights), len(documents)))
        known = [at for at, term in enumerate(weights) if term in self]
        table[known] = self.table(self.rows(weights), documents)
        return table

    def off_by(self, terms: int) -> float:
        """By what share two sums of the gains of so many terms may be off, taken together."""
        return self._off_by * (2 + terms)

    def table(self, rows: Sequence[Row], documents: NDArray[np.int64], avgdl: float | None = None) -> Floats:
        """What documents gain in 64 bits, a row for each of the rows; by another average length if one is given."""
        wanted = documents.astype(np.int32)
        places = np.zeros((len(rows), len(wanted)), np.int64)
        for at, (row, _) in enumerate(rows):
            places[at] = self._documents(row).searchsorted(wanted)
            places[at] += self._at[row]
        np.minimum(places, len(self.counted.documents) - 1, out=places)
        # What stands at the end of a row may be the next row's.
        ends = np.array([self._at[row + 1] for row, _ in rows])[:, None]
        held = (self.counted.documents[places] == wanted) & (places < ends)
        factors = np.array([weight * self._idf_at[row] for row, weight in rows])[:, None]
        table: Floats = self._gain(places, factors, avgdl) * held if rows else np.zeros(places.shape)
        return table

    def sums(self, rows: Sequence[Row], first: int, last: int) -> Gains:
        """The weighted gains of the documents ``first`` to ``last``, in a place that the thread's next sum may take."""
        sparse, dense = [], []
        for row, weight in rows:
            if (every := self._dense.get(row)) is not None:
                dense.append(_times(every[first:last], weight))
            else:
                documents, gains = self._within(self._span(row), first, last)
                sparse.append((documents, _times(gains, weight)))
        scores = self._added(sparse, last - first)
        for each in dense:
            scores += each
        return scores

    def _within(self, span: slice, first: int, last: int) -> tuple[Positions, Gains]:
        """The postings of a row that fall in ``first`` to ``last``, the documents counted from there."""
        documents, gains = self.counted.documents[span], self.gains_held[span]
        if last - first == self.corpus_size:
            return documents, gains
        a, b = documents.searchsorted(np.array((first, last), np.int32)).tolist()
        return documents[a:b] - np.int32(first), gains[a:b]

    def _added(self, postings: Sequence[tuple[Positions, Gains]], size: int) -> Gains:
        """Counting all at once takes the fewest calls, which is what counts in a small index; not in a large one."""
        if postings and size <= _SMALL and not self._off_by:
            documents, gains = zip(*postings, strict=True)
            counted = np.bincount(np.concatenate(documents), np.concatenate(gains), size)
            return counted.astype(np.float64, copy=False)
        scores = self._place()[:size]
        scores.fill(0)
        for places, each in postings:
            np.add.at(scores, places, each)
        return scores

    def _exact_sum(self, rows: Sequence[Row]) -> Floats:
        """The weighted gains of all documents in 64 bits, also where gains of 32 are kept."""
        scores = np.zeros(self.corpus_size)
        for row, weight in rows:
            # A document stands at most once in the postings of a term, so plain fancy indexing adds up.
            scores[self._documents(row)] += weight * self._gain(self._span(row), self._idf[row])
        return scores

    def _place(self) -> Gains:
        place: Gains | None = getattr(self._scratch, "scores", None)
        if place is None:
            place = self._scratch.scores = _zeros(self.corpus_size, exact=not self._off_by)
        return place


def _times(gains: Gains, weight: float) -> Gains:
    return gains if weight == 1 else gains * gains.dtype.type(weight)


def _zeros(size: int, *, exact: bool) -> Gains:
    return np.zeros(size, np.float64) if exact else np.zeros(size, np.float32)


def counts(query: Sequence[str]) -> dict[str, float]:
    """How often each term stands in a query."""
    weights: dict[str, float] = {}
    for term in query:
        weights[term] = weights.get(term, 0.0) + 1.0
    return weights


def bounds(among: NDArray[np.int64]) -> tuple[int, int]:
    """The first of some documents, ascending, and one past the last."""
    return (int(among[0]), int(among[-1]) + 1) if len(among) else (0, 0)
