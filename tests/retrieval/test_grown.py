"""What is added to an index is searched at once, with the scores of one index over all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.bm25 import Index
from retrieval.grown import Grown
from tests.retrieval.test_bm25 import Documents, documents, query


@given(documents, documents, query, st.integers(1, 12))
def test_scores_are_those_of_one_index(one: Documents, other: Documents, asked: list[str], k: int) -> None:
    whole = Index([*one, *other])
    grown = Grown(Index(one), Index(other))
    found, expected = grown.top(asked, k), whole.top(asked, k)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])
    scores = whole.get_scores(asked)
    assert [scores[place] for place, _ in found] == pytest.approx([score for _, score in found])
    assert grown.merged().top(asked, k) == expected


@given(documents, documents, query, st.data())
def test_only_some_are_searched(one: Documents, other: Documents, asked: list[str], data: st.DataObject) -> None:
    some = sorted(data.draw(st.sets(st.integers(0, len(one) + len(other) - 1))))
    among = np.asarray(some, dtype=np.int64)
    found = Grown(Index(one), Index(other)).top(asked, 30, among)
    expected = Index([*one, *other]).top(asked, 30, among)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])
    assert {place for place, _ in found} == {place for place, _ in expected}


@pytest.mark.parametrize("exact_up_to", [0, 10_000_000])
def test_an_article_added_to_many_sentences(monkeypatch: pytest.MonkeyPatch, exact_up_to: int) -> None:
    """Short sentences move the average length; the best of the many are still exact, also from gains of 32 bits."""
    monkeypatch.setattr("retrieval.bm25._EXACT_UP_TO", exact_up_to)
    rng = np.random.default_rng(2)
    words = [str(n) for n in range(400)]
    many = [[words[i] for i in rng.zipf(1.4, rng.integers(3, 30)) % 400] for _ in range(20_000)]
    article = [["17", "mới"], ["5"], ["17", "17", "9"]]
    first, whole = Index(many), Index([*many, *article])
    grown = Grown(first, Index(article))
    for asked in (["17", "9", "250"], ["mới"], ["5", "17"], ["1"], ["399", "1", "2"]):
        expected = whole.top(asked)
        assert [score for _, score in grown.top(asked)] == pytest.approx([score for _, score in expected], rel=1e-12)
    assert grown.top(["mới"])[0][0] == 20_000
