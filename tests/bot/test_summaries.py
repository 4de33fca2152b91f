"""/tomtat and /chude, through the real handlers; only the wire to Telegram is faked."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from bot.answering import Answering, Knowledge
from bot.cards import Cards
from bot.compose import Composer
from bot.display import sendable
from bot.texts import load_texts
from retrieval.corpus.model import Conference
from retrieval.facts import FactKind
from tests.bot.values import summaries
from tests.wire import BotMessage, Private, World, parse_html, utf16_length

CARDS = Cards(Composer())


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, language="vi")


def spans_of(message: BotMessage) -> list[str]:
    """Everything shown as an article's words: the quoted facts and the quotes."""
    quotes = message.marked("blockquote") + message.marked("expandable_blockquote")
    return [text.strip("“”…") for text in [*quotes, *message.marked("bold")[1:]]]


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    ("named", "number"),
    [("32", 32), ("XXXII", 32), ("hội nghị 30", 30), ("năm 2018", 30), ("2021", 31), ("mới nhất", 32), ("HNNG29", 29)],
)
async def test_a_conference_is_named_in_any_form(an: Private, named: str, number: int) -> None:
    an.send(f"/tomtat {named}")
    assert (await an.reply()).text.splitlines()[0] == f"Hội nghị Ngoại giao lần thứ {number}"


@pytest.mark.usefixtures("running")
async def test_a_summary_is_facts_then_sentences_all_verbatim(an: Private, answering: Answering) -> None:
    an.send("/tomtat 32")
    card = await an.reply()
    lines = card.text.splitlines()
    assert "Bế mạc: “Sáng 23-12”" in lines
    assert "Số phiên: “23 phiên họp”" in lines
    assert "Phát biểu bế mạc: “Bộ trưởng Bộ Ngoại giao Bùi Thanh Sơn”" in lines
    assert lines[1].startswith("Họp từ 19/12/2023 đến 23/12/2023 (người vận hành ghi")
    texts = [sendable(article.text) for article in answering.knowledge.corpus.of_conference(32)]
    for span in spans_of(card):
        assert all(any(part in text for text in texts) for part in span.split(" … ")), span
    assert "không ghi ngày" in lines[-1]
    await an.quiet()


@pytest.mark.usefixtures("running")
async def test_more_sentences_and_other_conferences_by_button_in_the_same_message(an: Private) -> None:
    an.send("/tomtat 29")
    card = await an.reply()
    pressed = an.press(card, "Thêm câu chính")
    more = await an.reply()
    assert (more.edited, more.message_id) == (True, card.message_id)
    assert await pressed.answer()
    assert len(spans_of(more)) == len(spans_of(card)) + 3
    an.press(more, "Rút gọn")
    assert (await an.reply()).text == card.text
    an.press(more, "Hội nghị khác")
    menu = await an.reply()
    assert menu.labels == [f"Lần thứ {n} ({y})" for n, y in ((32, 2023), (31, 2021), (30, 2018), (29, 2016))] + [
        "Tất cả"
    ]
    an.press(menu, "Lần thứ 30 (2018)")
    assert (await an.reply()).text.startswith("Hội nghị Ngoại giao lần thứ 30\n")
    assert all(len(b.callback_data or "") <= 64 for row in menu.buttons for b in row)


@pytest.mark.usefixtures("running")
async def test_all_of_them_in_one_message(an: Private) -> None:
    an.send("/tomtat tất cả")
    overview = await an.reply()
    heads = [line for line in overview.text.splitlines() if line.startswith("Hội nghị Ngoại giao lần thứ ")]
    assert heads == [f"Hội nghị Ngoại giao lần thứ {n}" for n in (32, 31, 30, 29)]
    assert "Kéo dài: “5 ngày làm việc” · Số phiên: “20 phiên thảo luận”" in overview.text
    an.press(overview, "Từng hội nghị")
    assert (await an.reply()).text == "Bạn muốn xem tóm tắt hội nghị nào?"
    an.send("/tomtat 30 và 31")
    both = await an.reply()
    assert "lần thứ 30\n" in both.text
    assert "lần thứ 32" not in both.text


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("27", "Tôi chưa có bài nào về Hội nghị Ngoại giao lần thứ 27. Tôi có bài về các"),
        ("28", "Tôi chưa có bài nào về Hội nghị Ngoại giao lần thứ 28. Tôi có bài về các"),
        ("5", "Tôi chưa có bài nào về Hội nghị Ngoại giao lần thứ 5."),
        ("năm 2019", "Tôi chưa có bài nào về Hội nghị Ngoại giao năm 2019."),
        ("bóng đá", "Tôi chưa rõ bạn muốn xem hội nghị nào."),
        ("", "Bạn muốn xem tóm tắt hội nghị nào?"),
        ("🙂 \x00 <b>", "Tôi chưa rõ bạn muốn xem hội nghị nào."),
        ("chữ " * 1000, "Tôi chưa rõ bạn muốn xem hội nghị nào."),
    ],
)
async def test_what_is_not_held_is_said_and_what_is_held_offered(an: Private, asked: str, begins: str) -> None:
    an.send(f"/tomtat {asked}")
    answer = await an.reply()
    assert answer.text.startswith(begins)
    assert "Lần thứ 32 (2023)" in answer.labels


