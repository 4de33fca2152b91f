"""Questions over the articles at hand: answered with the right sentence, or refused for the right reason."""

import pytest

from retrieval.evidence import Answer, Quote, Reason, Refusal
from retrieval.search import Searcher

HELD = [29, 30, 31, 32]


def answered(searcher: Searcher, question: str) -> Answer:
    result = searcher.answer(question).result
    assert isinstance(result, Answer), result
    return result


def refused(searcher: Searcher, question: str) -> Refusal:
    result = searcher.answer(question).result
    assert isinstance(result, Refusal), result
    return result


def headline(quote: Quote) -> str:
    """The words that answer."""
    assert quote.headline is not None
    start, end = quote.headline
    return quote.sentence.text[start:end]


# A question, the conference, the words that answer (a part of the sentence where a kind has none), in any order.
QUESTIONS = [
    ("Hội nghị Ngoại giao lần thứ 29 bế mạc ngày nào?", 29, "Chiều ngày 26-8"),
    ("chủ đề của hội nghị 29 là gì", 29, "Nâng cao hiệu quả công tác đối ngoại và hội nhập quốc tế"),
    ("ai chủ trì lễ bế mạc hội nghị 29", 29, "Phạm Bình Minh"),
    ("hội nghị 30 họp mấy phiên", 30, "5 phiên họp"),
    ("hội nghị 30 họp ở đâu", 30, "Hà Nội"),
    ("hội nghị 30 khép lại khi nào", 30, "chiều 17/8"),
    ("hội nghị 31 có bao nhiêu phiên thảo luận", 31, "20 phiên thảo luận"),
    ("hội nghị 31 làm việc mấy ngày", 31, "5 ngày"),
    ("hội nghị 32 có bao nhiêu lượt ý kiến phát biểu", 32, "300 lượt ý kiến"),
    ("chủ đề hội nghị 32", 32, "Phát huy vai trò tiên phong"),
    ("ai trao bằng khen tại lễ bế mạc hội nghị 32", 32, "Bùi Thanh Sơn"),
    ("hội nghị năm 2023 bế mạc ở đâu", 32, "Hà Nội"),
]


@pytest.mark.parametrize(("question", "number", "words"), QUESTIONS)
def test_questions_of_fact(searcher: Searcher, question: str, number: int, words: str) -> None:
    answer = answered(searcher, question)
    (quote,) = answer.quotes
    assert quote.conference.number == quote.sentence.conference == number
    assert words in headline(quote)
    assert (answer.silent, answer.missing, answer.mention) == ((), (), None)


TOPICS = [
    ("nhiệm vụ bao trùm của ngành ngoại giao ở hội nghị 32 là gì", 32, "xác định nhiệm vụ bao trùm"),
    ("hội nghị ngoại vụ địa phương tổ chức cùng hội nghị nào", 29, "Hội nghị Ngoại vụ địa phương"),
    ("hội nghị 29 nói gì về xuất khẩu", 29, "thị trường xuất khẩu"),
    ("hội nghị 30 nói gì về đối ngoại đa phương", 30, "đối ngoại đa phương"),
    ("vì sao hội nghị 31 có ý nghĩa đặc biệt", 31, "ý nghĩa đặc biệt"),
]


@pytest.mark.parametrize(("question", "number", "words"), TOPICS)
def test_questions_of_substance(searcher: Searcher, question: str, number: int, words: str) -> None:
    best = answered(searcher, question).quotes[0]
    assert best.conference.number == number
    assert words in best.sentence.text


SAME = [
    ("hội nghị 32 họp mấy phiên", ["hoi nghi 32 hop may phien", "HNNG32 họp mấy phiên", "hnng 32 hop bn phien?"]),
    ("hội nghị 30 bế mạc khi nào", ["hội nghị ngoại giao XXX bế mạc khi nào", "HỘI NGHỊ 30 BẾ MẠC KHI NÀO??"]),
    ("hội nghị 29 bế mạc ngày nào", ["ngày nào hội nghị lần thứ hai mươi chín bế mạc", "hn 29 khep lai ngay nao"]),
    ("chủ đề hội nghị 29", ["<b>chủ đề</b> hội nghị 29", "ch\u200bủ đề hội ng\u200dhị 29", "chủ\tđề\nhội\nnghị 29"]),
]


@pytest.mark.parametrize(("question", "others"), SAME)
def test_other_ways_to_ask_give_the_same_sentence(searcher: Searcher, question: str, others: list[str]) -> None:
    best = answered(searcher, question).quotes[0]
    for other in others:
        found = answered(searcher, other).quotes[0]
        assert (found.sentence.position, found.headline) == (best.sentence.position, best.headline)


@pytest.mark.parametrize("date", ["26-8", "26/8", "26/08", "ngày 26 tháng 8"])
def test_a_date_meets_the_article_in_any_form(searcher: Searcher, date: str) -> None:
    assert answered(searcher, f"hội nghị nào bế mạc {date}").quotes[0].sentence.position == 0


@pytest.mark.parametrize("date", ["26/8/2016", "26/08/2016", "26-8-2016", "26 tháng 8 năm 2016"])
def test_a_date_with_its_year_meets_the_article(searcher: Searcher, date: str) -> None:
    assert answered(searcher, f"hội nghị nào bế mạc ngày {date}").quotes[0].sentence.position == 0


