"""Adding articles by chat, setting them aside, and what is refused."""

import asyncio
import errno
import gzip
import os
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operating import edits
from bot.operating.drafts import Draft, file_name
from bot.operating.guard import Fetcher, RefusedError, is_public
from bot.store.drafts import Drafts
from retrieval.corpus.front_matter import read_front_matter
from tests.bot.operator import OPERATOR, QUESTION, Place, article
from tests.bot.test_reloads import said
from tests.bot.values import article as any_article
from tests.wire import BotMessage

PUBLIC, LOOPBACK = "93.184.215.14", "127.0.0.1"
PAGE = """<html><head><title>Bế mạc Hội nghị Ngoại giao lần thứ 43</title>
<meta property="og:site_name" content="Báo Mẫu"><script>alert("Hội nghị 43 họp 99 phiên")</script></head>
<body><article><h1>Bế mạc Hội nghị Ngoại giao lần thứ 43</h1>
<p>Chiều 17/8, Hội nghị Ngoại giao lần thứ 43 đã bế mạc tại Hà Nội sau năm ngày làm việc khẩn trương và nghiêm túc.</p>
<p>Qua 21 phiên họp, các đại biểu của Hội nghị Ngoại giao lần thứ 43 đã thảo luận về ngoại giao kinh tế.</p>
<script>document.write("bẫy")</script></article></body></html>"""


class Internet(httpx.AsyncBaseTransport):
    """Pages by the address they are at, and the names that lead there; what was asked for."""

    def __init__(self) -> None:
        self.names: dict[str, Sequence[str]] = {"bao.example": [PUBLIC]}
        self.answers: dict[str, httpx.Response] = {}
        self.asked: list[tuple[str, str, object]] = []

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        if host not in self.names:
            raise OSError
        return self.names[host]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.url.host, request.headers["Host"], request.extensions.get("sni_hostname")))
        return self.answers.get(request.url.path, httpx.Response(200, stream=Body(PAGE.encode())))


class Body(httpx.AsyncByteStream):
    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self):  # type: ignore[no-untyped-def]
        yield self._content


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture
def bot(place: Place, internet: Internet) -> Place:
    place.desk = replace(place.desk, fetcher=Fetcher(internet, internet.resolve))
    return place


async def sent(place: Place, content: bytes | str, name: str) -> BotMessage:
    place.operator.send_document(content.encode() if isinstance(content, str) else content, name)
    return await place.operator.reply()


async def pressed(place: Place, message: BotMessage, label: str) -> BotMessage:
    """Press, and wait for the last edit of what follows."""
    place.operator.press(message, label)
    last = await place.operator.reply()
    while last.text.startswith("Đang "):
        last = await place.operator.reply(timeout=20)
    return last


def running(place: Place) -> AbstractAsyncContextManager[None]:
    return place.running()


async def test_a_document_is_shown_saved_and_answered_from(bot: Place) -> None:
    async with running(bot):
        preview = await sent(bot, article(43, sessions=21), "moi.txt")
        for line in (
            "Tên bài: Bế mạc Hội nghị Ngoại giao lần thứ 43 (tôi suy ra)",
            "Hội nghị: 43 (tôi suy ra)",
            "Ngày đăng: 26/08/2016 (tôi suy ra)",
            "Nguồn: không ghi",
            "Số câu: 2; để ngoài 2 dòng",
            "“Hội nghị Ngoại giao lần thứ 43 đã bế mạc chiều 17/8 tại Hà Nội.”",
            "Tệp sẽ lưu: 43-be-mac-hoi-nghi-ngoai-giao-lan-thu-43.txt",
        ):
            assert line in preview.text
        assert preview.labels == ["Lưu", "Sửa", "Bỏ"]
        done = await pressed(bot, preview, "Lưu")
        assert done.text.startswith("Đã lưu 43-be-mac-hoi-nghi-ngoai-giao-lan-thu-43.txt.")
        assert "21 phiên" in await said(bot.reader, "Hội nghị 43 họp mấy phiên?")
        saved = (bot.seeds / "43-be-mac-hoi-nghi-ngoai-giao-lan-thu-43.txt").read_text("utf-8")
        assert saved == f"---\nconference: 43\ndate: 2016-08-26\n---\n\n{article(43, sessions=21)}"
        assert "thêm bài · người vận hành 9" in await said(bot.operator, "/nhatky")
        assert not [each for each in bot.seeds.iterdir() if each.name.startswith(".")]


