"""The weight of themes: counted once where phrases overlap, per 1,000 words."""

import pytest

from retrieval.corpus import Corpus
from retrieval.corpus.model import Article, Conference, Sentence
from retrieval.search import Searcher
from retrieval.text.syllables import tokens
from retrieval.themes import Theme, read_themes, theme_weights


def theme(key: str) -> Theme:
    return next(each for each in read_themes() if each.key == key)


def count(key: str, text: str) -> int:
    return theme(key).count([token.normal for token in tokens(text)])


@pytest.mark.parametrize(
    ("key", "text", "times"),
    [
        ("daphuong", "Đa phương hóa, đa dạng hóa quan hệ; ngoại giao đa phương và các cơ chế đa phương", 3),
        ("daphuong", "ĐA PHƯƠNG", 1),
        ("daphuong", "địa phương", 0),
        ("hoinhap", "hội nhập kinh tế quốc tế", 1),
        ("kinhte", "ngoại giao kinh tế phục vụ phát triển kinh tế", 2),
        ("kieubao", "Người Việt Nam ở nước ngoài", 1),
        ("nganh", "", 0),
    ],
)
def test_overlapping_phrases_count_once(key: str, text: str, times: int) -> None:
    assert count(key, text) == times


def test_keys_and_names_are_fit_for_buttons() -> None:
    themes = read_themes()
    assert len({each.key for each in themes}) == len(themes)
    for each in themes:
        assert each.key.isascii()
        assert each.key.islower()
        assert len(each.key) <= 20
        assert 0 < len(each.name("vi")) <= 40
        assert each.name("en") != each.name("vi")
        assert each.name("fr") == each.name("vi")


def test_long_articles_do_not_win() -> None:
    text = "Ngoại giao kinh tế là trọng tâm."
    articles = (Article("a", "a.txt", "", "", 29), Article("b", "b.txt", "", "", 30))
    sentences = [Sentence(0, "a", 29, 1, 0, len(text), text)]
    sentences += [Sentence(n, "b", 30, 1, 0, len(text), text) for n in range(1, 11)]
    corpus = Corpus(articles, tuple(sentences))
    weights = theme_weights(corpus, [5] * 11, [theme("kinhte")])
    assert weights.mentions == ((1, 10),)
    assert weights.words == (5, 50)
    assert weights.weight(0, 0) == weights.weight(0, 1) == 200.0


def test_of_the_seeds(searcher: Searcher, seeds: Corpus) -> None:
    weights = searcher.theme_weights()
    assert weights.conferences == seeds.held
    assert all(0 < words <= sum(len(tokens(s.text)) for s in seeds.sentences) for words in weights.words)
    assert weights.latest(1).conferences == (seeds.held[-1],)
    assert weights.latest(1).weight(0, 0) == weights.weight(0, len(seeds.held) - 1)
    leading = weights.leading(1)
    assert leading is not None
    assert leading.key == "daphuong"


def test_a_conference_that_speaks_of_nothing() -> None:
    corpus = Corpus((Article("a", "a.txt", "", "", 29),), ())
    weights = theme_weights(corpus, [], read_themes())
    assert weights.weight(0, 0) == 0.0
    assert weights.leading(0) is None
    assert weights.conferences == (Conference(29),)
