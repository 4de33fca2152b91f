"""Conversations through the real handlers; only the wire to Telegram is faked."""

import asyncio
import logging

import pytest

from bot.answering import Answering
from tests.wire import BotMessage, Private, World, parse_html

QUESTION = "Hội nghị Ngoại giao lần thứ 32 họp mấy phiên?"
pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, language="vi")


def quotes_of(message: BotMessage) -> list[str]:
    """The quotes of a message, folded or not."""
    return message.marked("blockquote") + message.marked("expandable_blockquote")


async def test_a_question_gets_a_cited_answer(an: Private, answering: Answering) -> None:
    an.send(QUESTION)
    answer = await an.reply()
    assert "23 phiên" in answer.text.splitlines()[0]
    assert "Hội nghị Ngoại giao lần thứ 32 · " in answer.text
    assert "không ghi ngày" in answer.text
    (quoted, *_) = quotes_of(answer)
    clause = quoted.strip("“”").strip("… ")
    assert any(clause in article.text for article in answering.knowledge.corpus.articles)
    assert answer.reply_to_message_id is None
    assert answer.params["link_preview_options"] == {"is_disabled": True}
    await an.quiet()


async def test_a_conference_not_held(an: Private) -> None:
    an.send("Hội nghị 27 bàn gì?")
    assert (await an.reply()).text.startswith("Tôi chưa có bài nào về Hội nghị Ngoại giao lần thứ 27.")


async def test_start_and_help(an: Private) -> None:
    an.start()
    start = await an.reply()
    assert start.text.splitlines()[:2] == [
        "Tôi trả lời câu hỏi về các Hội nghị Ngoại giao lần thứ 29, 30, 31 và 32 bằng nguyên văn 5 bài báo. "
        "Hội nghị mới nhất trong đó là lần thứ 32; bài mới nhất có ghi ngày là 26/8/2016.",
        "Tôi không phải là kênh chính thức của Bộ Ngoại giao; điều gì các bài không nói thì tôi không đoán.",
    ]
    assert start.labels[0] == "Chủ đề của hội nghị 32 là gì?"
    assert len(start.labels) == 3
    for label in start.labels:
        an.press(start, label)
        assert quotes_of(await an.reply())
    an.send("/help")
    told = (await an.reply()).text
    for command in ("/hoi", "/hoinghi", "/nguon", "/start", "/help"):
        assert f"\n{command} – " in told


async def test_the_example_of_the_help_has_an_answer(an: Private, answering: Answering) -> None:
    an.send(answering.example())
    assert quotes_of(await an.reply())


async def test_conferences_and_sources(an: Private) -> None:
    an.send("/hoinghi")
    conferences = await an.reply()
    assert conferences.marked("bold") == [f"Hội nghị Ngoại giao lần thứ {number}" for number in (29, 30, 31, 32)]
    assert "Họp từ 19/12/2023 đến 23/12/2023 (người vận hành ghi, theo VietnamPlus, 23/12/2023)" in conferences.text
    assert "“Phát huy vai trò tiên phong" in conferences.text
    an.send("/nguon")
    sources = await an.reply()
    assert sources.text.startswith("Tôi trả lời từ 5 bài:")
    assert sources.text.count(" câu") >= 5
    assert sources.marked("text_link")


async def test_hoi(an: Private) -> None:
    an.send("/hoi")
    assert (await an.reply()).text.startswith("Bạn viết câu hỏi ngay sau /hoi, ví dụ: /hoi Chủ đề của")
    an.send(f"/hoi {QUESTION}")
    by_command = await an.reply()
    an.send(QUESTION)
    assert (await an.reply()).text == by_command.text


async def test_an_edited_question_edits_its_answer(an: Private) -> None:
    asked = an.send("Hội nghị 27 bàn gì?")
    answer = await an.reply()
    an.edit(asked, QUESTION)
    edited = await an.reply()
    assert edited.edited
    assert edited.message_id == answer.message_id
    assert "23 phiên" in edited.text
    an.edit(asked, QUESTION)  # the same again: Telegram refuses, nobody hears of it
    await an.quiet()
    an.edit(asked, "/nguon")  # a command that was never sent is not run
    await an.quiet()


async def test_an_edit_waits_for_the_answer_it_edits(an: Private, world: World) -> None:
    world.fault("slow", "sendMessage", delay=0.2)
    asked = an.send("Hội nghị 27 bàn gì?")
    an.edit(asked, QUESTION)
    answer, edited = await an.reply(), await an.reply()
    assert (answer.edited, edited.edited) == (False, True)


async def test_an_edit_whose_answer_is_gone_or_unknown_is_quiet(an: Private, world: World) -> None:
    asked = an.send("Hội nghị 27 bàn gì?")
    answer = await an.reply()
    world.call("deleteMessage", {"chat_id": 1, "message_id": answer.message_id})
    an.edit(asked, QUESTION)
    old = an.keep({"from": an.user, "text": "?"})["message_id"]
    an.edit(old, QUESTION)
    await an.quiet()


async def test_a_bare_command_becomes_a_question_by_editing(an: Private) -> None:
    asked = an.send("/hoi")
    await an.reply()
    an.edit(asked, f"/hoi {QUESTION}")
    assert "23 phiên" in (await an.reply()).text


async def test_an_edited_command_does_not_run_twice(an: Private) -> None:
    asked = an.send("/nguon")
    await an.reply()
    an.edit(asked, "/hoinghi")
    await an.quiet()


