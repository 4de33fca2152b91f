"""LexRank and MMR against straightforward references."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexrank import DAMPING, LAMBDA, centrality, diverse, similarities

vectors = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.1, 5.0), max_size=6), min_size=1, max_size=12
)


def cosine(a: dict[str, float], b: dict[str, float]) -> float:
    norms = np.sqrt(sum(w * w for w in a.values())) * np.sqrt(sum(w * w for w in b.values()))
    return float(sum(w * b.get(t, 0.0) for t, w in a.items()) / norms) if norms else 0.0


@given(vectors)
def test_similarities_are_cosines(given_vectors: list[dict[str, float]]) -> None:
    expected = [[cosine(a, b) for b in given_vectors] for a in given_vectors]
    assert np.allclose(similarities(given_vectors), expected)


@given(vectors)
def test_centrality_is_the_stationary_distribution(given_vectors: list[dict[str, float]]) -> None:
    """Held against the eigenvector of the damped walk, found by linear algebra instead of iteration."""
    similar = similarities(given_vectors)
    size = len(similar)
    totals = similar.sum(axis=1, keepdims=True)
    walk = np.array(
        [row / total if total else np.full(size, 1 / size) for row, total in zip(similar, totals[:, 0], strict=True)]
    )
    damped = DAMPING / size + (1 - DAMPING) * walk
    system = np.vstack([damped.T - np.eye(size), np.ones(size)])
    expected, *_ = np.linalg.lstsq(system, np.append(np.zeros(size), 1.0), rcond=None)
    assert centrality(similar) == pytest.approx(expected, abs=1e-6)
    assert centrality(similar).sum() == pytest.approx(1.0)


def test_the_middle_of_a_star_is_the_most_central() -> None:
    found = centrality(np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.0], [0.5, 0.0, 1.0]]))
    assert found.argmax() == 0
    assert found[1] == pytest.approx(found[2])


def test_nothing_has_no_centre() -> None:
    assert centrality(np.zeros((0, 0))).tolist() == []


@given(vectors, st.integers(0, 8))
def test_mmr_by_its_definition(given_vectors: list[dict[str, float]], most: int) -> None:
    similar = similarities(given_vectors)
    relevance = centrality(similar)
    chosen: list[int] = []
    while len(chosen) < min(most, len(relevance)):
        gains = {
            at: LAMBDA * relevance[at] / relevance.max()
            - (1 - LAMBDA) * max((similar[at, c] for c in chosen), default=0.0)
            for at in range(len(relevance))
            if at not in chosen
        }
        chosen.append(min(gains, key=lambda at: (-round(gains[at], 9), at)))
    found = diverse(relevance, similar, np.zeros(similar.shape, dtype=bool), most)
    assert len(found) == len(set(found)) == len(chosen)
    if len({round(float(r), 6) for r in relevance}) == len(relevance):
        assert found[:1] == chosen[:1]


def test_what_clashes_is_not_taken_nor_what_was_given() -> None:
    similar = np.eye(4)
    clashing = np.zeros((4, 4), dtype=bool)
    clashing[0, 1] = clashing[1, 0] = True
    relevance = np.array([0.4, 0.3, 0.2, 0.1])
    assert diverse(relevance, similar, clashing, 4) == [0, 2, 3]
    assert diverse(relevance, similar, clashing, 4, given=[1]) == [2, 3]
