"""The buttons under an answer, through the real handlers; only the wire to Telegram is faked."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from telegram.constants import ChatType

from bot.answering import Answering, Knowledge
from bot.answers.buttons import Offer, answer_buttons, conference_buttons, other_buttons
from bot.answers.cards import question_form
from bot.answers.copying import long_copy, short_copy
from bot.app import AnyApplication, build_application
from bot.compose import Composer
from bot.display import utf16_length
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store
from bot.store.answers import ANSWER_DAYS, DAY, GivenAnswer, GivenAnswers, Tally, Vote
from bot.texts import load_texts
from retrieval.suggest import Suggestion
from tests.bot.values import quotes, sentence
from tests.wire import BotMessage, FakeRequest, Private, World, parse_html, polling
from tests.wire.faults import Fault

QUESTION = "Hội nghị Ngoại giao lần thứ 32 họp mấy phiên?"
SAY = load_texts()["vi"]


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, language="vi")


async def answer_to(an: Private, question: str = QUESTION) -> BotMessage:
    an.send(question)
    return await an.reply()


def data_of(message: BotMessage, label: str) -> str:
    return next(b.callback_data or "" for row in message.buttons for b in row if b.text == label)


async def pressed(an: Private, message: BotMessage, label: str) -> BotMessage:
    an.press(message, label)
    return await an.reply()


@pytest.mark.usefixtures("running")
async def test_what_stands_under_an_answer(an: Private) -> None:
    answer = await answer_to(an)
    assert answer.labels[:7] == [
        "Ngữ cảnh",
        "Kết quả khác",
        "Hội nghị khác",
        "Tóm tắt",
        "👍 Đúng ý",
        "👎 Chưa đúng",
        "Sao chép",
    ]
    assert 2 <= len(answer.labels[7:]) <= 3
    assert all(len((b.callback_data or "").encode()) <= 64 for row in answer.buttons for b in row)
    assert not any("32" in (b.callback_data or "").split(":")[1] for row in answer.buttons[:3] for b in row[:1])


@pytest.mark.usefixtures("running")
async def test_the_context_unfolds_in_the_message_and_folds_back(an: Private, answering: Answering) -> None:
    answer = await answer_to(an)
    unfolded = await pressed(an, answer, "Ngữ cảnh")
    assert (unfolded.edited, unfolded.message_id) == (True, answer.message_id)
    (passage,) = unfolded.marked("expandable_blockquote")
    label, _, text = passage.partition("\n")
    assert label == "Đoạn văn chứa câu trích (câu trích in đậm):"
    assert any(text in article.text for article in answering.knowledge.corpus.articles)
    assert any(bold in text and len(bold) > 60 for bold in unfolded.marked("bold"))
    folded = await pressed(an, unfolded, "Thu ngữ cảnh lại")
    assert (folded.text, folded.labels) == (answer.text, answer.labels)


@pytest.mark.usefixtures("running")
async def test_other_results_are_paged_and_never_repeat(an: Private) -> None:
    answer = await answer_to(an, "Hội nghị 29 nói gì về hội nhập quốc tế?")
    page = await pressed(an, answer, "Kết quả khác")
    assert page.text.startswith("Những câu khác cho câu hỏi “Hội nghị 29 nói gì về hội nhập quốc tế?”:")
    seen = answer.marked("blockquote") + answer.marked("expandable_blockquote")
    count = 0
    while True:
        shown = page.marked("blockquote") + page.marked("expandable_blockquote")
        assert not {text[:60] for text in shown} & {text[:60] for text in seen}
        seen, count = seen + shown, count + 1
        if "Trang sau" not in page.labels:
            break
        page = await pressed(an, page, "Trang sau")
    assert count > 1
    back = await pressed(an, page, "Trở lại câu trả lời")
    assert back.text == answer.text


def one_article(folder: Path) -> Knowledge:
    """Knowledge of a single sentence."""
    folder.mkdir()
    body = "Hội nghị Ngoại giao lần thứ 32 đã họp 24 phiên họp tại Hà Nội."
    (folder / "a.md").write_text(f"---\ntitle: Bài khác\nconference: 32\n---\n{body}\n", encoding="utf-8")
    return Knowledge.read(folder)


@pytest.mark.usefixtures("running")
async def test_where_nothing_else_was_found_it_is_said(an: Private, answering: Answering, tmp_path: Path) -> None:
    answering.swap(one_article(tmp_path / "seeds"))
    answer = await answer_to(an)
    assert "Hội nghị khác" not in answer.labels
    query = an.press(answer, "Kết quả khác")
    assert (await query.answer())["text"] == "Tôi không còn câu nào khác cho câu hỏi này."
    await an.quiet()


@pytest.mark.usefixtures("running")
async def test_the_same_question_of_another_conference(an: Private) -> None:
    answer = await answer_to(an)
    choice = await pressed(an, answer, "Hội nghị khác")
    assert choice.edited
    assert choice.labels == ["Lần thứ 31", "Lần thứ 30", "Lần thứ 29", "Trở lại câu trả lời"]
    an.press(choice, "Lần thứ 31")
    back, other = await an.reply(), await an.reply()
    assert (back.edited, back.text) == (True, answer.text)
    assert not other.edited
    first, second, *_ = other.text.splitlines()
    assert first == f"Vẫn câu hỏi “{QUESTION}”, nhưng về Hội nghị Ngoại giao lần thứ 31:"
    assert second == "20 phiên thảo luận"
    an.send("còn lần 30?")
    assert (await an.reply()).text.startswith("5 phiên họp")
    folded = await pressed(an, await pressed(an, other, "Ngữ cảnh"), "Thu ngữ cảnh lại")
    assert folded.text == other.text


@pytest.mark.usefixtures("running")
async def test_a_question_that_leans_on_another_is_found_again_whole(an: Private) -> None:
    await answer_to(an)
    leaning = await answer_to(an, "còn lần 31?")
    unfolded = await pressed(an, leaning, "Ngữ cảnh")
    assert unfolded.text.startswith("20 phiên thảo luận\n")
    choice = await pressed(an, unfolded, "Hội nghị khác")
    an.press(choice, "Lần thứ 30")
    await an.reply()
    assert "5 phiên họp" in (await an.reply()).text.splitlines()[1]


@pytest.mark.usefixtures("running")
async def test_the_summary_is_a_message_of_its_own(an: Private) -> None:
    answer = await answer_to(an)
    card = await pressed(an, answer, "Tóm tắt")
    assert not card.edited
    assert card.text.startswith("Hội nghị Ngoại giao lần thứ 32\n")
    assert "Thêm câu chính" in card.labels
    several = await answer_to(an, "Chủ đề của hội nghị 29 và 32 là gì?")
    assert "Hội nghị khác" not in several.labels
    assert (await pressed(an, several, "Tóm tắt")).text == "Bạn muốn xem tóm tắt hội nghị nào?"


@pytest.mark.usefixtures("running")
async def test_votes_are_toggled_one_a_person(an: Private, world: World, store: Store) -> None:
    answers = GivenAnswers(store)
    answer = await answer_to(an)
    good = an.press(answer, "👍 Đúng ý")
    assert (await good.answer())["text"] == "Cảm ơn bạn. Tôi đã ghi: câu trả lời đúng ý."
    chosen = await an.reply()
    assert "👍 Đúng ý (đã chọn)" in chosen.labels
    bad = an.press(chosen, "👎 Chưa đúng")
    assert "chưa đúng" in (await bad.answer())["text"]
    chosen = await an.reply()
    assert "👎 Chưa đúng (đã chọn)" in chosen.labels
    (tally,) = await answers.tallies()
    assert (tally.question, tally.good, tally.bad) == ("hội nghị ngoại giao lần thứ 32 họp mấy phiên", 0, 1)
    assert tally.quoted.startswith("Qua 23 phiên họp")
    other = world.private(2, language="vi")
    again = await answer_to(other, "hội nghị ngoại giao lần thứ 32, họp mấy phiên")
    assert "👎 Chưa đúng" in again.labels
    other.press(again, "👎 Chưa đúng")
    await other.reply()
    assert [(each.good, each.bad) for each in await answers.tallies()] == [(0, 2)]
    an.press(chosen, "👎 Chưa đúng (đã chọn)")
    assert "👎 Chưa đúng" in (await an.reply()).labels
    assert [(each.good, each.bad) for each in await answers.tallies()] == [(0, 1)]


@pytest.mark.usefixtures("running")
async def test_copying(an: Private) -> None:
    answer = await answer_to(an, "Hội nghị 30 bế mạc khi nào?")
    (copied,) = [b.raw["copy_text"]["text"] for row in answer.buttons for b in row if b.text == "Sao chép"]
    assert copied == (
        "“Sau 5 ngày họp tại Hà Nội, chiều 17/8, Hội nghị Ngoại giao lần thứ 30 chính thức khép lại.”\n"
        "Hội nghị Ngoại giao lần thứ 30 · Bế mạc Hội nghị Ngoại giao lần thứ 30 · VOV5 · không ghi ngày"
    )
    long = await answer_to(an)
    block = await pressed(an, long, "Sao chép")
    assert block.edited
    (pre,) = block.marked("pre")
    assert pre.startswith("“Qua 23 phiên họp")
    assert "dân tộc, phụng sự Đảng, đất nước, nhân dân.”\nHội nghị Ngoại giao lần thứ 32 · " in pre
    assert pre.splitlines()[-1].startswith("https://t.me/hoi_bot?start=b")
    assert (await pressed(an, block, "Trở lại câu trả lời")).labels == long.labels


@pytest.mark.usefixtures("running")
async def test_suggestions_are_asked_by_a_press_and_lead_on(an: Private, answering: Answering) -> None:
    answer = await answer_to(an, "Hội nghị 31 có bao nhiêu phiên họp?")
    asked = {"Hội nghị 31 có bao nhiêu phiên họp?"}
    for _ in range(3):
        label = answer.labels[7]
        assert label not in asked
        asked.add(label)
        an.press(answer, label)
        answer = await an.reply()
        assert answer.text.startswith(f"Hỏi: {label}\n")
        assert answer.marked("blockquote") or answer.marked("expandable_blockquote")
    gone = an.press(answer, data="gy:31:AAAAAAAA")
    assert (await gone.answer())["text"].startswith("Câu hỏi này không còn")
    gone = an.press(answer, data="gy:999999999:AAAAAAAA")
    assert (await gone.answer())["text"].startswith("Câu hỏi này không còn")


def test_every_suggestion_has_an_answer_of_its_conference(knowledge: Knowledge) -> None:
    for conference in knowledge.corpus.held:
        suggestions = knowledge.searcher.suggestions(conference.number)
        assert len(suggestions) >= 4
        for each in suggestions:
            for text in (each.text, each.short["vi"]):
                result = knowledge.searcher.answer(text).result
                assert each.sentence in [quote.sentence for quote in getattr(result, "quotes", ())], text


@pytest.mark.usefixtures("running")
async def test_a_refusal_offers_what_can_be_asked(an: Private) -> None:
    refusal = await answer_to(an, "hội nghị 30 có bao nhiêu nhà báo đưa tin")
    assert refusal.labels == ["Hội nghị 30 bế mạc khi nào?", "Hội nghị 30 có bao nhiêu phiên họp?"]
    assert "Bạn có thể hỏi" not in refusal.text
    assert "chiều 17/8" in (await pressed(an, refusal, refusal.labels[0])).text


@pytest.mark.usefixtures("running")
async def test_in_a_group_and_a_channel(world: World) -> None:
    group = world.group(-1001, members=(1, 2))
    group.send(f"/hoi {QUESTION}", by=1)
    answer = await group.reply()
    assert answer.labels[-1] == "Sao chép"
    good = group.press(answer, "👍 Đúng ý", by=2)
    assert (await good.answer())["text"].startswith("Cảm ơn bạn")
    await group.quiet()
    group.press(answer, "Ngữ cảnh", by=2)
    assert (await group.reply()).edited
    channel = world.channel(-1009)
    channel.post("/hoi Hội nghị 30 bế mạc khi nào?")
    assert (await channel.reply()).labels == ["Sao chép"]
    channel.post(f"/hoi {QUESTION}")
    assert (await channel.reply()).labels == []


@pytest.mark.usefixtures("running")
async def test_no_button_shows_another_chat(an: Private, world: World) -> None:
    answer = await answer_to(an)
    stranger = world.private(2, language="vi")
    own = await answer_to(stranger, "Hội nghị 30 bế mạc khi nào?")
    query = stranger.press(own, data=data_of(answer, "Ngữ cảnh"))
    assert (await query.answer())["text"].startswith("Nút này đã cũ")
    stripped = await stranger.reply()
    assert (stripped.text, stripped.labels) == (own.text, [])


async def test_buttons_work_after_a_restart(
    an: Private, world: World, app: AnyApplication, settings: Settings, answering: Answering, store: Store
) -> None:
    async with polling(app):
        answer = await answer_to(an)
    known = settings.model_validate(settings.model_dump() | {"telegram_bot_token": world.token})
    again = build_application(known, answering, store, FakeRequest(world), FakeRequest(world), UNLIMITED)
    async with polling(again):
        assert "Đoạn văn" in (await pressed(an, answer, "Ngữ cảnh")).text


@pytest.mark.usefixtures("running")
async def test_after_a_reload_that_changes_the_answer_it_is_written_anew(
    an: Private, answering: Answering, tmp_path: Path
) -> None:
    answer = await answer_to(an)
    answering.swap(one_article(tmp_path / "seeds"))
    query = an.press(answer, "Ngữ cảnh")
    assert (await query.answer())["text"].startswith("Các bài tôi có đã thay đổi")
    anew = await an.reply()
    assert anew.edited
    assert "24 phiên họp" in anew.text
    assert "24 phiên họp" in (await pressed(an, anew, "Ngữ cảnh")).text


async def test_what_is_kept_of_answers_goes_in_time(store: Store) -> None:
    answers = GivenAnswers(store)
    await answers.keep("a", GivenAnswer(1, ("?",), "s"), 7, at=0.0)
    assert await answers.find("a", 1, at=ANSWER_DAYS * DAY) is not None
    assert await answers.find("a", 1, at=ANSWER_DAYS * DAY + 1) is None
    assert await answers.find("a", 2, at=0.0) is None
    await answers.keep("b", GivenAnswer(1, ("?", 31), "s", "Hỏi: ?"), 7, at=ANSWER_DAYS * DAY + 1)
    assert await answers.find("a", 1, at=0.0) is None
    assert await answers.find("b", 1, at=0.0) == GivenAnswer(1, ("?", 31), "s", "Hỏi: ?")
    await answers.vote(Vote(7, "?", "s", "Câu.", 1), at=0.0)
    await answers.vote(Vote(8, "?", "s", "Câu.", -1), at=0.0)
    assert await answers.forget(7) == (1, 1)
    assert list(await answers.tallies()) == [Tally("?", "s", "Câu.", 0, 1)]


def test_questions_are_counted_in_one_form() -> None:
    assert question_form(("  Hội nghị 32: họp MẤY phiên?!", 31, "ở đâu?")) == "hội nghị 32 họp mấy phiên / 31 / ở đâu"


@given(st.lists(quotes(), min_size=1, max_size=4), st.sampled_from(["", "hoi_bot"]))
@hypothesis_settings(deadline=None, max_examples=60)
def test_any_quotation_can_be_copied_within_the_limits(found: list[object], bot: str) -> None:
    say = replace(SAY, bot=bot)
    button = short_copy(found, say)  # type: ignore[arg-type]
    assert utf16_length(button) <= 256
    block = Composer().block("Chạm:", long_copy(found, say))  # type: ignore[arg-type]
    assert utf16_length(block.text) <= 4096
    assert parse_html(block.html)[0] == block.text


suggestions = st.builds(
    Suggestion,
    number=st.integers(0, 10**9 - 1),
    text=st.text(max_size=300),
    short=st.dictionaries(st.sampled_from(["vi", "en"]), st.text(min_size=1, max_size=200)),
    sentence=st.just(sentence("Câu.")),
)


@given(
    st.text("Aa0_-", min_size=12, max_size=12),
    st.lists(st.integers(1, 10**9 - 1), max_size=50, unique=True),
    st.lists(suggestions, max_size=3),
    st.sampled_from([ChatType.PRIVATE, ChatType.SUPERGROUP, ChatType.CHANNEL]),
)
@hypothesis_settings(deadline=None, max_examples=60)
def test_any_button_carries_at_most_64_bytes(
    token: str, numbers: list[int], offered: list[Suggestion], place: str
) -> None:
    offer = Offer(token, place, 1, tuple(numbers), "", tuple(offered), vote=1)
    made = [answer_buttons(offer, SAY), conference_buttons(offer, SAY), other_buttons(offer, 998, 1000, SAY)]
    for button in (b for markup in made if markup for row in markup.inline_keyboard for b in row):
        assert 1 <= len(str(button.callback_data).encode()) <= 64


@pytest.mark.usefixtures("running")
async def test_an_answer_goes_on_in_its_language_whoever_presses(world: World) -> None:
    an = world.private(21, language="en")  # a Vietnamese reader whose telephone speaks English
    answer = await answer_to(an)
    unfolded = await pressed(an, answer, "Ngữ cảnh")
    assert "Đoạn văn chứa câu trích (câu trích in đậm):" in unfolded.text
    assert "Kết quả khác" in unfolded.labels
    next_one = await pressed(an, unfolded, unfolded.labels[-1])
    assert next_one.text.startswith("Hỏi: ")
    assert "Ngữ cảnh" in next_one.labels
    an.send("/ngonngu en")
    await an.reply()
    assert "Fold context" in (await pressed(an, next_one, "Ngữ cảnh")).labels


@pytest.mark.usefixtures("running")
async def test_a_question_in_english_is_answered_in_an_english_frame_on_any_telephone(world: World) -> None:
    for number, language in ((31, "vi"), (32, "fr"), (33, None)):
        an = world.private(number, language=language)
        answer = await answer_to(an, "How many sessions did the 32nd conference have?")
        assert "Diplomatic Conference 32" in answer.text, language
        assert "Context" in answer.labels, language
        suggested = await pressed(an, answer, answer.labels[-1])
        assert suggested.text.startswith("Asked: "), language
        assert "Context" in suggested.labels, language
        assert "Ngữ cảnh" in (await answer_to(an, "hoi nghi 32 hop may phien")).labels, language
    chosen = world.private(34, language="en")
    chosen.send("/ngonngu vi")
    await chosen.reply()
    assert "Ngữ cảnh" in (await answer_to(chosen, "How many sessions did the 32nd conference have?")).labels


@pytest.mark.usefixtures("running")
async def test_a_forgotten_button_under_a_message_too_old_to_change_says_so_and_no_more(
    an: Private, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await answer_to(an)
    an.send("/quentoi")
    await an.reply()
    world.faults.append(Fault("error", "editMessageReplyMarkup", description="Bad Request: message can't be edited"))
    press = an.press(answer, "Ngữ cảnh")
    assert (await press.answer())["text"] == SAY("under.stale")
    an.send("/ngonngu")  # in order within a chat: when this is answered, so is all before it
    assert (await an.reply()).text == SAY("language.menu")
    assert not [record.message for record in caplog.records if record.levelname == "ERROR"]
