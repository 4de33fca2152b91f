"""Messages: what they show, and that Telegram takes them whatever they show."""

import re

import pytest
from hypothesis import given, settings

from bot.compose import Composer
from bot.display import sendable
from retrieval.corpus.model import Conference
from retrieval.evidence import Answer, Quote, Reason, Refusal
from tests.bot.values import answers, article, refusals, sentence
from tests.wire import parse_html, utf16_length

COMPOSER = Composer()
TEXT = (
    "Qua 23 phiên họp với hơn 300 lượt ý kiến, hội nghị đã thống nhất <đánh giá> tổng thể về cục diện, tình hình, "
    "cơ hội, thách thức đặt ra trong môi trường đối ngoại và phương hướng thời gian tới."
)
HELD = (Conference(29), Conference(30))


def quote(text: str = TEXT, **fields: object) -> Quote:
    return Quote(sentence(text), article(), Conference(29), **fields)  # type: ignore[arg-type]


@given(answers)
@settings(max_examples=200, deadline=None)
def test_any_answer_is_valid_and_short_enough(answer: Answer) -> None:
    message = COMPOSER.render(answer, "vi", HELD)
    text, entities = parse_html(message.html)
    assert text == message.text
    assert 0 < utf16_length(text) <= 4096
    assert {entity.type for entity in entities} <= {
        "bold",
        "italic",
        "text_link",
        "blockquote",
        "expandable_blockquote",
    }
    assert message.cited[0] == (answer.quotes[0].sentence, answer.quotes[0].article)


@given(refusals)
@settings(max_examples=200, deadline=None)
def test_any_refusal_is_valid_and_short_enough(refusal: Refusal) -> None:
    message = COMPOSER.render(refusal, "en", HELD, "Hội nghị nào?")
    text, _ = parse_html(message.html)
    assert text == message.text
    assert 0 < utf16_length(text) <= 4096
    assert message.cited == ()


@given(answers)
@settings(max_examples=100, deadline=None)
def test_what_is_quoted_stands_in_the_article(answer: Answer) -> None:
    """Every stretch between our ellipses in a quote of a single answer is the article's, to the letter."""
    single = Answer(answer.question, answer.quotes[:1])
    html = COMPOSER.render(single).html
    first = answer.quotes[0]
    sources = [sendable(first.sentence.text), sendable(first.before.text) if first.before else ""]
    for shown in re.findall(r"<blockquote[^>]*>“(.*?)”</blockquote>", html, re.S):
        for stretch in re.split(r"…", parse_html(re.sub(r"</?i>", "…", shown))[0]):
            assert any(stretch.strip() in re.sub("…", " … ", source) or stretch.strip() in source for source in sources)


def test_answer_comes_first_then_proof_then_source() -> None:
    start = TEXT.index("23 phiên họp")
    message = COMPOSER.render(Answer("?", (quote(headline=(start, start + 12), clause=(0, 40)),)))
    assert message.text.splitlines() == [
        "23 phiên họp",
        "“Qua 23 phiên họp với hơn 300 lượt ý kiến …”",
        f"“{TEXT}”",
        "Hội nghị Ngoại giao lần thứ 29 · Bế mạc Hội nghị · VOV5 · 26/8/2016",
    ]
    assert "<blockquote expandable>" in message.html


def test_a_sentence_little_longer_than_its_clause_stays_whole() -> None:
    message = COMPOSER.render(Answer("?", (quote(clause=(0, 120)),)))
    assert message.text.startswith(f"“{TEXT}”\nHội nghị")


def test_the_sentence_it_leans_on_is_shown_and_cited_after_it() -> None:
    before = sentence("Câu trước.", position=0)
    message = COMPOSER.render(Answer("?", (quote("Do đó có câu này.", before=before),)))
    assert message.text.startswith("“Do đó có câu này.”\nCâu ngay trước: “Câu trước.”")
    assert [cited.text for cited, _ in message.cited] == ["Do đó có câu này.", "Câu trước."]


