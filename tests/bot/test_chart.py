"""/bieudo: the picture, its caption, and that it is made once."""

import asyncio
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from bot import chart
from bot.answering import Answering, Knowledge
from bot.handlers import chart as handler
from bot.texts import load_texts
from retrieval.corpus.model import Corpus
from retrieval.search import Searcher
from retrieval.themes import ThemeWeights
from tests.wire import Private, World

SAY = load_texts()["vi"]


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, language="vi")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages in which a picture was drawn, one for each time."""
    languages: list[str] = []

    def draw(weights: ThemeWeights, say: object) -> bytes:
        languages.append(say.language)  # type: ignore[attr-defined]
        return b"\x89PNG" + str(len(languages)).encode()

    monkeypatch.setattr(handler, "draw", draw)
    return languages


def test_the_picture_is_an_opaque_png_for_a_phone(knowledge: Knowledge) -> None:
    picture = Image.open(io.BytesIO(chart.draw(knowledge.theme_weights, SAY)))
    assert picture.format == "PNG"
    assert picture.width == 1080
    assert picture.height < 2 * picture.width
    assert np.asarray(picture.convert("RGBA"))[..., 3].min() == 255


@pytest.mark.parametrize("count", [0, 1, 3, 6, 30])
def test_any_number_of_conferences_can_be_drawn(knowledge: Knowledge, count: int) -> None:
    few = knowledge.theme_weights
    rows = tuple((row[0],) * count for row in few.mentions)
    many = ThemeWeights(few.themes, (few.conferences[0],) * count, (few.words[0],) * count, rows)
    assert chart.draw(many, SAY).startswith(b"\x89PNG")
    assert len(chart.caption(many, 5, SAY)) <= 1024
    assert ("Hình chỉ vẽ 7 hội nghị gần nhất." in chart.caption(many, 5, SAY)) == (count > 7)


def test_the_caption_says_how_it_was_counted(knowledge: Knowledge) -> None:
    caption = chart.caption(knowledge.theme_weights, 5, SAY)
    assert "1.000 từ" in caption
    assert "lần 29: ngoại giao kinh tế" in caption


@pytest.mark.parametrize(("weight", "text"), [(0, "–"), (3.25, "3,2"), (9.96, "10"), (29.1, "29")])
def test_numbers_are_written_as_the_reader_does(weight: float, text: str) -> None:
    assert chart.number(weight, "vi") == text


@pytest.mark.usefixtures("running")
async def test_a_picture_and_nothing_else_with_an_action_while_it_is_made(an: Private, world: World) -> None:
    an.send("/bieudo")
    picture = await an.reply(timeout=20)
    assert picture.file is not None
    assert picture.file.content.startswith(b"\x89PNG")
    assert "trên 1.000 từ" in picture.text
    assert world.calls("sendChatAction")[0].params["action"] == "upload_photo"
    assert len(an.said) == 1


@pytest.mark.usefixtures("running")
async def test_it_is_drawn_once_and_sent_again_by_its_name(an: Private, world: World, drawn: list[str]) -> None:
    group = world.group(-1001, members=(1,))
    an.send("/bieudo")
    asked = group.send("/bieudo")
    first, second = await an.reply(), await group.reply()
    assert second.reply_to_message_id == asked
    an.send("/bieudo")
    third = await an.reply()
    assert drawn == ["vi"]
    assert first.file == third.file
    assert isinstance(third.params["photo"], str)
    world.files.clear()  # Telegram no longer knows it by that name
    an.send("/bieudo")
    assert (await an.reply()).file is not None
    assert second.file is not None
    assert drawn == ["vi"]


@pytest.mark.usefixtures("running")
async def test_it_is_drawn_anew_for_another_corpus_and_language(
    an: Private, world: World, answering: Answering, drawn: list[str]
) -> None:
    an.send("/bieudo")
    await an.reply()
    corpus: Corpus = replace(answering.knowledge.corpus, fingerprint="other")
    answering.swap(Knowledge(Searcher(corpus)))
    an.send("/bieudo")
    assert (await an.reply()).file.content.endswith(b"2")  # type: ignore[union-attr]
    world.private(2, language="en").send("/bieudo")
    await world.chats[2].reply()
    assert drawn == ["vi", "vi", "en"]


@pytest.mark.usefixtures("running")
async def test_in_a_channel_no_action_is_shown(world: World, drawn: list[str]) -> None:
    channel = world.channel(-1009)
    asked = channel.post("/bieudo")
    assert (await channel.reply()).reply_to_message_id == asked
    assert not world.calls("sendChatAction")


@pytest.mark.usefixtures("running")
async def test_where_pictures_are_not_allowed_it_is_said(world: World, drawn: list[str]) -> None:
    group = world.group(-1001, members=(1,))
    world.fault("error", "sendPhoto", description="Bad Request: not enough rights to send photos to the chat")
    group.send("/bieudo")
    assert (await group.reply()).text == "Nơi này không cho tôi gửi ảnh, nên tôi chưa gửi được biểu đồ."


@pytest.mark.usefixtures("running")
async def test_questions_are_answered_while_it_is_drawn(
    an: Private, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def draw(*_: object) -> bytes:
        loop.call_soon_threadsafe(begun.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(10)
        return b"\x89PNG"

    monkeypatch.setattr(handler, "draw", draw)
    an.send("/bieudo")
    await begun.wait()
    other = world.private(2)
    other.send("Hội nghị 32 họp mấy phiên?")
    assert "23 phiên" in (await other.reply(timeout=3)).text
    go_on.set()
    assert (await an.reply()).file is not None
