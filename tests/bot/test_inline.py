"""Inline queries and guest messages, through the real handlers; only the wire to Telegram is faked."""

from typing import Any

import pytest

from bot.answering import Answering
from tests.wire import Group, Private, World, parse_html, utf16_length

QUESTION = "Hội nghị Ngoại giao lần thứ 32 họp mấy phiên?"
pytestmark = pytest.mark.usefixtures("running")
Json = dict[str, Any]


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, language="vi")


def text_of(result: Json) -> str:
    content = result["input_message_content"]
    assert content["parse_mode"] == "HTML"
    assert content["link_preview_options"] == {"is_disabled": True}
    text, _ = parse_html(content["message_text"])
    assert 0 < utf16_length(text) <= 4096
    return text


async def test_the_answer_first_then_cited_sentences(an: Private, answering: Answering) -> None:
    answered = await an.inline("ngoại giao kinh tế phục vụ phát triển").answer()
    first, *others = answered["results"]
    assert first["title"] == "Trả lời"
    assert text_of(first).startswith("Hỏi: ngoại giao kinh tế phục vụ phát triển\n")
    assert 0 < len(others) <= 10
    sentences = [sentence.text for sentence in answering.knowledge.corpus.sentences]
    shown = text_of(first)
    for other in others:
        text = text_of(other)
        assert "Hội nghị Ngoại giao lần thứ" in text.splitlines()[-1]
        assert other["description"].startswith("Hội nghị Ngoại giao lần thứ")
        number = int(other["id"].removeprefix("s"))
        assert sentences[number] not in shown
    assert len({result["id"] for result in answered["results"]}) == len(answered["results"])


async def test_the_cache_is_short_and_each_person_s_own(an: Private) -> None:
    answered = await an.inline(QUESTION).answer()
    assert answered["cache_time"] <= 10
    assert answered["is_personal"] is True


async def test_an_empty_query_offers_the_summaries(an: Private) -> None:
    answered = await an.inline("").answer()
    titles = [result["title"] for result in answered["results"]]
    assert titles == [f"Tóm tắt Hội nghị Ngoại giao lần thứ {n}" for n in (32, 31, 30, 29)]
    assert text_of(answered["results"][0]).splitlines()[0] == "Hội nghị Ngoại giao lần thứ 32"
    assert (await an.inline("", offset="10").answer())["results"] == []
    assert (await an.inline("", offset="x").answer())["results"]


async def test_a_conference_named_offers_its_summary_last(an: Private) -> None:
    answered = await an.inline("hội nghị 31").answer()
    ids = [result["id"] for result in answered["results"]]
    assert (ids[0], ids[-1]) == ("answer", "c31")


async def test_what_is_not_known_is_said(an: Private) -> None:
    answered = await an.inline("hội nghị 27 bàn gì").answer()
    assert answered["results"][0]["title"] == "Chưa tìm thấy câu trả lời"
    assert "Tôi chưa có bài nào về Hội nghị Ngoại giao lần thứ 27." in text_of(answered["results"][0])


@pytest.mark.parametrize("text", ["🙂", "<b>", "&", "a." * 128, "\u202eabc", "hội nghị " * 28, "32", "…", "?"])
async def test_any_query_is_answered(an: Private, text: str) -> None:
    for result in (await an.inline(text).answer())["results"]:
        assert result["title"]
        text_of(result)


async def test_english(world: World) -> None:
    ben = world.private(2, language="en")
    answered = await ben.inline("").answer()
    assert answered["results"][0]["title"] == "Summary of Diplomatic Conference 32"


async def test_a_query_that_is_typed_on_is_let_go(an: Private, world: World, caplog: pytest.LogCaptureFixture) -> None:
    reason = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    world.fault("error", "answerInlineQuery", description=reason)
    an.inline("hội")
    await world.until(lambda: bool(world.calls("answerInlineQuery")), 5)
    assert (await an.inline("hội nghị").answer())["results"]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.fixture
def strange(world: World) -> Group:
    """A group the bot is no member of."""
    return world.group(-1001, members=(1, 2), bot="left")


async def guest_answer(strange: Group, text: str, **fields: Any) -> Json:
    result: Json = (await strange.call_guest(text, **fields).answer())["result"]
    return result


async def test_a_guest_gives_the_same_answer_in_one_message(strange: Group, an: Private, world: World) -> None:
    an.send(QUESTION)
    usual = await an.reply()
    result = await guest_answer(strange, f"@hoi_bot {QUESTION}", by=1)
    assert text_of(result) == usual.text
    await strange.quiet()
    assert len(world.calls("answerGuestQuery")) == 1


async def test_a_guest_follows_each_person_and_reads_what_is_replied_to(strange: Group, world: World) -> None:
    await guest_answer(strange, f"@hoi_bot {QUESTION}", by=1)
    assert "20 phiên" in text_of(await guest_answer(strange, "@hoi_bot còn hội nghị 31?", by=1))
    said = strange.keep({"from": world.user(2), "text": QUESTION})["message_id"]
    assert "23 phiên" in text_of(await guest_answer(strange, "@hoi_bot", by=1, reply_to=said))
    assert "Bạn cứ gõ câu hỏi" in text_of(await guest_answer(strange, "@hoi_bot", by=1))
    assert "Tôi chưa có bài nào" in text_of(await guest_answer(strange, "@hoi_bot hội nghị 27 bàn gì?", by=2))