@pytest.mark.usefixtures("running")
async def test_stale_and_forged_buttons(an: Private, world: World) -> None:
    an.send("/tomtat 32")
    card = await an.reply()
    gone = an.press(card, data="tt:27:0")
    assert (await gone.answer())["text"].startswith("Tôi không còn bài nào về hội nghị này.")
    assert (await an.reply()).text == "Bạn muốn xem tóm tắt hội nghị nào?"
    an.press(card, data="tt:999999999999999999:0")
    an.press(card, data="tt:x:0")
    await an.quiet()
    an.press(card, data="ds:9999")
    await world.until(lambda: len(world.calls("answerCallbackQuery")) > 1, 5)  # the same list again: nothing to change
    world.call("deleteMessage", {"chat_id": 1, "message_id": card.message_id})
    old = an._ask("callback_query", an.user, {"chat_instance": "1", "data": "tt:32:1", "message": _kept(card)})
    assert (await old.answer())["text"].startswith("Tin này cũ quá")


def _kept(message: BotMessage) -> dict[str, object]:
    return {"message_id": message.message_id, "date": 0, "chat": {"id": message.chat_id, "type": "private"}}


@pytest.mark.usefixtures("running")
async def test_a_topic_gets_a_quote_for_each_conference_and_names_the_silent(an: Private) -> None:
    an.send("/chude ngoại giao kinh tế")
    answer = await an.reply()
    assert answer.text.startswith("Hội nghị Ngoại giao lần thứ 29\n")
    assert "Hội nghị Ngoại giao lần thứ 32\n" in answer.text
    assert answer.text.endswith("trong bài về các Hội nghị Ngoại giao lần thứ 30 và 31.")
    an.send("/chude đội tuyển bóng đá")
    assert (await an.reply()).text.startswith("Tôi không tìm thấy câu nào về")


@pytest.mark.usefixtures("running")
async def test_topics_are_offered_and_change_in_place(an: Private) -> None:
    an.send("/chude")
    menu = await an.reply()
    assert menu.text.startswith("Bạn viết chủ đề ngay sau /chude")
    for label in menu.labels:
        pressed = an.press(menu, label)
        shown = await an.reply()
        assert await pressed.answer() == {"callback_query_id": pressed.id}
        assert shown.edited
        assert shown.text.startswith((f"Các hội nghị nói gì về “{label}”:\n", "Tôi không tìm thấy"))
        assert shown.labels == menu.labels
    gone = an.press(menu, data="cd:khongco")
    assert (await gone.answer())["text"] == "Tôi không còn chủ đề này."


@given(summaries)
@hypothesis_settings(max_examples=40, deadline=None)
def test_any_summary_is_valid_and_short_enough(summary: object) -> None:
    for message in (CARDS.summary(summary, 6), CARDS.overview([summary] * 5, (1, 3), "en")):  # type: ignore[arg-type, list-item]
        text, entities = parse_html(message.html)
        assert text == message.text
        assert 0 < utf16_length(text) <= 4096
        assert {e.type for e in entities} <= {"bold", "italic", "text_link", "blockquote", "expandable_blockquote"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fact_has_a_label(language: str) -> None:
    assert all(load_texts()[language](f"fact.{kind}") for kind in FactKind)


def test_a_conference_without_dates_says_nothing_of_them(knowledge: Knowledge) -> None:
    from dataclasses import replace

    summary = replace(knowledge.searcher.summary(31), conference=Conference(31))
    assert "Chưa rõ" not in CARDS.summary(summary, 3).text
