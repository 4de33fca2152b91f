"""The sentences that stand for a text: central ones by LexRank, without repetition by maximal marginal relevance.

- G. Erkan and D. R. Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization", Journal of
  Artificial Intelligence Research 22, 2004. Sentences are nodes; an edge weighs their idf-modified cosine. The
  continuous form is used (section 3.3), which needs no threshold: centrality is the stationary distribution of

      p(u) = d / N + (1 - d) * sum over v of sim(u, v) / (sum over z of sim(z, v)) * p(v)

  with the damping d = 0.15 of their experiments.
- J. Carbonell and J. Goldstein, "The Use of MMR, Diversity-Based Reranking for Reordering Documents and Producing
  Summaries", SIGIR 1998: next comes the sentence with the highest

      lambda * relevance(s) - (1 - lambda) * max over the chosen of sim(s, chosen)
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Vector = Mapping[str, float]

DAMPING = 0.15
# Relevance against repetition; Carbonell and Goldstein found 0.7 and below good where little may be shown.
LAMBDA = 0.6
_STEPS, _CLOSE = 200, 1e-9


def similarities(vectors: Sequence[Vector]) -> Floats:
    """The cosine of each two vectors; 0 for those without a term.

    >>> similarities([{"hội": 1.0, "nghị": 1.0}, {"hội": 2.0}, {}]).round(3).tolist()
    [[1.0, 0.707, 0.0], [0.707, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    shared = _shared(vectors)
    table = np.zeros((len(vectors), len(shared)))
    for row, vector in zip(table, vectors, strict=True):
        for term, weight in vector.items():
            if term in shared:
                row[shared[term]] = weight
    norms = np.sqrt([sum(weight * weight for weight in vector.values()) for vector in vectors])
    table /= np.where(norms > 0, norms, 1.0)[:, None]
    found: Floats = table @ table.T
    np.fill_diagonal(found, (norms > 0).astype(float))
    return found


def _shared(vectors: Sequence[Vector]) -> dict[str, int]:
    """The terms of more than one vector, numbered: no other adds to a product."""
    counts: dict[str, int] = {}
    for vector in vectors:
        for term in vector:
            counts[term] = counts.get(term, 0) + 1
    return {term: at for at, term in enumerate(term for term, count in counts.items() if count > 1)}


def centrality(similar: Floats) -> Floats:
    """LexRank of each sentence, from the table of their similarities; the scores add up to 1.

    >>> centrality(np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.0], [0.5, 0.0, 1.0]])).round(3).tolist()
    [0.421, 0.289, 0.289]
    """
    size = len(similar)
    if not size:
        return np.zeros(0)
    totals = similar.sum(axis=1, keepdims=True)
    walk = np.where(totals > 0, similar / np.where(totals > 0, totals, 1.0), 1.0 / size)
    scores: Floats = np.full(size, 1.0 / size)
    for _ in range(_STEPS):
        after = DAMPING / size + (1 - DAMPING) * (walk.T @ scores)
        if np.abs(after - scores).sum() < _CLOSE:
            return after
        scores = after
    return scores


def diverse(
    relevance: Floats, similar: Floats, clashing: NDArray[np.bool_], most: int, given: Sequence[int] = ()
) -> list[int]:
    """At most ``most`` sentences in the order MMR takes them, ties by position.

    ``clashing`` tells which two may not both be taken; those ``given`` count as taken before.

    >>> similar = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> diverse(np.array([0.5, 0.4, 0.1]), similar, similar > 1, 2)
    [0, 2]
    """
    scaled = relevance / max(float(relevance.max(initial=0.0)), 1e-12)
    near: Floats = np.zeros(len(relevance))
    closed = np.zeros(len(relevance), dtype=bool)
    chosen: list[int] = []
    for at in given:
        near, closed = np.maximum(near, similar[at]), closed | clashing[at]
        closed[at] = True
    while len(chosen) < most and not closed.all():
        at = int(np.argmax(np.where(closed, -np.inf, LAMBDA * scaled - (1 - LAMBDA) * near)))
        chosen.append(at)
        near, closed = np.maximum(near, similar[at]), closed | clashing[at]
        closed[at] = True
    return chosen
