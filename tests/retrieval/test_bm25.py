"""The index against rank_bm25 itself, and the ranking built on it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from retrieval.bm25 import EmptyIndexError, Index
from retrieval.errors import RetrievalError
from retrieval.expected import Holdings
from retrieval.postings import grouped, joined
from retrieval.rank import Ranker, Settings

Documents = list[list[str]]

WORDS = ["hội", "nghị", "ngoại", "giao", "đảng", "hòa", "bình", "23"]
word = st.sampled_from(WORDS)
documents = st.lists(st.lists(word, max_size=12), min_size=1, max_size=12).filter(any)
query = st.lists(st.sampled_from([*WORDS, "lạ", "khác"]), max_size=8)
parameters = st.tuples(
    st.sampled_from([0.0, 0.6, 1.2, 1.5, 3.0]),
    st.sampled_from([0.0, 0.4, 0.75, 1.0]),
    st.sampled_from([0.0, 0.5, 1.0, 2.0]),
)
NOTHING = Holdings.of("", [])


@given(documents, query, parameters)
def test_scores_equal_the_library(texts: Documents, asked: list[str], how: tuple[float, float, float]) -> None:
    k1, b, delta = how
    if k1 == 0 or (b == 1 and any(not text for text in texts)):
        k1, b = max(k1, 0.6), min(b, 0.9)  # otherwise the library itself divides 0 by 0
    ours, theirs = Index(texts, k1, b, delta), BM25Plus(texts, k1=k1, b=b, delta=delta)
    np.testing.assert_allclose(ours.get_scores(asked), theirs.get_scores(asked), rtol=1e-12, atol=1e-12)


def test_no_k1_and_full_b_give_numbers() -> None:
    """Where the library divides zero by zero, a document without a term gains nothing."""
    texts = [["hội"], [], ["nghị", "nghị"]]
    for k1, b in ((0.0, 0.75), (1.5, 1.0)):
        scores = Index(texts, k1, b).get_scores(["hội", "nghị"])
        assert np.isfinite(scores).all()


def test_scores_of_an_example_worked_by_hand() -> None:
    """The texts of rank_bm25's README: idf = ln(4 / 1), lengths 4, 6 and 5, each word once in the second text."""
    texts = [t.split() for t in ("Hello there good man!", "It is quite windy in London", "How is the weather today?")]
    scores = Index(texts).get_scores(["windy", "London"])
    assert scores == pytest.approx([2.772589, 5.316248, 2.772589], abs=1e-6)


def test_a_repeated_query_term_counts_twice() -> None:
    index = Index([["hội", "nghị"], ["giao"]])
    np.testing.assert_allclose(index.get_scores(["hội", "hội"]), 2 * index.get_scores(["hội"]))


def test_unknown_terms_and_empty_queries_score_nothing() -> None:
    index = Index([["hội", "nghị"], ["giao"]])
    for asked in ([], ["lạ"], ["lạ", "khác"]):
        assert index.get_scores(asked).tolist() == [0.0, 0.0]
        assert index.gains(dict.fromkeys(asked, 1.0)).tolist() == [0.0, 0.0]


@given(documents, query)
def test_gains_are_zero_exactly_where_no_term_is_shared(texts: Documents, asked: list[str]) -> None:
    gains = Index(texts).gains(dict.fromkeys(asked, 1.0))
    assert [gain > 0 for gain in gains] == [bool(set(text) & set(asked)) for text in texts]
    assert (gains >= 0).all()


@given(documents, query)
def test_gains_order_documents_as_the_library_does(texts: Documents, asked: list[str]) -> None:
    gains = Index(texts).gains(dict.fromkeys(asked, 1.0))
    scores = BM25Plus(texts).get_scores(list(dict.fromkeys(asked)))
    np.testing.assert_allclose(gains[:, None] - gains[None, :], scores[:, None] - scores[None, :], rtol=0, atol=1e-9)