def test_a_number_in_words_meets_digits(searcher: Searcher) -> None:
    assert "23 phiên họp" in answered(searcher, "hội nghị nào có hai mươi ba phiên họp").quotes[0].sentence.text


@pytest.mark.parametrize("congress", ["Đại hội XII", "Đại hội 12", "đại hội mười hai", "dai hoi 12"])
def test_a_numeral_meets_digits_and_words(searcher: Searcher, congress: str) -> None:
    best = answered(searcher, f"hội nghị 30 tổng kết việc triển khai nhiệm vụ của {congress}").quotes[0]
    assert "Đại hội 12" in best.sentence.text


def test_a_headline_ends_with_a_word(searcher: Searcher) -> None:
    best = answered(searcher, "hội nghị 31 có mấy phiên").quotes[0]
    assert headline(best) in {"20 phiên", "20 phiên thảo luận"}


@pytest.mark.parametrize("number", [27, 33, 1, 99])
def test_a_conference_not_held(searcher: Searcher, number: int) -> None:
    refusal = refused(searcher, f"hội nghị ngoại giao lần thứ {number} bế mạc khi nào")
    assert refusal.reason is Reason.NOT_HELD
    assert [c.number for c in refusal.missing] == [c.number for c in refusal.asked] == [number]
    assert [c.number for c in refusal.held] == HELD


def test_a_year_without_a_conference(searcher: Searcher) -> None:
    refusal = refused(searcher, "hội nghị ngoại giao năm 2030 bàn gì")
    assert refusal.reason is Reason.NOT_HELD
    assert [c.year for c in refusal.missing] == [2030]


def test_a_conference_only_mentioned(searcher: Searcher) -> None:
    answer = answered(searcher, "hội nghị 28 diễn ra năm nào")
    assert answer.mention is not None
    assert answer.mention.number == 28
    assert headline(answer.quotes[0]) == "năm 2013"
    assert 28 in answer.quotes[0].sentence.mentions
    assert answer.quotes[0].conference.number == 29


@pytest.mark.parametrize(
    "question", ["chủ đề của hội nghị 28 là gì", "ai chủ trì hội nghị 28", "hội nghị 28 họp mấy phiên"]
)
def test_what_no_mention_says(searcher: Searcher, question: str) -> None:
    assert refused(searcher, question).reason is Reason.NOT_FOUND


OFF_TOPIC = [
    "giá vàng hôm nay bao nhiêu",
    "cách nấu phở bò",
    "thời tiết Hà Nội ngày mai",
    "đội tuyển Việt Nam đá với ai",
    "who won the world cup in 1998",
    "thủ đô của nước Pháp là gì",
    "hội nghị 30 có bao nhiêu nhà báo đưa tin",
    "ai hát quốc ca tại hội nghị 32",
    "hội nghị 31 họp ở khách sạn nào",
]


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_no_article_says(searcher: Searcher, question: str) -> None:
    refusal = refused(searcher, question)
    assert refusal.reason is Reason.NOT_FOUND
    assert refusal.sought
    assert [c.number for c in refusal.held] == HELD


def test_a_refusal_suggests_questions_that_have_an_answer(searcher: Searcher) -> None:
    for question in ("cách nấu phở bò", "hội nghị 33 bàn gì", "hội nghị 30 có bao nhiêu nhà báo đưa tin"):
        suggestions = refused(searcher, question).suggestions
        assert suggestions
        for suggestion in suggestions:
            answered(searcher, suggestion)


def test_several_conferences_are_answered_one_by_one(searcher: Searcher) -> None:
    answer = answered(searcher, "hội nghị 29 và 32 bế mạc ngày nào")
    assert [(q.conference.number, headline(q)) for q in answer.quotes] == [(29, "Chiều ngày 26-8"), (32, "Sáng 23-12")]


def test_one_of_several_is_not_held(searcher: Searcher) -> None:
    answer = answered(searcher, "hội nghị 31 và 33 có mấy phiên")
    assert [q.conference.number for q in answer.quotes] == [31]
    assert [c.number for c in answer.missing] == [33]


def test_one_of_several_is_silent(searcher: Searcher) -> None:
    answer = answered(searcher, "chủ đề hội nghị 30 và hội nghị 32")
    assert [q.conference.number for q in answer.quotes] == [32]
    assert [c.number for c in answer.silent] == [30]


def test_all_conferences(searcher: Searcher) -> None:
    answer = answered(searcher, "mỗi hội nghị bế mạc khi nào")
    assert [q.conference.number for q in answer.quotes] == HELD


def test_the_same_question_has_the_same_answer(searcher: Searcher) -> None:
    question = "hội nghị xác định nhiệm vụ gì"
    first = searcher.answer(question).result
    assert all(searcher.answer(question).result == first for _ in range(3))
    assert Searcher(searcher.corpus).answer(question).result == first


@pytest.mark.parametrize(
    ("question", "answered", "numbers"),
    [
        ("hội nghị 32 bế mạc khi nào", True, [32]),
        ("hội nghị 29 khai mạc ngày nào", False, [29]),
        ("hội nghị 28 diễn ra năm nào", True, []),
        ("hội nghị 32 họp ở đâu", True, []),
    ],
)
def test_the_operators_record_stands_beside_a_date_without_its_year(
    searcher: Searcher, question: str, answered: bool, numbers: list[int]
) -> None:
    result = searcher.answer(question).result
    assert isinstance(result, Answer) is answered
    assert [each.number for each in result.records] == numbers
