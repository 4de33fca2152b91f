"""/reload, /khoiphuc and /nhatky: the articles read anew while the bot answers."""

import asyncio
import errno
import logging
import os
import threading
from pathlib import Path

import pytest

from bot.answering import Answering, Knowledge
from bot.compose import Composer
from bot.following import Following
from bot.operating import building, earlier, reloads
from bot.operating.desk import Desk
from bot.settings import Settings
from bot.store import Store
from retrieval.corpus import read_corpus as really_read
from retrieval.corpus.folder import Folder
from retrieval.corpus.folder import take as really_take
from tests.bot.operator import ANSWER, OPERATOR, QUESTION, Place, article, write
from tests.wire import ANONYMOUS_ADMIN, Private

UNKNOWN = "Tôi không có lệnh này. Bạn cứ gõ câu hỏi, hoặc xem các lệnh ở /help."
OPERATORS_COMMANDS = ("/reload", "/khoiphuc", "/nhatky")


async def said(chat: Private, question: str) -> str:
    chat.send(question)
    return (await chat.reply()).text


async def test_a_reload_tells_what_changed(place: Place) -> None:
    before = place.fingerprint
    write(place.seeds, "bai-41.txt", article(41, sessions=15))
    write(place.seeds, "bai-43.txt", article(43))
    (place.seeds / "bai-42.txt").unlink()
    async with place.running():
        assert ANSWER in await said(place.reader, QUESTION)
        told = await place.finished("/reload")
        assert told.edited
        assert told.text.startswith("Đã nạp kho bài mới")
        for line in (
            "Số bài: 2 → 2",
            "Thêm 1 bài: bai-43.txt",
            "Sửa 1 bài: bai-41.txt",
            "Bỏ 1 bài: bai-42.txt",
            f"Mã kho bài: {before} → {place.fingerprint}",
            "bai-43.txt: 2 câu; để ngoài 2 dòng; tự suy ra: hội nghị, ngày đăng, tên bài.",
            "Chưa có câu hỏi kiểm tra nào",
        ):
            assert line in told.text
        assert "15 phiên" in await said(place.reader, QUESTION)
        assert (await place.finished("/reload")).text.startswith("Thư mục bài không có gì thay đổi (2 bài)")


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("hong.txt", b"d\xf2ng", "hong.txt:1: "),
        ("hong.txt", b"", "hong.txt:1: "),
        ("hong.md", b"---\ntitle: a\nnguon: b\n---\n", "hong.md:3: "),
        ("conferences.toml", b"[[conference]]\nnumber =\n", "conferences.toml:2: "),
        ("ngan.txt", "Hội nghị Ngoại giao lần thứ 43\n\nBạn nghĩ gì về hội nghị ấy hôm nay?\n".encode(), "ngan.txt"),
        ("golden.toml", b"[[golden]]\nquestion = 'a'\n", "golden.toml:1: "),
        (
            "golden.toml",
            b"\n[[golden]]\nquestion='Hoi nghi 41 hop may phien'\nconference=41\npattern='99 phi'\n",
            "golden.toml:2: ",
        ),
        (
            "golden.toml",
            b"[[golden]]\nquestion='Hoi nghi 41 co bao nhieu nha bao'\nconference=41\npattern='x'\n",
            "golden.toml:1: ",
        ),
        ("golden.toml", b"[[golden]]\nquestion='x'\nconference=41\npattern='('\n", "golden.toml:1: "),
    ],
)
async def test_what_cannot_be_used_leaves_the_old_and_is_named(
    place: Place, name: str, content: bytes, named: str
) -> None:
    before = place.fingerprint
    (place.seeds / name).write_bytes(content)
    async with place.running():
        told = (await place.finished("/reload")).text
        assert told.startswith("Chưa nạp được kho bài mới; tôi vẫn trả lời từ kho bài cũ.")
        assert named in told
        assert place.fingerprint == before
        assert ANSWER in await said(place.reader, QUESTION)
        journal = await said(place.operator, "/nhatky")
        assert "nạp lại không thành · người vận hành 9" in journal
        assert name in journal


async def test_golden_questions_are_asked(place: Place) -> None:
    golden = f"[[golden]]\nquestion = '{QUESTION}'\nconference = 41\npattern = '1[0-9] phiên'\n"
    write(place.seeds, "golden.toml", golden)
    write(place.seeds, "bai-43.txt", article(43))
    async with place.running():
        assert "1 câu hỏi kiểm tra trong golden.toml đều" in (await place.finished("/reload")).text


async def test_going_back_and_on_again(place: Place) -> None:
    old = place.fingerprint
    write(place.seeds, "bai-41.txt", article(41, sessions=15))
    async with place.running():
        place.operator.send("/khoiphuc")
        await place.operator.reply()
        assert (await place.operator.reply()).text == "Không có kho bài nào trước kho đang dùng."
        await place.finished("/reload")
        new = place.fingerprint
        back = (await place.finished("/khoiphuc")).text
        assert back.startswith("Đã trở lại kho bài trước")
        assert "lần /reload hoặc khởi động sau sẽ lại đọc chúng" in back
        assert (place.fingerprint, ANSWER in await said(place.reader, QUESTION)) == (old, True)
        await place.finished("/reload")
        assert place.fingerprint == new
        journal = (await said(place.operator, "/nhatky")).splitlines()
        kinds = [line.split(" · ")[1] for line in journal if " · " in line]
        assert kinds == ["nạp lại", "trở lại kho trước", "nạp lại"]
        assert journal.count(f"{old} → {new}") == 2