def test_several_conferences_have_headings_and_the_rest_is_told() -> None:
    thirty = Quote(sentence("Câu về 30."), article(conference=30), Conference(30))
    answer = Answer("?", (quote("Câu về 29."), thirty), silent=(Conference(31),), missing=(Conference(27),))
    lines = COMPOSER.render(answer, held=HELD).text.splitlines()
    assert lines[0] == "Hội nghị Ngoại giao lần thứ 29"
    assert "Hội nghị Ngoại giao lần thứ 30" in lines
    assert "Tôi không tìm thấy câu nào về điều này trong bài về Hội nghị Ngoại giao lần thứ 31." in lines
    assert lines[-1].startswith("Tôi chưa có bài nào về Hội nghị Ngoại giao lần thứ 27. Tôi có bài về các")


def test_a_mention_in_articles_on_others_is_said() -> None:
    answer = Answer("?", (Quote(sentence("Từ hội nghị 28."), article(), Conference(28)),), mention=Conference(28))
    text = COMPOSER.render(answer).text
    assert "Hội nghị Ngoại giao lần thứ 29 · Bế mạc" in text
    assert "Tôi chưa có bài nào viết riêng về Hội nghị Ngoại giao lần thứ 28." in text


def test_too_many_quotes_are_counted() -> None:
    message = COMPOSER.render(Answer("?", tuple(quote(str(number) * 1500) for number in range(9))))
    assert "Còn 7 đoạn trích nữa" in message.text
    assert len(message.cited) == 2


def test_one_endless_sentence_is_cut_at_a_word() -> None:
    message = COMPOSER.render(Answer("?", (quote("từ " * 5000),)))
    assert " từ …”" in message.text
    assert utf16_length(message.text) <= 4096


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (
            Refusal("?", Reason.NOT_FOUND, ("nhà báo",), (Conference(30),)),
            "Tôi không tìm thấy câu nào về “nhà báo” trong bài về Hội nghị Ngoại giao lần thứ 30.",
        ),
        (Refusal("?", Reason.NOT_FOUND), "Tôi không tìm thấy câu trả lời trong các bài tôi có."),
        (
            Refusal("?", Reason.NOT_HELD, missing=(Conference(27),), held=HELD),
            "Tôi chưa có bài nào về Hội nghị Ngoại giao lần thứ 27. "
            "Tôi có bài về các Hội nghị Ngoại giao lần thứ 29 và 30.",
        ),
        (Refusal(" ", Reason.EMPTY), "Bạn hãy gõ một câu hỏi bằng chữ, ví dụ: Câu nào?"),
        (Refusal("?", Reason.NOT_FOUND, ("\u202e<b>\x00\ud800",)), "Tôi không tìm thấy câu nào về “<b>” trong"),
    ],
)
def test_refusals(refusal: Refusal, text: str) -> None:
    assert COMPOSER.render(refusal, example="Câu nào?").text.startswith(text)


def test_suggestions_and_what_may_be_related() -> None:
    refusal = Refusal("?", Reason.NOT_FOUND, nearest=quote(), suggestions=("Một?", "Hai?"))
    message = COMPOSER.render(refusal)
    assert "Có thể liên quan:\n“Qua" in message.text
    assert message.text.endswith("Bạn có thể hỏi:\n– Một?\n– Hai?")
    assert message.cited == ()


def test_an_article_without_a_title_shows_its_opening_words() -> None:
    untitled = Quote(sentence("Câu."), article("Sáng 23-12, sau…", titled=False), Conference(29))
    assert " · “Sáng 23-12, sau…” · " in COMPOSER.render(Answer("?", (untitled,))).text


def test_the_title_is_the_link() -> None:
    linked = Quote(sentence("Câu."), article("A & B", link="https://vov5.vn/?a=1&b=2"), Conference(29))
    html = COMPOSER.render(Answer("?", (linked,))).html
    assert '<a href="https://vov5.vn/?a=1&amp;b=2">A &amp; B</a>' in html
