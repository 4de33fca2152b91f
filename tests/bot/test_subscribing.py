"""/dangky, /lich and /huydangky, through the real handlers; only the wire to Telegram is faked."""

from collections.abc import AsyncIterator

import pytest

from bot.answering import Answering
from bot.settings import Settings
from bot.store import Store
from tests.bot.digests import Bots, ManualClock
from tests.wire import ANONYMOUS_ADMIN, Private, World

pytestmark = pytest.mark.usefixtures("served")
REFUSED = "Chỉ quản trị viên của nhóm đổi được việc này."


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def served(
    world: World, settings: Settings, answering: Answering, store: Store, clock: ManualClock
) -> AsyncIterator[None]:
    async with Bots(world, settings, answering, store).running(clock):
        yield


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, language="vi")


async def test_by_buttons_and_it_comes(an: Private, clock: ManualClock) -> None:
    an.send("/dangky")
    menu = await an.reply()
    assert menu.text == "Bạn muốn nhận tóm tắt khi nào?"
    assert menu.labels == ["Hằng ngày", "Hằng tuần", "Khi có bài mới"]
    an.press(menu, "Hằng ngày")
    chosen = await an.reply()
    assert chosen.edited
    assert chosen.text.splitlines() == [
        "Tôi gửi tóm tắt vào đây hằng ngày lúc 8:00 (giờ Việt Nam), có chuông.",
        "Lần tới: 8:00 thứ Ba, 24/11/2026.",
    ]
    clock.set("2026-11-24 08:00")
    digest = await an.reply()
    lines = digest.text.splitlines()
    assert lines[0] == "Tóm tắt hằng ngày"
    assert "Hội nghị Ngoại giao lần thứ 32" in lines
    assert lines[-1] == "Thôi nhận: /huydangky"
    await an.quiet()


async def test_a_day_of_the_week_then_the_hour_then_the_sound(an: Private) -> None:
    an.send("/dangky")
    an.press(await an.reply(), "Hằng tuần")
    days = await an.reply()
    assert days.labels[:3] == ["Thứ Hai", "Thứ Ba", "Thứ Tư"]
    an.press(days, "Chủ nhật")
    chosen = await an.reply()
    assert "Chủ nhật hằng tuần lúc 8:00" in chosen.text
    an.press(chosen, "Đổi giờ")
    hours = await an.reply()
    assert "6:00" in hours.labels
    an.press(hours, "19:00")
    chosen = await an.reply()
    assert "Chủ nhật hằng tuần lúc 19:00" in chosen.text
    assert "Lần tới: 19:00 Chủ nhật, 29/11/2026." in chosen.text
    an.press(chosen, "Chuông: có")
    chosen = await an.reply()
    assert "không chuông từ 22 giờ đến 6 giờ" in chosen.text
    an.press(chosen, "Đổi lịch")
    menu = await an.reply()
    an.press(menu, "Quay lại")
    assert (await an.reply()).text == chosen.text
    assert all(len((each.callback_data or "").encode()) <= 64 for row in chosen.buttons + days.buttons for each in row)


async def test_in_words_and_shown_and_ended(an: Private, clock: ManualClock) -> None:
    an.send("/lich")
    assert (await an.reply()).text == "Nơi này chưa đăng ký tóm tắt. Đăng ký: /dangky"
    an.send("/dangky thứ hai 7h30")
    assert "thứ Hai hằng tuần lúc 7:30" in (await an.reply()).text
    an.send("/lich")
    assert "Lần tới: 7:30 thứ Hai, 30/11/2026." in (await an.reply()).text
    an.send("/dangky hôm nào rảnh")
    assert (await an.reply()).text.startswith("Tôi chưa rõ bạn muốn nhận khi nào.")
    an.send("/dangky hằng tuần")
    assert (await an.reply()).text == "Bạn muốn nhận vào thứ mấy?"
    an.send("/huydangky")
    assert (await an.reply()).text == "Tôi thôi gửi tóm tắt vào đây. Đăng ký lại: /dangky"
    an.send("/huydangky")
    assert (await an.reply()).text.startswith("Nơi này chưa đăng ký")
    clock.set("2026-11-30 07:30")
    await an.quiet()


async def test_an_english_reader(world: World) -> None:
    ann = world.private(5, language="en")
    ann.send("/dangky Monday 7:30")
    assert (await ann.reply()).text.startswith("I send summaries here every Monday at 7:30")


async def test_only_admins_of_a_group(world: World) -> None:
    group = world.group(-1001, members=(1, 2), admins=(3,))
    channel = world.channel(-1009)
    group.send("/dangky 9h", by=2)
    assert (await group.reply()).text == REFUSED
    group.send("/huydangky", by=2, sender_chat=channel.fields)
    assert (await group.reply()).text == REFUSED
    group.send("/dangky 9h", by=777000, sender_chat=channel.fields)
    assert (await group.reply()).text == REFUSED
    group.send("/lich", by=2)
    assert (await group.reply()).text == "Nơi này chưa đăng ký tóm tắt. Đăng ký: /dangky@hoi_bot"
    group.send("/dangky", by=3)
    menu = await group.reply()
    pressed = group.press(menu, "Hằng ngày", by=2)
    assert (await pressed.answer())["text"] == REFUSED
    await group.quiet()
    group.press(menu, "Hằng ngày", by=3)
    assert "hằng ngày lúc 8:00" in (await group.reply()).text
    group.send("/huydangky@hoi_bot", by=ANONYMOUS_ADMIN)
    assert "/dangky@hoi_bot" in (await group.reply()).text


async def test_whoever_posts_in_a_channel(world: World, clock: ManualClock) -> None:
    channel = world.channel(-1009)
    channel.post("/dangky")
    menu = await channel.reply()
    pressed = channel.press(menu, "Hằng ngày", by=2)
    assert (await pressed.answer())["text"] == "Chỉ người đăng bài của kênh đổi được việc này."
    channel.post("/dangky mỗi ngày 9h không chuông")
    assert "không chuông" in (await channel.reply()).text
    clock.set("2026-11-24 09:00")
    digest = await channel.reply()
    assert digest.params["disable_notification"] is True
    assert digest.text.endswith("Thôi nhận: /huydangky@hoi_bot")


async def test_a_topic_has_its_own(world: World, clock: ManualClock) -> None:
    forum = world.group(-1003, members=(1,), admins=(1,), is_forum=True)
    forum.send("/dangky 9h", thread=5)
    await forum.reply()
    forum.send("/lich", thread=6)
    assert (await forum.reply()).text.startswith("Nơi này chưa đăng ký")
    clock.set("2026-11-24 09:00")
    assert (await forum.reply()).message_thread_id == 5
    await forum.quiet()
