"""Questions that lean on the one before."""

import pytest

from retrieval.evidence import Answer, Conversation, Reason, Refusal
from retrieval.search import Searcher


def said(searcher: Searcher, *questions: str) -> Answer | Refusal:
    """The reply to the last of several questions asked one after another."""
    conversation = Conversation()
    for question in questions:
        reply = searcher.answer(question, conversation)
        conversation = reply.conversation
    return reply.result


FOLLOW_UPS = [
    (("hội nghị 30 họp mấy phiên", "còn hội nghị 32?"), 32, "23 phiên họp"),
    (("hội nghị 30 họp mấy phiên", "vậy còn lần 31?"), 31, "20 phiên thảo luận"),
    (("hội nghị 30 họp mấy phiên", "the con lan 32"), 32, "23 phiên họp"),
    (("hội nghị 32 bế mạc khi nào", "ở đâu vậy?"), 32, "tại Hà Nội"),
    (("hội nghị 29 bế mạc khi nào", "chủ đề là gì?"), 29, "Nâng cao hiệu quả"),
    (("hội nghị 29 bế mạc khi nào", "còn hội nghị 30?", "ở đâu?"), 30, "tại Hà Nội"),
    (("hội nghị 32 họp mấy phiên", "ai trao bằng khen?"), 32, "Bùi Thanh Sơn"),
]


@pytest.mark.parametrize(("questions", "number", "words"), FOLLOW_UPS)
def test_follow_ups(searcher: Searcher, questions: tuple[str, ...], number: int, words: str) -> None:
    result = said(searcher, *questions)
    assert isinstance(result, Answer)
    assert result.quotes[0].conference.number == number
    assert words in result.quotes[0].sentence.text


def test_a_conference_named_anew_leaves_the_old_one(searcher: Searcher) -> None:
    result = said(searcher, "hội nghị 29 bế mạc khi nào", "chủ đề hội nghị 32 là gì")
    assert isinstance(result, Answer)
    assert [q.conference.number for q in result.quotes] == [32]


def test_a_new_subject_is_not_bent_by_the_old_one(searcher: Searcher) -> None:
    result = said(searcher, "hội nghị 30 họp mấy phiên", "hội nghị ngoại vụ địa phương tổ chức cùng hội nghị nào")
    assert isinstance(result, Answer)
    assert result.quotes[0].conference.number == 29


def test_off_topic_stays_off_topic(searcher: Searcher) -> None:
    result = said(searcher, "hội nghị 30 họp mấy phiên", "cách nấu phở bò")
    assert isinstance(result, Refusal)
    assert result.reason is Reason.NOT_FOUND


def test_a_follow_up_to_one_not_held(searcher: Searcher) -> None:
    result = said(searcher, "hội nghị 30 họp mấy phiên", "còn hội nghị 33?")
    assert isinstance(result, Refusal)
    assert result.reason is Reason.NOT_HELD
    assert [c.number for c in result.missing] == [33]


def test_nothing_said_keeps_the_conversation(searcher: Searcher) -> None:
    result = said(searcher, "hội nghị 30 họp mấy phiên", "😀", "", "còn hội nghị 32?")
    assert isinstance(result, Answer)
    assert "23 phiên họp" in result.quotes[0].sentence.text


def test_too_long_a_question_keeps_the_conversation(searcher: Searcher) -> None:
    result = said(searcher, "hội nghị 30 họp mấy phiên", "a" * 5000, "còn hội nghị 32?")
    assert isinstance(result, Answer)
    assert "23 phiên họp" in result.quotes[0].sentence.text


@pytest.mark.parametrize("question", ["vậy còn lần 31?", "ở đâu vậy?", "ông ấy nói gì?", "còn gì nữa không"])
def test_a_follow_up_without_anything_before_it(searcher: Searcher, question: str) -> None:
    assert searcher.answer(question).result.question == question
