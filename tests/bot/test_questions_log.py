"""/trangthai, /bicau and /quentoi: what is counted of questions, what is kept of their words, and for whom."""

import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.operating.status import figures
from bot.operating.unanswered import Group, as_csv, grouped
from bot.store import Store
from bot.store.questions import Count, QuestionLog, Unanswered
from bot.turn import Asked, Turn
from tests.bot.digests import moment
from tests.bot.operator import OPERATOR, QUESTION, Place
from tests.bot.test_reloads import UNKNOWN, said

LOST = "Hội nghị 41 có bao nhiêu nhà báo đưa tin?"
DAY = 86400.0


def lost(person: int | None, question: str, surface: str = "private") -> Turn:
    turn = Turn(1, surface, person)
    turn.asked = Asked(question, "not_found", 3.0)
    return turn


async def test_unanswered_questions_are_listed_and_forgotten(place: Place) -> None:
    async with place.running():
        assert (await said(place.operator, "/bicau")).startswith("Trong 30 ngày qua không có câu nào")
        for question in (LOST, "hoi nghi 41 co bao nhieu nha bao dua tin", QUESTION):
            await said(place.reader, question)
        place.world.private(2).send("Hội nghị 41 có mấy ca sĩ?")
        await place.world.chats[2].reply()
        place.operator.send("/bicau")
        listed = await place.operator.reply()
        lines = listed.text.splitlines()
        assert "2 câu khác nhau" in lines[0]
        assert lines[2].startswith("2 lần, gần nhất ")
        assert lines[2].endswith(f": {LOST}")
        assert QUESTION not in listed.text
        place.operator.press(listed, "Tải bảng CSV")
        table = (await place.operator.reply()).file
        assert table is not None
        assert table.content.decode("utf-8-sig").splitlines()[1].startswith(f"{LOST},2,")
        forgotten = await said(place.reader, "/quentoi")
        assert forgotten.startswith("Tôi đã xóa những gì tôi giữ của bạn: 2 câu hỏi chưa trả lời được, 1 câu trả lời")
        assert await said(place.reader, "/quentoi") == "Tôi không giữ câu hỏi hay đánh giá nào của bạn."
        left = await said(place.operator, "/bicau")
        assert "nhà báo" not in left
        assert "ca sĩ" in left


async def test_how_it_is_doing(place: Place) -> None:
    place.desk.last_error.handle(logging.LogRecord("x", logging.ERROR, "x", 1, "một lỗi", (), None))
    async with place.running():
        for question in (QUESTION, QUESTION, QUESTION, LOST):
            await said(place.reader, question)
        assert await said(place.reader, "/trangthai") == UNKNOWN
        place.operator.send("/trangthai")
        told = await place.operator.reply(timeout=20)
        assert told.file is not None
        assert told.file.content.startswith(b"\x89PNG")
        for line in (
            f"Mã kho bài: {place.fingerprint}, dùng từ ",
            "Số bài: 2; số câu: 4",
            "Câu hỏi hôm nay: 4; 7 ngày: 4",
            "Không trả lời được: 25,0 % (7 ngày)",
            "Thời gian trả lời: trung vị ",
            "Lần nạp gần nhất: chưa có",
            ", một lỗi",
        ):
            assert line in told.text


async def test_help_tells_what_is_kept(place: Place) -> None:
    async with place.running():
        assert "tôi giữ lại 30 ngày, không kèm tên" in await said(place.reader, "/help")


async def test_words_are_kept_no_longer_than_set_and_without_names(store: Store) -> None:
    now = [1_000_000_000.0]
    log = QuestionLog(store, 30, lambda: now[0])
    log.note(lost(OPERATOR, LOST))
    log.note(lost(OPERATOR, "gõ dở", surface="inline"))
    assert [each.question for each in await log.unanswered()] == [LOST]

    rows = store.do(lambda session: list(session.execute(text("SELECT * FROM unanswered"))))
    assert str(OPERATOR) not in {str(value) for row in rows for value in row[3:]}
    now[0] += 31 * DAY
    assert await log.unanswered() == []
    log.note(lost(None, "câu mới"))
    await log.written()
    kept = store.do(lambda session: [row[0] for row in session.execute(text("SELECT question FROM unanswered"))])
    assert kept == ["câu mới"]
    assert len(await log.counts(0)) == 2


async def test_with_nought_no_words_are_kept(store: Store) -> None:
    log = QuestionLog(store, 0)
    log.note(lost(1, LOST))
    assert await log.unanswered() == []
    assert len(await log.counts(0)) == 1


def asked(*questions: str) -> list[Unanswered]:
    return [Unanswered(float(at), question) for at, question in enumerate(questions)]


def test_spellings_are_one_question() -> None:
    groups = grouped(asked("hòa bình?", "hoà bình", "hoa binh", "năm mới", "nam moi", "nấm mối", "năm mới"))
    assert [(group.question, group.count) for group in groups] == [("năm mới", 3), ("hòa bình?", 3), ("nấm mối", 1)]


@given(st.lists(st.text(max_size=12) | st.sampled_from(["hòa bình", "hoa binh", "", "🙂"]), max_size=12))
def test_no_question_is_lost_by_grouping(questions: list[str]) -> None:
    groups = grouped(asked(*questions))
    assert sum(group.count for group in groups) == len(questions)
    assert [group.count for group in groups] == sorted((group.count for group in groups), reverse=True)


def test_a_table_holds_no_formula() -> None:
    table = as_csv([Group("=1+1", 1, 0.0, 0.0)], ["a", "b", "c", "d"]).decode("utf-8-sig")
    assert table.splitlines()[1].startswith("'=1+1,1,")


def test_figures() -> None:
    now = 100 * DAY
    counts = [Count(now - 8 * DAY, True, 9e9), *(Count(now - 60, at > 1, float(at)) for at in range(21))]
    found = figures(counts, now)
    assert (found.week, found.median_ms, found.slow_ms) == (21, 10.0, 19.0)
    assert found.refused == pytest.approx(2 / 21)
    assert figures([], now).median_ms is None


def test_days_are_those_of_vietnam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        asked = moment("2026-11-24 00:30")
        assert figures([Count(asked, True, 1.0)], moment("2026-11-24 23:30")).today == 1
        assert figures([Count(asked - 3600, True, 1.0)], moment("2026-11-24 23:30")).today == 0
    finally:
        monkeypatch.undo()
        time.tzset()