async def test_the_way_back_outlives_a_restart(place: Place) -> None:
    old = place.fingerprint
    write(place.seeds, "bai-41.txt", article(41, sessions=15))
    await place.desk.reloads.reload("9")
    answering = Answering(Knowledge.read(place.seeds), Composer())
    anew = Desk.of(place.settings, answering, place.store).reloads
    assert answering.knowledge.corpus.fingerprint != old
    assert await anew.restore("9") is not None
    assert answering.knowledge.corpus.fingerprint == old
    assert await anew.restore("9") is None


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


async def test_a_full_disk_loses_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier, "write_atomically", full)
    write(place.seeds, "bai-41.txt", article(41, sessions=15))
    async with place.running():
        told = (await place.finished("/reload")).text
        assert told.startswith("Đã nạp kho bài mới")
        assert "Không cất được kho bài cũ xuống đĩa" in told
        assert "15 phiên" in await said(place.reader, QUESTION)
        assert (await place.finished("/khoiphuc")).text.startswith("Đã trở lại")


async def test_a_file_that_never_rests(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def take(path: Path) -> Folder:
        def grow(_: float) -> None:
            write(place.seeds, "bai-41.txt", (place.seeds / "bai-41.txt").read_text("utf-8") + "\n")

        return really_take(path, grow)

    stat = Path.stat
    sizes = iter(range(10**6))

    def restless(self: Path, **kwargs: bool) -> os.stat_result:
        if self.name == "bai-41.txt":
            os.utime(self, ns=(0, next(sizes)))
        return stat(self, **kwargs)

    monkeypatch.setattr(reloads, "take", take)
    monkeypatch.setattr(Path, "stat", restless)
    async with place.running():
        told = (await place.finished("/reload")).text
        assert "bai-41.txt: tệp thay đổi trong lúc đọc" in told
        assert ANSWER in await said(place.reader, QUESTION)


async def test_questions_are_answered_meanwhile_and_a_second_reload_waits(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, reading = threading.Event(), threading.Event()

    def read_corpus(*args: object) -> object:
        reading.set()
        assert go_on.wait(20)
        return really_read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "read_corpus", read_corpus)
    write(place.seeds, "bai-41.txt", article(41, sessions=15))
    async with place.running():
        place.operator.send("/reload")
        assert "vẫn trả lời từ kho bài cũ" in (await place.operator.reply()).text
        await asyncio.to_thread(reading.wait, 10)
        assert ANSWER in await said(place.reader, QUESTION)
        assert ANSWER in await said(place.operator, QUESTION)
        assert "đang chờ đến lượt" in await said(place.operator, "/reload")
        go_on.set()
        ends: list[str] = []
        while len(ends) < 2:
            told = (await place.operator.reply(timeout=20)).text
            ends += [] if told.startswith("Đang ") else [told]
        ends.sort()
        assert ends[0].startswith("Thư mục bài không có gì thay đổi")
        assert ends[1].startswith("Đã nạp")
        assert "15 phiên" in await said(place.reader, QUESTION)


async def test_whoever_is_no_operator_learns_nothing(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    group = place.world.group(-1001, members=(1, 2), admins=(1,))
    async with place.running():
        for command in (*OPERATORS_COMMANDS, "/nosuchcommand"):
            assert await said(place.reader, command) == UNKNOWN
            group.send(command, by=1)
            group.send(command, by=ANONYMOUS_ADMIN)
            await group.quiet()
    tried = [record for record in caplog.records if "tried by somebody else" in record.getMessage()]
    assert len(tried) == 3 * len(OPERATORS_COMMANDS)
    assert "Người 1" not in caplog.text
    assert place.desk.journal.count() == 0


async def test_in_a_group_the_operator_is_answered_in_private(place: Place) -> None:
    group = place.world.group(-1001, members=(1, OPERATOR))
    async with place.running():
        group.send("/nhatky", by=OPERATOR)
        await group.reply()
        assert group.said[0].text == "Bạn hãy nhắn riêng cho tôi."
        await said(place.operator, "/help")
        group.send("/nhatky", by=OPERATOR)
        assert (await place.operator.reply()).text == "Nhật ký kho bài chưa có dòng nào."
        await group.quiet()


async def test_only_operators_are_shown_their_commands(place: Place) -> None:
    async with place.running():
        shown = {scope: {each["command"] for each in commands} for scope, commands in place.world.commands.items()}
    scope = '{"chat_id": 9, "type": "chat"}'
    assert {"hoi", "reload", "khoiphuc", "nhatky"} <= shown[scope, "vi"]
    assert "reload" not in shown['{"type": "default"}', "vi"]


def many(folder: Path, count: int) -> None:
    for n in range(count):
        text = (
            f"Tin số {n} về Hội nghị Ngoại giao lần thứ 43\n\nĐoàn số {n} đã tới dự Hội nghị Ngoại giao lần thứ 43.\n"
        )
        write(folder, f"tin-{n:04}.txt", text)


async def test_many_articles_at_once_in_one_edited_message(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    many(place.seeds, 300)
    monkeypatch.setattr(Following.__init__, "__defaults__", (0.05,))
    async with place.running():
        place.operator.send("/reload")
        first = await place.operator.reply()
        done = lambda: place.operator.said[-1].text.startswith("Đã nạp")  # noqa: E731
        assert await place.world.until(done, 60)
    assert {each.message_id for each in place.operator.said} == {first.message_id}
    assert any("Đang đọc bài: " in each.text and "/302." in each.text for each in place.operator.said)
    assert any("Đang lập chỉ mục: " in each.text for each in place.operator.said)
    assert "Thêm 300 bài: tin-0000.txt" in place.operator.said[-1].text
    assert " và 292 tệp nữa" in place.operator.said[-1].text


def test_settings_of_nobody(settings: Settings, store: Store, answering: Answering) -> None:
    assert Desk.of(settings, answering, store).operators == ()