async def test_fields_are_corrected_and_a_restart_loses_no_draft(bot: Place) -> None:
    text = "Tin vắn về một hội nghị\n\nQua 21 phiên họp, các đại biểu đã thảo luận về ngoại giao kinh tế.\n"
    async with running(bot):
        preview = await sent(bot, text, "moi.txt")
        assert "conference: <số>" in preview.text
        assert preview.labels == ["Sửa", "Bỏ"]
        how = await pressed(bot, preview, "Sửa")
        assert "trả lời tin này" in how.text
    async with running(bot):
        bot.operator.send("hội nghị: 43\nTên bài: Bài <b>mới</b>\nnguồn: Báo Mẫu", reply_to=how)
        better = await bot.operator.reply()
        assert "Tên bài: Bài <b>mới</b>\nHội nghị: 43\n" in better.text
        done = await pressed(bot, better, "Lưu")
        assert done.text.startswith("Đã lưu 43-bai-b-moi-b.txt")
        assert "21 phiên" in await said(bot.reader, "Hội nghị 43 họp mấy phiên?")
        assert (await pressed(bot, preview, "Bỏ")).text == "Bài này đã được lưu hoặc đã bỏ."


async def test_what_fails_a_check_is_not_saved_and_not_lost(bot: Place) -> None:
    before, files = bot.fingerprint, sorted(bot.seeds.iterdir())
    async with running(bot):
        preview = await sent(bot, article(41), "lai.txt")
        done = await pressed(bot, preview, "Lưu")
        assert done.text.startswith("Chưa lưu được; bài gửi đến vẫn còn đây")
        assert "bai-41.txt: cùng nội dung với" in done.text
        assert str(bot.seeds) not in done.text
        assert done.labels == ["Lưu lại", "Bỏ"]
        assert (bot.fingerprint, sorted(bot.seeds.iterdir())) == (before, files)
        assert (await pressed(bot, done, "Bỏ")).text == "Đã bỏ bài này, không lưu gì."