async def test_what_is_no_question_gets_one_line(an: Private) -> None:
    an.send("/tomtatt 32")
    assert (await an.reply()).text == "Tôi không có lệnh này. Bạn cứ gõ câu hỏi, hoặc xem các lệnh ở /help."
    for word, send in (("nhãn dán", an.send_sticker), ("ảnh", an.send_photo), ("tiếng nói", an.send_voice)):
        send()
        line = (await an.reply()).text
        assert word in line
        assert "\n" not in line
    an.send_document(b"%PDF", "a.pdf")
    assert "tệp" in (await an.reply()).text
    await an.quiet()


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"location": {"latitude": 1, "longitude": 2}}, "vị trí"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "danh thiếp"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "Trò này"),
        ({"game": {"title": "a", "description": "b", "photo": []}}, "chỉ đọc được chữ"),
    ],
)
async def test_other_kinds(an: Private, fields: dict[str, object], word: str) -> None:
    an.arrive({"from": an.user, **fields})
    assert word in (await an.reply()).text


async def test_an_album_gets_one_line(an: Private) -> None:
    for _ in range(3):
        an.send_photo(media_group_id="77")
    await an.reply()
    await an.quiet()


async def test_service_messages_get_none(an: Private) -> None:
    an.arrive({"from": an.user, "delete_chat_photo": True})
    await an.quiet()


async def test_in_a_group_only_commands_are_answered(world: World) -> None:
    world.privacy = False
    group = world.group(-1001, members=(1, 2))
    group.send(QUESTION, by=1)
    group.send("/unknown", by=1)
    group.send(f"/hoi@another_bot {QUESTION}", by=1)
    group.arrive({"from": world.user(1), "dice": {"emoji": "🎲", "value": 3}})
    await group.quiet()
    asked = group.send(f"/hoi@hoi_bot {QUESTION}", by=2)
    answer = await group.reply()
    assert "23 phiên" in answer.text
    assert answer.reply_to_message_id == asked
    group.edit(asked, "/hoi Hội nghị 27 bàn gì?", **{"from": world.user(2)})
    assert (await group.reply()).edited


async def test_in_a_topic_the_answer_stays_there(world: World) -> None:
    group = world.group(-1002, members=(1,), is_forum=True)
    group.send(f"/hoi {QUESTION}", thread=5)
    assert (await group.reply()).message_thread_id == 5


async def test_an_answer_outlives_the_message_that_asked(world: World) -> None:
    group = world.group(-1003, members=(1,))
    asked = group.send(f"/hoi {QUESTION}")
    world.messages.pop((-1003, asked))
    assert (await group.reply()).reply_to_message_id is None


async def test_languages(world: World) -> None:
    ben = world.private(2, language="en-GB")
    ben.send("/start")
    assert (await ben.reply()).text.startswith("I answer questions about Diplomatic Conferences 29, 30, 31 and 32 ")
    ben.send(QUESTION)
    assert "không ghi ngày" in (await ben.reply()).text


async def test_commands_are_registered(world: World) -> None:
    default = '{"type": "default"}'
    names = ["hoi", "hoinghi", "tomtat", "chude", "bieudo", "baiviet", "nguon"]
    names += ["dangky", "lich", "huydangky", "ngonngu", "start", "quentoi", "riengtu", "help"]
    for language in ("", "vi", "en"):
        assert [command["command"] for command in world.commands[default, language]] == names
    assert world.commands[default, "en"][0]["description"] == "Ask a question"
    assert world.profile["short_description", ""].startswith("Hỏi về các Hội nghị")


BAD = [
    " ",
    "\n",
    "🙂🙂",
    "😀" * 2048,
    "x" * 4096,
    "a." * 2048,
    "hội nghị " * 455,
    "\x00\x01\x1b[31m",
    "\u202ehội nghị\u202c",
    "h\u200dội\u200c ngh\u2060ị",
    "<b>hội nghị</b> & </blockquote>",
    "Ho\u0302\u0323i nghi\u0323 32 ho\u0323p ma\u0302\u0301y phie\u0302n",
    "/",
    "{number} %s {{ 7 * 7 }}",
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
async def test_bad_input_gets_a_sensible_line(an: Private, text: str) -> None:
    an.send(text)
    answer = await an.reply(timeout=30)
    assert "trục trặc" not in answer.text
    assert parse_html(answer.html)[0].strip() == answer.text


async def test_an_error_is_told_and_logged_without_the_words(
    an: Private,
    answering: Answering,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(question: str, *_: object) -> None:
        raise RuntimeError(question)

    monkeypatch.setattr(answering, "answer", fail)
    an.send("một điều riêng tư")
    assert (await an.reply()).text.startswith("Tôi vừa gặp trục trặc")
    await an.quiet()
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert "RuntimeError" in errors[0].getMessage()
    assert "riêng tư" not in caplog.text


async def test_somebody_who_blocked_the_bot_is_left_alone(an: Private, world: World) -> None:
    world.fault("blocked", "sendMessage", times=None)
    an.send(QUESTION)
    await world.until(lambda: bool(world.calls("sendMessage")), 5)
    await asyncio.sleep(0.05)
    assert len(world.calls("sendMessage")) == 1


async def test_chats_are_answered_side_by_side(world: World) -> None:
    world.fault("slow", "sendMessage", delay=2, chat_id=1)
    slow, quick = world.private(1), world.private(2)
    slow.send(QUESTION)
    quick.send(QUESTION)
    assert "23 phiên" in (await quick.reply(timeout=1.5)).text


async def test_messages_of_one_chat_are_answered_in_order(an: Private) -> None:
    for number in range(29, 33):
        an.send(f"Hội nghị {number} bế mạc khi nào?")
        an.send(f"/unknown{number}")
    kinds = ["không có lệnh" in (await an.reply()).text for _ in range(8)]
    assert kinds == [False, True] * 4
