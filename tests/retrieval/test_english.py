"""English questions: known terms, names and numbers are read; what is not known counts against."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence import Answer, Refusal
from retrieval.query.english import English
from retrieval.search import Searcher
from retrieval.text.syllables import tokens

ENGLISH = English()
QUESTIONS = Path(__file__).parents[1] / "questions"


@pytest.mark.parametrize(
    ("question", "number", "said"),
    [
        ("How many sessions did Conference 32 have?", 32, "23 phiên họp"),
        ("how many sessions were held at the thirty-second diplomatic conference", 32, "23 phiên họp"),
        ("How many discussion sessions did the 31st conference have?", 31, "20 phiên thảo luận"),
        ("When did the 30th conference close?", 30, "chiều 17/8"),
        ("Where was the thirtieth Diplomatic Conference held?", 30, "Hà Nội"),
        ("How long did the 2021 conference last?", 31, "5 ngày"),
        ("Who chaired the 29th conference?", 29, "Phạm Bình Minh"),
        ("Which leaders attended conference no. 29?", 29, "Nguyễn Phú Trọng"),
        ("What was the theme of the latest conference?", 32, "Phát huy vai trò tiên phong"),
        ("what did the conference of 2023 say about economic diplomacy", 32, "ngoại giao kinh tế"),
        ("Which conference had 23 sessions?", 32, "23 phiên họp"),
        ("what did bui thanh son say about the 29th conference", 29, "Bùi Thanh Sơn"),
    ],
)
def test_a_question_in_known_terms_is_answered(searcher: Searcher, question: str, number: int, said: str) -> None:
    result = searcher.answer(question).result
    assert isinstance(result, Answer)
    assert result.question == question
    assert result.quotes[0].conference.number == number
    assert said in result.quotes[0].sentence.text


def test_several_conferences(searcher: Searcher) -> None:
    result = searcher.answer("Compare the themes of conferences 29 and 32").result
    assert isinstance(result, Answer)
    assert [quote.conference.number for quote in result.quotes] == [29, 32]


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("How many journalists covered conference 30?", "covered"),
        ("What did conference 31 say about football?", "football"),
        ("What was said about song and dance at conference 31?", "dance"),
        ("Who is the prime minister of France?", "France"),
        ("What did the 32nd conference decide about elephants?", "elephants"),
    ],
)
def test_an_unknown_word_counts_against_an_answer(searcher: Searcher, question: str, word: str) -> None:
    result = searcher.answer(question).result
    assert isinstance(result, Refusal)
    assert word in result.sought


def test_vietnamese_is_never_taken_for_english(searcher: Searcher) -> None:
    # Fewer syllables than the product knows: more would pass for English.
    syllables = {t.folded: True for s in searcher.corpus.sentences for t in tokens(s.text)}
    for name in ("open.jsonl", "held_out.jsonl"):
        for line in (QUESTIONS / name).read_text("utf-8").splitlines():
            asked = json.loads(line)["question"]
            read = ENGLISH.read(tokens(asked), syllables)
            assert read == tokens(asked), asked


@given(st.lists(st.sampled_from("the 32nd thirty first conference how many and of 2018 Sơn x 7 ủa what".split())))
def test_any_words_are_read(words: list[str]) -> None:
    read = ENGLISH.read(tokens(" ".join(words)), {})
    assert all(token.normal for token in read)