@given(documents, query)
def test_gains_of_a_few_documents_add_up_to_gains(texts: Documents, asked: list[str]) -> None:
    index, weights = Index(texts), {term: 1.0 + i for i, term in enumerate(asked)}
    all_of_them = np.arange(len(texts))
    np.testing.assert_allclose(index.gains_in(weights, all_of_them).sum(axis=0), index.gains(weights), atol=1e-12)


@given(documents, word)
def test_postings_are_the_documents_with_the_term(texts: Documents, term: str) -> None:
    index = Index(texts)
    assert index.postings(term).tolist() == [i for i, text in enumerate(texts) if term in text]
    assert (term in index) is any(term in text for text in texts)


@pytest.mark.parametrize("texts", [[], [[]], [[], [], []]])
def test_nothing_to_index_is_a_clear_error(texts: Documents) -> None:
    with pytest.raises(EmptyIndexError) as caught:
        Index(texts)
    assert isinstance(caught.value, RetrievalError)
    assert str(caught.value)


def ranker(texts: Documents, settings: Settings | None = None) -> Ranker:
    """Two sentences to a paragraph, four to an article."""
    places = range(len(texts))
    return Ranker(texts, [i // 2 for i in places], [i // 4 for i in places], [NOTHING] * len(texts), settings)


@pytest.mark.parametrize("texts", [[], [[], []]])
def test_a_ranking_of_nothing_is_a_clear_error(texts: Documents) -> None:
    with pytest.raises(EmptyIndexError):
        ranker(texts)


@given(documents, query)
def test_every_hit_shares_a_term_and_every_such_sentence_is_hit(texts: Documents, asked: list[str]) -> None:
    hits = ranker(texts).rank(dict.fromkeys(asked, 1.0), k=100)
    assert {h.position for h in hits} == {i for i, text in enumerate(texts) if set(text) & set(asked)}
    assert [h.rank for h in hits] == list(range(1, len(hits) + 1))
    assert all(a.score >= b.score for a, b in pairwise(hits))


@given(documents, query, st.data())
def test_among_some_is_the_whole_ranking_filtered(texts: Documents, asked: list[str], data: st.DataObject) -> None:
    some = sorted(data.draw(st.sets(st.integers(0, len(texts) - 1))))
    terms = dict.fromkeys(asked, 1.0)
    whole = [(h.position, h.score) for h in ranker(texts).rank(terms, k=100) if h.position in some]
    found = ranker(texts).rank(terms, k=100, among=np.asarray(some, dtype=np.int64))
    assert [h.position for h in found] == [position for position, _ in whole]
    assert [h.score for h in found] == pytest.approx([score for _, score in whole])


def test_ties_stand_in_the_order_of_the_text() -> None:
    texts = [["hội", "nghị"] for _ in range(8)] + [["khác", "giao"] for _ in range(8)]
    settings = Settings(before=0.0)
    for k in (3, 8, 20):
        hits = ranker(texts, settings).rank({"hội": 1.0}, k=k)
        assert [h.position for h in hits] == list(range(8))[:k]


@given(documents, query)
def test_a_ranking_is_the_same_every_time(texts: Documents, asked: list[str]) -> None:
    once, again = (ranker(texts).rank(dict.fromkeys(order, 1.0)) for order in (asked, asked[::-1]))
    assert [h.score for h in once] == pytest.approx([h.score for h in again])
    assert once == ranker(texts).rank(dict.fromkeys(asked, 1.0))


def test_k_best_are_the_head_of_the_ranking() -> None:
    texts = [["hội"] * n + ["giao"] for n in range(1, 9)]
    whole = ranker(texts).rank({"hội": 1.0, "giao": 0.5}, k=8)
    assert ranker(texts).rank({"hội": 1.0, "giao": 0.5}, k=3) == whole[:3]
    assert ranker(texts).rank({"hội": 1.0}, k=0) == []


@given(documents, query, st.integers(1, 12))
def test_the_best_are_the_librarys(texts: Documents, asked: list[str], k: int) -> None:
    scores = BM25Plus(texts).get_scores(asked)
    sharing = [i for i, text in enumerate(texts) if set(text) & set(asked)]
    found = Index(texts).top(asked, k)
    expected = sorted((scores[i] for i in sharing), reverse=True)[:k]
    assert [score for _, score in found] == pytest.approx(expected)
    assert [scores[i] for i, _ in found] == pytest.approx(expected)


@given(documents, query, st.data())
def test_the_best_among_some_are_theirs_of_all(texts: Documents, asked: list[str], data: st.DataObject) -> None:
    some = sorted(data.draw(st.sets(st.integers(0, len(texts) - 1))))
    index = Index(texts)
    whole = [each for each in index.top(asked, len(texts)) if each[0] in some]
    found = index.top(asked, len(texts), np.asarray(some, dtype=np.int64))
    assert [score for _, score in found] == pytest.approx([score for _, score in whole])
    assert {place for place, _ in found} == {place for place, _ in whole}


@pytest.fixture(scope="module")
def many() -> Documents:
    """So many that they are counted in chunks; the commonest word has a dense row, many words tie."""
    chosen = np.random.default_rng(5).zipf(1.3, 600_000) % 3000
    return [list(map(str, part)) for part in np.split(chosen, range(8, len(chosen), 8))]


@pytest.mark.parametrize("exact_up_to", [0, 10_000_000])
def test_the_best_of_many_are_exact(many: Documents, monkeypatch: pytest.MonkeyPatch, exact_up_to: int) -> None:
    """Also where only gains of 32 bits are kept: what the sums of those cannot tell apart is computed again."""
    monkeypatch.setattr("retrieval.bm25._EXACT_UP_TO", exact_up_to)
    index = Index(iter(many))
    reference: dict[str, dict[int, int]] = {}
    for position, text in enumerate(many):
        for term in text:
            held = reference.setdefault(term, {})
            held[position] = held.get(position, 0) + 1
    for asked in (["17", "940", "2"], ["1"], ["1", "2", "3"], ["1500", "1", "1500"]):
        scores = np.zeros(len(many))
        for term in asked:
            idf = np.log((len(many) + 1) / len(reference[term]))
            for position, times in reference[term].items():
                scores[position] += idf * times * 2.5 / (1.5 + times)  # all are of the average length
        order = np.lexsort((np.arange(len(scores)), -scores.round(9)))[:10]
        base = sum(np.log((len(many) + 1) / len(reference[term])) for term in asked)
        assert [score for _, score in index.top(asked)] == pytest.approx(scores[order] + base)
        part = np.arange(30_000, 60_000)
        own = sorted(scores[part][scores[part] > 0], reverse=True)[:10]
        assert [score for _, score in index.top(asked, 10, part)] == pytest.approx(np.asarray(own) + base)


@given(documents, documents)
def test_joined_postings_are_those_of_all(one: Documents, other: Documents) -> None:
    first, second, whole = Index(one), Index(other), Index([*one, *other])
    rows = {term: row for row, term in enumerate(first.terms)}
    where = [rows.setdefault(term, len(rows)) for term in second.terms]
    both = Index.over(rows, joined(first.counted, second.counted, where, len(rows)))
    for term in WORDS:
        assert both.postings(term).tolist() == whole.postings(term).tolist()
    np.testing.assert_allclose(both.get_scores(WORDS), whole.get_scores(WORDS), rtol=1e-12)


@given(documents, st.data())
def test_grouped_postings_are_those_of_the_longer_documents(texts: Documents, data: st.DataObject) -> None:
    groups = [0, *data.draw(st.lists(st.integers(0, 3), min_size=len(texts) - 1, max_size=len(texts) - 1))]
    longer: Documents = [[] for _ in range(max(groups) + 1)]
    for text, group in zip(texts, groups, strict=True):
        longer[group].extend(text)
    sentences, whole = Index(texts), Index(longer)
    built = Index.over(sentences.terms, grouped(sentences.counted, np.asarray(groups)))
    np.testing.assert_allclose(built.get_scores(WORDS), whole.get_scores(WORDS), rtol=1e-12)
    for term in WORDS:
        assert built.postings(term).tolist() == whole.postings(term).tolist()
