"""Which documents hold which term how often: built from a stream, a chunk of documents at a time.

A term is a row, a number from 0. The postings of all rows lie in one array, row after row, each in the order of the
documents. Collecting keeps 3 bytes for a posting, and the finished arrays take 5, so that building never holds much
more than what it builds.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Documents counted at a time: their places within a chunk fit 16 bits, and sorting a chunk stays in the cache.
_CHUNK = 65_536
_MOST_TERMS = 4_000_000


@dataclass(frozen=True, slots=True)
class Postings:
    """``documents[starts[row]:starts[row + 1]]`` hold the row's term, ``frequencies`` times; ``lengths`` in terms."""

    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    frequencies: NDArray[np.unsignedinteger]
    lengths: NDArray[np.int32]

    @property
    def held(self) -> NDArray[np.int64]:
        """How many documents hold each row's term."""
        return np.diff(self.starts)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A chunk of documents: the rows met, how many documents hold each, and those, with how often."""

    first: int
    rows: NDArray[np.int64]
    held: NDArray[np.int64]
    documents: NDArray[np.uint16]
    frequencies: NDArray[np.unsignedinteger]


class Collector:
    """Takes documents as rows, one after the other."""

    def __init__(self) -> None:
        self._flat = array("i")
        self._lengths = array("i")
        self._counted_until = 0
        self._chunks: list[_Counted] = []
        self._rows = 0

    def add(self, rows: Iterable[int]) -> None:
        """The next document."""
        before = len(self._flat)
        self._flat.extend(rows)
        self._lengths.append(len(self._flat) - before)
        if len(self._lengths) - self._counted_until == _CHUNK or len(self._flat) > _MOST_TERMS:
            self._count()

    def postings(self) -> Postings:
        """What was collected; the collector is empty after."""
        self._count()
        held = np.zeros(self._rows, np.int64)
        for chunk in self._chunks:
            held[chunk.rows] += chunk.held
        starts = np.concatenate([[0], np.cumsum(held)])
        most = max((int(c.frequencies.max(initial=0)) for c in self._chunks), default=0)
        documents = np.empty(starts[-1], np.int32)
        frequencies = np.empty(starts[-1], np.min_scalar_type(most))
        free = starts[:-1].copy()
        self._chunks.reverse()
        while self._chunks:
            chunk = self._chunks.pop()
            within = np.concatenate([[0], np.cumsum(chunk.held)[:-1]])
            places = np.repeat(free[chunk.rows] - within, chunk.held) + np.arange(len(chunk.documents))
            documents[places] = chunk.documents.astype(np.int32) + chunk.first
            frequencies[places] = chunk.frequencies
            free[chunk.rows] += chunk.held
        lengths = np.frombuffer(self._lengths, np.int32).copy() if self._lengths else np.empty(0, np.int32)
        return Postings(starts, documents, frequencies, lengths)

    def _count(self) -> None:
        """Count the documents since the last chunk, and forget their terms."""
        if self._flat:
            first = self._counted_until
            rows = np.frombuffer(self._flat, np.int32)
            self._rows = max(self._rows, int(rows.max()) + 1)
            self._chunks.append(_counted(first, rows, np.frombuffer(self._lengths, np.int32)[first:]))
            del rows
        self._flat = array("i")
        self._counted_until = len(self._lengths)


def _counted(first: int, rows: NDArray[np.int32], lengths: NDArray[np.int32]) -> _Counted:
    keys = rows.astype(np.int64)
    keys *= _CHUNK
    keys += np.repeat(np.arange(len(lengths)), lengths)
    keys.sort()
    at = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    frequencies = np.diff(at, append=len(keys))
    keys = keys[at]
    held_rows = keys // _CHUNK
    new = np.flatnonzero(np.append(True, held_rows[1:] != held_rows[:-1]))
    return _Counted(
        first,
        held_rows[new],
        np.diff(new, append=len(keys)),
        (keys % _CHUNK).astype(np.uint16),
        frequencies.astype(np.min_scalar_type(int(frequencies.max()))),
    )


def joined(one: Postings, other: Postings, rows: Sequence[int] | NDArray[np.int64], count: int) -> Postings:
    """The documents of both, those of ``other`` after those of ``one``.

    Row ``i`` of ``other`` is row ``rows[i]`` of the whole, which has ``count`` rows; rows of ``one`` keep their number.
    """
    where = np.asarray(rows, dtype=np.int64)
    of_one, of_other = np.zeros(count, np.int64), np.zeros(count, np.int64)
    of_one[: len(one.held)] = one.held
    of_other[where] = other.held
    starts = np.concatenate([[0], np.cumsum(of_one + of_other)])
    wide = np.promote_types(one.frequencies.dtype, other.frequencies.dtype)
    documents, frequencies = np.empty(starts[-1], np.int32), np.empty(starts[-1], wide)
    new = np.repeat((starts[:-1] + of_one)[where] - other.starts[:-1], other.held) + np.arange(len(other.documents))
    old = np.ones(starts[-1], dtype=bool)
    old[new] = False
    documents[old], frequencies[old] = one.documents, one.frequencies
    documents[new], frequencies[new] = other.documents + len(one.lengths), other.frequencies
    return Postings(starts, documents, frequencies, np.concatenate([one.lengths, other.lengths]))


def grouped(counted: Postings, groups: NDArray[np.int64]) -> Postings:
    """The same terms in fewer, longer documents: document ``i`` becomes a part of ``groups[i]``, numbered from 0."""
    count = int(groups.max(initial=-1)) + 1
    lengths = np.bincount(groups, counted.lengths, count).astype(np.int32)
    held, documents, frequencies = [], [], []
    # A few rows at a time, so that what is computed on the way takes little memory.
    cuts = np.searchsorted(counted.starts, np.arange(0, len(counted.documents), _MOST_TERMS)).tolist()
    for first, last in pairwise(sorted({*cuts, len(counted.starts) - 1})):
        span = slice(counted.starts[first], counted.starts[last])
        keys = np.repeat(np.arange(last - first), counted.held[first:last]) * count
        keys += groups[counted.documents[span]]
        times = counted.frequencies[span].astype(np.int64)
        if (keys[1:] < keys[:-1]).any():
            order = np.argsort(keys, kind="stable")
            keys, times = keys[order], times[order]
        new = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        held.append(np.bincount(keys[new] // count, minlength=last - first))
        documents.append((keys[new] % count).astype(np.int32))
        sums = np.add.reduceat(times, new)
        frequencies.append(sums.astype(np.min_scalar_type(int(sums.max()))))
    starts = np.concatenate([[0], np.cumsum(np.concatenate(held))])
    return Postings(starts, np.concatenate(documents), np.concatenate(frequencies), lengths)