async def test_a_full_disk_saves_nothing_and_loses_nothing(bot: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = sorted(bot.seeds.iterdir())
    async with running(bot):
        preview = await sent(bot, article(43), "moi.txt")
        with monkeypatch.context() as patch:
            patch.setattr(edits, "write_atomically", full)
            done = await pressed(bot, preview, "Lưu")
        assert "đĩa đã đầy" in done.text
        assert sorted(bot.seeds.iterdir()) == before
        assert (await pressed(bot, done, "Lưu lại")).text.startswith("Đã lưu 43-")


async def test_nothing_is_ever_overwritten(bot: Place) -> None:
    (bot.seeds / "43-be-mac-hoi-nghi-ngoai-giao-lan-thu-43.txt").mkdir()
    async with running(bot):
        preview = await sent(bot, article(43), "moi.txt")
        assert "Tệp sẽ lưu: 43-be-mac-hoi-nghi-ngoai-giao-lan-thu-43-2.txt" in preview.text


@pytest.mark.parametrize(
    ("content", "name", "line"),
    [
        (b"Ho\x00i nghi", "a.txt", "ký tự NUL (dòng 1)"),
        (b"", "a.txt", ""),
        (b" \n", "a.txt", "Tệp trống."),
        (b"x" * 50_000_000, "a.txt", "lớn hơn 1 MB"),
        (b"\x89PNG\r\n\x1a\n\xff", "a.txt", "không phải văn bản UTF-8 (dòng 1)"),
        (article(43).encode(), "../a.txt", "Tên tệp này không dùng được"),
        (article(43).encode(), "..\\a.txt", "Tên tệp này không dùng được"),
        (article(43).encode(), "a.pdf", "chỉ nhận bài là tệp .txt hoặc .md"),
        (PAGE.encode(), "a.txt", "mã trang web (HTML)"),
        (b"Bai\n<SCRIPT src=x>", "a.md", "mã trang web (HTML)"),
        (b"Bai\n<img src=x onerror=y>", "a.txt", "mã trang web (HTML)"),
        (b"a " * 60_000, "a.txt", "dài hơn 100 nghìn ký tự"),
        (b"---\ntitle: [a\n---\n", "a.md", "a.md:"),
        (b"---\ntitle: a\n", "a.md", "a.md:1: "),
    ],
)
async def test_a_hostile_document_is_one_line(bot: Place, content: bytes, name: str, line: str) -> None:
    async with running(bot):
        refused = await sent(bot, content or b"\n", name)
        assert line in refused.text
        assert "\n" not in refused.text
        assert not refused.buttons
        assert not (bot.seeds.parent / "a.txt").exists()


async def test_a_link_is_read_without_its_scripts(bot: Place, internet: Internet) -> None:
    async with running(bot):
        bot.operator.send("https://bao.example/be-mac?a=1")
        preview = await bot.operator.reply(timeout=20)
        assert "Nguồn: Báo Mẫu\n" in preview.text
        assert "Đường dẫn: https://bao.example/be-mac?a=1\n" in preview.text
        assert internet.asked == [(PUBLIC, "bao.example", "bao.example")]
        await pressed(bot, preview, "Lưu")
        assert "21 phiên" in await said(bot.reader, "Hội nghị 43 họp mấy phiên?")
        saved = next(bot.seeds.glob("43-*")).read_text("utf-8")
        assert "alert" not in saved
        assert "bẫy" not in saved


HOSTILE = {
    "http://127.0.0.1/": "mạng nội bộ",
    "http://[::1]/": "mạng nội bộ",
    "http://[::ffff:10.0.0.1]/": "mạng nội bộ",
    "http://2130706433/": "mạng nội bộ",
    "http://inner.example/": "mạng nội bộ",
    "http://mixed.example/": "mạng nội bộ",
    "http://169.254.169.254/latest": "mạng nội bộ",
    "http://bao.example/to-loopback": "mạng nội bộ",
    "http://bao.example/to-name": "mạng nội bộ",
    "http://bao.example/to-file": "http hoặc https",
    "http://bao.example/round": "chuyển hướng quá nhiều lần",
    "http://bao.example:8080/": "cổng 80 hoặc 443",
    "http://a:b@bao.example/": "không kèm tên người dùng",
    "http://nowhere.example/": "Không tìm thấy máy chủ",
    "http://bao.example/404": "máy chủ trả lời 404",
    "http://bao.example/bomb": "lớn hơn 3 MB",
    "http://bao.example/pdf": "không tìm thấy bài báo",
    "http://bao.example/empty": "không tìm thấy bài báo",
    "http://bao.example/broken": "Không tải được",
    "http://bao.example/long": "dài hơn 100 nghìn ký tự",
    "http://xn--/": "chỉ mở đường dẫn http",
}


def redirect(to: str) -> httpx.Response:
    return httpx.Response(302, headers={"Location": to})


def trapped(internet: Internet) -> None:
    internet.names |= {"inner.example": [LOOPBACK], "mixed.example": [PUBLIC, "10.0.0.8"], "2130706433": [LOOPBACK]}
    packed = {"Content-Encoding": "gzip"}
    internet.answers |= {
        "/to-loopback": redirect("http://127.0.0.1:80/"),
        "/to-name": redirect("//inner.example/x"),
        "/to-file": redirect("file:///etc/passwd"),
        "/round": redirect("/round"),
        "/404": httpx.Response(404),
        "/bomb": httpx.Response(200, headers=packed, stream=Body(gzip.compress(b"<p>" * 20_000_000))),
        "/broken": httpx.Response(200, headers=packed, stream=Body(b"not packed")),
        "/long": httpx.Response(200, stream=Body(PAGE.replace("Chiều", "Chiều " * 40_000).encode())),
        "/pdf": httpx.Response(200, stream=Body(b"%PDF-1.7")),
        "/empty": httpx.Response(200, stream=Body(b"<html><body></body></html>")),
    }


async def test_hostile_links_are_one_line_each(bot: Place, internet: Internet) -> None:
    trapped(internet)
    async with running(bot):
        for link, line in HOSTILE.items():
            bot.operator.send(link)
            refused = (await bot.operator.reply(timeout=10)).text
            assert line in refused, link
            assert "\n" not in refused
    assert {host for host, _, _ in internet.asked} == {PUBLIC}


async def test_what_takes_too_long_is_broken_off(internet: Internet) -> None:
    async def never(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(RefusedError) as refused:
        await Fetcher(internet, never, seconds=0.01).fetch("http://bao.example/")
    assert refused.value.key == "adding.too_slow"


@pytest.mark.parametrize(
    "address",
    "10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.2 0.0.0.0 169.254.0.1 100.64.0.1 224.0.0.1 240.0.0.1 255.255.255.255 "
    "192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::127.0.0.1 2002:7f00:1:: "
    "2002:a00:1:: 64:ff9b::7f00:1 64:ff9b:1::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 fec0::1 a b.c".split(),
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", "1.1.1.1 93.184.215.14 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::101:101".split())
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


async def test_pressed_twice_it_is_done_once(bot: Place) -> None:
    async with running(bot):
        preview = await sent(bot, article(43, sessions=21), "moi.txt")
        bot.operator.press(preview, "Lưu")
        saved = await pressed(bot, preview, "Lưu")
        assert saved.text.startswith("Đã lưu ")
        bot.operator.send("/xoa 43")
        chosen = await pressed(bot, await bot.operator.reply(), "43: Bế mạc Hội nghị Ngoại giao lần thứ 43")
        bot.operator.press(chosen, "Cất bài")
        assert (await pressed(bot, chosen, "Cất bài")).text.startswith("Đã cất ")
        journal = await said(bot.operator, "/nhatky")
        assert "không thành" not in journal
        assert journal.count("thêm bài") == journal.count("cất bài") == 1


async def test_a_correction_may_have_empty_lines(bot: Place) -> None:
    async with running(bot):
        await sent(bot, article(43), "moi.txt")
        preview = await said(bot.operator, "tên bài: Một\u2028hai\n\nhội nghị: 44")
        assert "Tên bài: Một hai\nHội nghị: 44\n" in preview


def test_an_article_set_aside_is_not_overwritten_by_another(tmp_path: Path) -> None:
    aside = tmp_path / "aside"
    for content in ("một", "hai", "hai"):
        (tmp_path / "bai.txt").write_text(content)
        edits.SettingAside("bai.txt", aside).make(tmp_path)
    assert {each.name: each.read_text() for each in aside.iterdir()} == {"bai.txt": "hai", "bai-2.txt": "một"}


async def test_what_others_send_is_as_before(bot: Place, internet: Internet) -> None:
    async with running(bot):
        bot.reader.send_document(article(43).encode(), "moi.txt")
        assert (await bot.reader.reply()).text.startswith("Tôi không đọc được tệp")
        assert "lần thứ" in await said(bot.reader, "hội nghị: 41")
        assert await said(bot.reader, "https://bao.example/")
        assert internet.asked == []
        preview = await sent(bot, article(43), "moi.txt")
        label = preview.button("Lưu").callback_data
        shown = await said(bot.reader, QUESTION)
        assert shown
        await bot.reader.press(bot.reader.said[-1], data=label).answer()
        await bot.reader.press(bot.reader.said[-1], data="xo:t:").answer()
        await bot.reader.quiet()
    assert not list(bot.seeds.glob("43-*"))


async def test_an_article_is_set_aside_and_comes_back(bot: Place) -> None:
    async with running(bot):
        bot.operator.send("/xoa be mac 41")
        which = await bot.operator.reply()
        sure = await pressed(bot, which, "41: Bế mạc Hội nghị Ngoại giao lần thứ 41")
        assert "(bai-41.txt)? Tôi sẽ không trả lời từ bài này nữa" in sure.text
        assert (await pressed(bot, sure, "Thôi")).text == "Bài vẫn ở nguyên chỗ cũ."
        bot.operator.send("/xoa bai-41.txt")
        sure = await pressed(bot, await bot.operator.reply(), "41: Bế mạc Hội nghị Ngoại giao lần thứ 41")
        done = await pressed(bot, sure, "Cất bài")
        assert done.text.startswith("Đã cất bai-41.txt.")
        assert "chưa có bài nào" in await said(bot.reader, QUESTION)
        assert not (bot.seeds / "bai-41.txt").exists()
        bot.operator.send("/xoa")
        listed = await bot.operator.reply()
        assert listed.labels == ["Lấy lại bai-41.txt"]
        back = await pressed(bot, listed, "Lấy lại bai-41.txt")
        assert back.text.startswith("Đã lấy lại bai-41.txt.")
        assert (bot.seeds / "bai-41.txt").read_text("utf-8") == article(41)
        assert "12 phiên" in await said(bot.reader, QUESTION)
        bot.operator.press(listed, data=listed.button("Lấy lại bai-41.txt").callback_data)
        assert (await bot.operator.reply()).text == "Không còn bài này."
        assert "Không có bài nào có “khong co”" in await said(bot.operator, "/xoa khong co")


fields = st.dictionaries(
    st.sampled_from(["title", "publisher", "author"]), st.text(st.characters(codec="utf-8"), max_size=60), max_size=3
)


@given(fields, st.text(st.characters(codec="utf-8"), max_size=200))
def test_what_is_stated_is_read_back(stated: dict[str, str], body: str) -> None:
    lines = "\n".join(f"{name}: {' '.join(value.split())}" for name, value in stated.items())
    draft = Draft({}, f"Bài\n{body}").corrected(lines) if lines else Draft({}, "")
    read = read_front_matter(draft.text, Path("a.txt"))
    assert {name: getattr(read, name) for name in draft.fields} == dict(draft.fields)


@given(st.text(max_size=300), st.integers(1, 99))
def test_a_name_never_leaves_the_folder(title: str, attempt: int) -> None:
    name = file_name(any_article(title), attempt)
    assert name == Path(name).name
    assert name.isascii()
    assert not name.startswith(".")
    assert len(name) < 100


async def test_only_its_operator_finds_a_draft(place: Place) -> None:
    drafts = Drafts(place.store)
    number = await drafts.keep(OPERATOR, {"title": "a"}, "b", at=10.0)
    assert await drafts.find(1, number) is None
    found = await drafts.find(OPERATOR, number)
    assert found is not None
    assert (found.fields, found.body) == ({"title": "a"}, "b")
    await drafts.keep(OPERATOR, {}, "c", at=10.0 + 15 * 86400)
    assert await drafts.find(OPERATOR, number) is None
