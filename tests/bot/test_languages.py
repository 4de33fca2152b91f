"""/ngonngu, English questions and /riengtu, through the real handlers; only the wire to Telegram is faked."""

import pytest

from bot.app import AnyApplication, build_application
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store
from bot.store.languages import Languages
from tests.bot.operator import QUESTION, Place
from tests.bot.test_reloads import said
from tests.wire import FakeRequest, Private, World, polling

VIETNAMESE, ENGLISH = "Bạn muốn tôi nói tiếng nào?", "Which language should I speak?"


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, language="vi")


@pytest.mark.usefixtures("running")
async def test_a_language_is_chosen_by_button(an: Private) -> None:
    an.send("/ngonngu")
    menu = await an.reply()
    assert (menu.text, menu.labels) == (VIETNAMESE, ["Tiếng Việt", "English", "Theo ngôn ngữ Telegram"])
    query = an.press(menu, "English")
    assert (await an.reply()).text.startswith("From now on I speak English to you.")
    assert (await query.answer())["text"].startswith("From now on I speak English")
    an.send("Hội nghị 27 bàn gì?")  # even for a question in Vietnamese: it was chosen
    assert (await an.reply()).text.startswith("I have no article on Diplomatic Conference 27.")
    an.send("/ngonngu -")
    assert (await an.reply()).text.startswith("Từ nay tôi nói tiếng Việt")
    an.send("/ngonngu klingon")
    assert (await an.reply()).text == VIETNAMESE


@pytest.mark.usefixtures("running")
async def test_the_choice_is_of_a_person_wherever_they_write(world: World) -> None:
    group = world.group(-1001, members=(1, 2))
    group.send("/ngonngu", by=1)
    menu = await group.reply()
    query = group.press(menu, "English", by=1)
    assert (await query.answer())["text"].startswith("From now on I speak English")
    await group.quiet()
    group.send("/ngonngu", by=2)
    assert (await group.reply()).text == VIETNAMESE
    group.send("/ngonngu", by=1)
    assert (await group.reply()).text == ENGLISH
    an = world.private(1, language="vi")
    an.send("/ngonngu")
    assert (await an.reply()).text == ENGLISH
    channel = world.channel(-1009)
    channel.post("/ngonngu en")
    assert (await channel.reply()).text.startswith("Ở đây tôi không rõ ai đang viết.")


async def test_the_choice_outlives_a_restart(
    an: Private, world: World, app: AnyApplication, settings: Settings, answering: object, store: Store
) -> None:
    async with polling(app):
        an.send("/ngonngu en")
        await an.reply()
    known = settings.model_validate(settings.model_dump() | {"telegram_bot_token": world.token})
    again = build_application(known, answering, store, FakeRequest(world), FakeRequest(world), UNLIMITED)  # type: ignore[arg-type]
    async with polling(again):
        an.send("/ngonngu")
        assert (await an.reply()).text == ENGLISH


async def test_another_instance_is_told_within_a_minute(store: Store) -> None:
    now = [0.0]
    here, there = Languages(store, lambda: now[0]), Languages(store, lambda: now[0])
    assert await there.of(1) == ""
    await here.choose(1, "en")
    assert (await here.of(1), await there.of(1)) == ("en", "")
    now[0] = 61.0
    assert await there.of(1) == "en"
    await there.choose(1, "")
    assert await there.of(1) == ""


@pytest.mark.usefixtures("running")
async def test_an_english_question_is_answered_in_an_english_frame(world: World) -> None:
    ben = world.private(2, language="en-GB")
    ben.send("How many sessions did Conference 32 have?")
    answer = await ben.reply()
    assert answer.text.splitlines()[0] == "23 phiên họp"
    assert "Diplomatic Conference 32 · " in answer.text
    assert answer.labels[:4] == ["Context", "Other results", "Other conference", "Summary"]
    ben.press(answer, answer.labels[7])
    assert (await ben.reply()).text.startswith(f"Asked: {answer.labels[7]}\n")
    ben.send("What did Conference 32 say about elephants?")
    assert (await ben.reply()).text.startswith("I found no sentence about “elephants” in the articles on")


async def test_what_is_kept_is_told_and_forgotten(place: Place) -> None:
    async with place.running():
        told = await said(place.reader, "/riengtu")
        for line in ("30 ngày, để các nút", "365 ngày", "30 ngày, không kèm tên", "60 ngày", "không ghi lời câu hỏi"):
            assert line in told
        place.reader.send(QUESTION)
        answer = await place.reader.reply()
        place.reader.press(answer, "👎 Chưa đúng")
        await place.reader.reply()
        place.operator.send("/bicau")
        listed = await place.operator.reply()
        assert "1 chưa đúng, 0 đúng ý: " in listed.text
        place.operator.press(listed, "Tải bảng đánh giá (CSV)")
        table = (await place.operator.reply()).file
        assert table is not None
        head, row = table.content.decode("utf-8-sig").splitlines()
        assert head == "câu hỏi,câu được trích,đúng ý,chưa đúng"
        assert row.endswith(",0,1")
        forgotten = await said(place.reader, "/quentoi")
        assert "1 câu trả lời có nút bấm, 1 đánh giá" in forgotten
        assert "chưa đúng" not in await said(place.operator, "/bicau")
        stale = place.reader.press(answer, "Ngữ cảnh")
        assert (await stale.answer())["text"].startswith("Nút này đã cũ")
