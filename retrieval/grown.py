"""An index and what was added to it since, as one: a new article is searched at once, whatever the size of the rest.

What a document gains moves with every document added: the idf of its terms, and the average length. The idf is a
factor of its own and is put right for each question. The average moves little, and by how much bounds how far a
gain can be off; whatever comes that near to the best is computed anew. So the scores are those of one index over all
documents at every moment; `merged` makes that index, which no longer looks in two places, and can be done aside.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.best import at_least_kth
from retrieval.bm25 import Floats, Index, Row, counts
from retrieval.postings import joined


class Grown:
    """``first`` with the documents of ``second``, which has the same parameters, numbered after its own."""

    def __init__(self, first: Index, second: Index) -> None:
        self._parts = (first, second)
        self.corpus_size = first.corpus_size + second.corpus_size
        total = sum(int(part.counted.lengths.sum(dtype=np.int64)) for part in self._parts)
        self.avgdl = total / self.corpus_size

    def top(self, query: Sequence[str], k: int = 10, among: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """The ``k`` best documents (of those ``among``, ascending) as the library scores all; ties in order."""
        weights = counts(query)
        idf = {term: rarity for term in weights if (rarity := self.idf_of(term))}
        places: list[NDArray[np.int64]] = []
        scores: list[Floats] = []
        before = 0
        for part in self._parts:
            within = None
            if among is not None:
                within = among[(among >= before) & (among < before + part.corpus_size)] - before
            found, gained = self._best(part, weights, idf, k, within)
            places.append(found + before)
            scores.append(gained)
            before += part.corpus_size
        every, gains = np.concatenate(places), np.concatenate(scores)
        base = self._parts[0].delta * sum(weights[term] * rarity for term, rarity in idf.items())
        order = np.lexsort((every, -gains))[:k]
        return [(int(every[i]), float(gains[i] + base)) for i in order]

    def idf_of(self, term: str) -> float:
        """The idf of a term over all documents, 0 for one that none holds."""
        held = sum(len(part.postings(term)) for part in self._parts)
        return float(np.log((self.corpus_size + 1) / held)) if held else 0.0

    def merged(self) -> Index:
        """One index of all the documents."""
        first, second = self._parts
        rows = {term: row for row, term in enumerate(first.terms)}
        where = [rows.setdefault(term, len(rows)) for term in second.terms]
        whole = joined(first.counted, second.counted, where, len(rows))
        return Index.over(rows, whole, first.k1, first.b, first.delta)

    def _best(
        self,
        part: Index,
        weights: Mapping[str, float],
        idf: Mapping[str, float],
        k: int,
        among: NDArray[np.int64] | None,
    ) -> tuple[NDArray[np.int64], Floats]:
        """The documents of a part that may be among the ``k`` best of it, and what they gain."""
        moved = {term: weights[term] * idf[term] / own for term in idf if (own := part.idf_of(term))}
        rows: list[Row] = part.rows(moved)
        sums = part.sums(rows, 0, part.corpus_size)
        # A gain is 1 / (norm + tf) but for constants, and the norm moves by no larger share than the average does.
        drift = max(part.avgdl / self.avgdl, self.avgdl / part.avgdl) - 1
        slack = min(1.0, 2.1 * drift + part.off_by(len(rows)))
        places = at_least_kth(sums, k, slack) if among is None else among[at_least_kth(sums[among], k, slack)]
        return places, part.table(rows, places, self.avgdl).sum(axis=0)
