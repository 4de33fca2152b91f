"""What comes by itself: when, once, to whom; through the real bot, with a clock of the tests' own."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.answering import Answering, Knowledge
from bot.compose import Composer
from bot.digests.rotation import after, keys_of, order
from bot.digests.schedule import ZONE, Rhythm, Schedule, day_of, local
from bot.digests.subscription import Claim, Place, Subscription
from bot.digests.wish import Wish, read_wish
from bot.settings import Settings
from bot.store import Store
from bot.store.subscriptions import Subscriptions
from tests.bot.digests import Bots, ManualClock, moment
from tests.wire import Private, World

NEW = """\
---
conference: 33
---
Tin thứ {name} về hội nghị

Ngày {name}, hội nghị khai mạc tại Hà Nội với chủ đề số {name}.
"""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'hoinghi.db'}")
    yield opened
    opened.close()


@pytest.fixture
async def either(database: str) -> AsyncIterator[Store]:
    """A store in a file, then one in PostgreSQL."""
    opened = Store.open(database)
    yield opened
    opened.close()


@pytest.fixture
def bots(world: World, settings: Settings, answering: Answering, store: Store) -> Bots:
    return Bots(world, settings, answering, store)


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, started=True)


async def subscribe(store: Store, rhythm: Rhythm = Rhythm.DAILY, chat: int = 1, due: str = "2026-11-24 08:00") -> None:
    subscription = Subscription(Place(chat), Schedule(rhythm), due=moment(due) if due else None)
    await Subscriptions(store).save(subscription)


async def kept(store: Store, chat: int = 1) -> Subscription:
    found = await Subscriptions(store).find(Place(chat))
    assert found is not None
    return found


async def until_waiting(clock: ManualClock) -> None:
    async with asyncio.timeout(5):
        while not clock.waited_for:
            await asyncio.sleep(0.005)


def with_new(folder: Path, *names: str) -> Knowledge:
    """What is known after a reload that added these."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(NEW.format(name=name), encoding="utf-8")
    return Knowledge.read(folder)


@pytest.mark.parametrize(("down_until", "comes"), [("10:59", True), ("11:01", False)])
async def test_due_while_the_bot_was_down(bots: Bots, store: Store, an: Private, down_until: str, comes: bool) -> None:
    await subscribe(store)
    clock = ManualClock(f"2026-11-24 {down_until}")
    for _ in range(2):
        async with bots.running(clock):
            if comes:
                assert (await an.reply()).text.startswith("Tóm tắt hằng ngày")
                comes = False
            await an.quiet()
    assert (await kept(store)).due == moment("2026-11-25 08:00")


async def test_killed_between_claim_and_message_it_is_not_sent_twice_nor_lost_in_silence(
    bots: Bots, store: Store, an: Private
) -> None:
    await subscribe(store)
    claim = Claim(moment("2026-11-24 08:00"), "killed", "2026-11-24", "c:32", moment("2026-11-25 08:00"))
    assert await Subscriptions(store).claim(await kept(store), claim)
    clock = ManualClock("2026-11-24 08:01")
    async with bots.running(clock):
        await until_waiting(clock)
        await an.quiet()
        clock.set("2026-11-25 08:00")
        lines = (await an.reply()).text.splitlines()
    missed = "Lần trước bạn có thể chưa nhận được: Hội nghị Ngoại giao lần thứ 32 (/tomtat 32)."
    assert lines[:2] == [missed, "Tóm tắt hằng ngày"]
    assert lines[3].startswith("Các hội nghị nói gì về “")
    assert (await kept(store)).missed == ""


async def test_a_lost_answer_of_telegram_is_said_the_next_time(
    bots: Bots, store: Store, world: World, an: Private, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sender._MOST_TRIES", 1)
    await subscribe(store)
    fault = world.fault("502", "sendMessage", times=None)
    async with bots.running(clock):
        await bots.at(clock, "2026-11-24 08:00")
        await world.until(lambda: bool(world.calls("sendMessage")), 5)
        await an.quiet()
        fault.times = 0
        await bots.at(clock, "2026-11-25 08:00")
        assert (await an.reply()).text.startswith("Lần trước bạn có thể chưa nhận được")


async def test_what_telegram_refuses_comes_the_next_time(
    bots: Bots, store: Store, world: World, an: Private, clock: ManualClock
) -> None:
    await subscribe(store)
    world.fault("error", "sendMessage", description="Bad Request: not enough rights to send text messages")
    async with bots.running(clock):
        await bots.at(clock, "2026-11-24 08:00")
        await world.until(lambda: bool(world.calls("sendMessage")), 5)
        await an.quiet()
        await bots.at(clock, "2026-11-25 08:00")
        lines = (await an.reply()).text.splitlines()
    assert lines[0] == "Tóm tắt hằng ngày"
    assert "Hội nghị Ngoại giao lần thứ 32" in lines


async def test_two_instances_on_one_database_send_one(bots: Bots, store: Store, tmp_path: Path, world: World) -> None:
    people = [world.private(number, started=True) for number in range(1, 31)]
    for each in people:
        await subscribe(store, chat=each.id)
    second = Store.open(f"sqlite:///{tmp_path / 'hoinghi.db'}")
    clocks = ManualClock(), ManualClock()
    async with bots.running(clocks[0]), bots.running(clocks[1], store=second):
        for clock in clocks:
            clock.set("2026-11-24 08:00")
        for each in people:
            await each.reply()
        for each in people:
            await each.quiet(0.005)
    second.close()


async def test_only_one_of_many_claims_is_given(either: Store) -> None:
    await subscribe(either)
    read = await kept(either)
    claims = [Claim(read.due or 0.0, str(n), "2026-11-24", "c:32", None) for n in range(8)]
    taken = await asyncio.gather(*(Subscriptions(either).claim(read, claim) for claim in claims))
    assert sum(taken) == 1


async def test_the_rows_on_any_database(either: Store) -> None:
    subscriptions = Subscriptions(either)
    await subscribe(either, chat=-5)
    assert [each.place.chat for each in await subscriptions.due(moment("2026-11-24 08:00"), 5)] == [-5]
    assert await subscriptions.next_due(moment("2026-11-24 07:00")) == moment("2026-11-24 08:00")
    await subscriptions.move(-5, -1005)
    assert await subscriptions.find(Place(-5)) is None
    await subscriptions.sent(Place(-1005), "c:32")
    assert (await kept(either, -1005)).shown == ("c:32",)
    await subscriptions.end_all(-1005)
    await subscriptions.forget_ended("2026-11-25")
    assert await subscriptions.find(Place(-1005)) is None


async def test_a_group_that_becomes_a_supergroup_keeps_it(bots: Bots, world: World, clock: ManualClock) -> None:
    group = world.group(-50, members=(1,), admins=(1,), kind="group")
    async with bots.running(clock):
        group.send("/dangky 8h", by=1)
        await group.reply()
        moved = group.migrate(-1008)
        moved.send("/lich", by=1)
        await moved.reply()
        await bots.at(clock, "2026-11-24 08:00")
        assert (await moved.reply()).text.startswith("Tóm tắt hằng ngày")
        await group.quiet()


async def test_a_move_nobody_told_of_is_learnt_from_the_first_digest(
    bots: Bots, store: Store, world: World, clock: ManualClock
) -> None:
    group = world.group(-50, members=(1,), kind="group")
    await subscribe(store, chat=-50)
    moved = group.migrate(-1008)
    world.pending.clear()
    async with bots.running(clock):
        await bots.at(clock, "2026-11-24 08:00")
        await moved.reply()
        await bots.at(clock, "2026-11-25 08:00")
        await moved.reply()
    assert (await kept(store, -1008)).active
    assert await Subscriptions(store).find(Place(-50)) is None


@pytest.mark.parametrize("known", [True, False])
async def test_a_chat_that_blocks_the_bot_is_unsubscribed(
    bots: Bots, store: Store, world: World, an: Private, clock: ManualClock, known: bool
) -> None:
    await subscribe(store)
    an.block()
    if not known:
        world.pending.clear()
    async with bots.running(clock):
        await bots.at(clock, "2026-11-24 08:00")
        async with asyncio.timeout(5):
            while (await kept(store)).active:
                await asyncio.sleep(0.01)
    assert len(world.calls("sendMessage")) <= 1


async def test_a_deleted_topic_ends_its_own_alone(bots: Bots, store: Store, world: World, clock: ManualClock) -> None:
    forum = world.group(-1003, members=(1,), is_forum=True)
    forum.topics.add(6)
    for thread in (5, 6):
        place = Place(-1003, thread)
        await Subscriptions(store).save(Subscription(place, due=moment("2026-11-24 08:00")))
    async with bots.running(clock):
        await bots.at(clock, "2026-11-24 08:00")
        assert (await forum.reply()).message_thread_id == 6
        async with asyncio.timeout(5):
            while (found := await Subscriptions(store).find(Place(-1003, 5))) and found.active:
                await asyncio.sleep(0.01)
    remaining = await Subscriptions(store).find(Place(-1003, 6))
    assert remaining is not None
    assert remaining.active


async def test_never_two_on_one_day_whatever_is_changed(bots: Bots, an: Private, clock: ManualClock) -> None:
    async with bots.running(clock):
        an.send("/dangky 8h")
        await an.reply()
        await bots.at(clock, "2026-11-24 08:00")
        await an.reply()
        for wish in ("/dangky 9h", "/huydangky", "/dangky hằng ngày 10h"):
            an.send(wish)
            said = await an.reply()
        assert "Lần tới: 10:00 thứ Tư, 25/11/2026." in said.text
        await bots.at(clock, "2026-11-24 23:59")
        await an.quiet()


async def test_the_machine_s_clock_is_set(bots: Bots, store: Store, an: Private, clock: ManualClock) -> None:
    await subscribe(store)
    async with bots.running(clock):
        await bots.at(clock, "2026-11-24 08:00")
        await an.reply()
        await bots.at(clock, "2026-11-24 07:00")
        await bots.at(clock, "2026-11-24 08:00")
        await an.quiet()
        await bots.at(clock, "2027-06-01 08:30")  # a leap: too late for the old one
        await an.quiet()
        assert (await kept(store)).due == moment("2027-06-02 08:00")
        await bots.at(clock, "2026-11-25 07:00")  # and back: what is due next year comes tomorrow all the same
        await an.quiet()
        await bots.at(clock, "2026-11-25 08:00")
        await an.reply()


async def test_silent_at_night_alone(bots: Bots, an: Private, world: World) -> None:
    clock = ManualClock("2026-11-24 04:00")
    async with bots.running(clock):
        an.send("/dangky mỗi ngày 5h không chuông ban đêm")
        await an.reply()
        await bots.at(clock, "2026-11-24 05:00")
        assert (await an.reply()).params["disable_notification"] is True
        an.send("/dangky 8h")
        await an.reply()
        await bots.at(clock, "2026-11-25 08:00")
        assert (await an.reply()).params["disable_notification"] is False


async def test_a_whole_cycle_repeats_nothing(
    bots: Bots, store: Store, an: Private, clock: ManualClock, knowledge: Knowledge
) -> None:
    await subscribe(store)
    texts = []
    async with bots.running(clock):
        await bots.at(clock, "2026-11-24 08:00")
        texts.append((await an.reply()).text)
        size = 1
        while len(texts) < 40:
            await bots.at(clock, 86400)
            texts.append((await an.reply()).text)
            if texts[-1] == texts[0]:
                break
            size += 1
    assert size >= len(knowledge.corpus.held) + 2
    assert len(set(texts)) == size
    assert size <= len(keys_of(knowledge))


async def test_news_are_gathered_and_told_once(
    bots: Bots, store: Store, an: Private, clock: ManualClock, tmp_path: Path
) -> None:
    answering = bots.answering
    async with bots.running(clock):
        an.send("/dangky bài mới")
        await an.reply()
        await bots.at(clock, 3600)
        await an.quiet()
        for names in (("một",), ("một", "hai")):
            answering.swap(with_new(tmp_path / "seeds", *names))
            await an.quiet()
            await bots.at(clock, 60)
        await bots.at(clock, 600)
        said = await an.reply()
        assert said.text.startswith("Tôi vừa có thêm 2 bài")
        assert "“" in said.text
        answering.swap(with_new(tmp_path / "seeds", "một", "hai", "ba"))
        await an.quiet()
        await bots.at(clock, "2026-11-24 23:00")
        await an.quiet()
        await bots.at(clock, "2026-11-25 08:00")
        assert (await an.reply()).text.startswith("Tôi vừa có thêm 1 bài")
        await bots.at(clock, "2026-11-26 09:00")
        await an.quiet()


async def test_killed_after_a_reload_the_news_still_come(
    bots: Bots, store: Store, an: Private, clock: ManualClock, tmp_path: Path
) -> None:
    async with bots.running(clock):
        an.send("/dangky bài mới")
        await an.reply()
    later = Answering(with_new(tmp_path / "seeds", "một"), Composer())
    async with bots.running(clock, answering=later):
        await an.quiet()
    async with bots.running(clock, answering=later):
        await bots.at(clock, 3600)
        assert (await an.reply()).text.startswith("Tôi vừa có thêm 1 bài")
    async with bots.running(clock, answering=later):
        await bots.at(clock, "2026-11-25 12:00")
        await an.quiet()


async def test_an_error_ends_nothing(
    bots: Bots, store: Store, an: Private, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(store)

    def broken(*_: object) -> None:
        raise RuntimeError

    async with bots.running(clock):
        with monkeypatch.context() as patched:
            patched.setattr("bot.digests.delivery.Contents.next", broken)
            await bots.at(clock, "2026-11-24 08:00")
            await an.quiet()
        await bots.at(clock, "2026-11-24 08:01")
        assert (await an.reply()).text.startswith("Tóm tắt hằng ngày")


schedules = st.builds(Schedule, st.sampled_from(Rhythm), st.integers(0, 6), st.integers(0, 1439))
moments = st.floats(0, 4e9)


@given(schedules, moments)
def test_the_next_time_is_the_first_that_fits(schedule: Schedule, now: float) -> None:
    found = schedule.next_after(now)
    weekly = schedule.rhythm is Rhythm.WEEKLY
    assert now < found <= now + 86400 * (7 if weekly else 1)
    assert 60 * local(found).hour + local(found).minute == schedule.minute
    assert not weekly or local(found).weekday() == schedule.weekday
    assert day_of(schedule.next_after(now, day_of(found))) > day_of(found)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_the_machine_s_zone_does_not_matter(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert Schedule().next_after(moment("2026-11-24 08:00")) == moment("2026-11-25 08:00")
        assert moment("2026-11-24 08:00") == 1795482000.0
        assert ZONE.key == "Asia/Ho_Chi_Minh"
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.lists(st.sampled_from("abcdef"), min_size=1, unique=True), st.integers(1, 30))
def test_rotation_shows_all_before_any_again(keys: list[str], count: int) -> None:
    shown: tuple[str, ...] = ()
    seen = []
    for _ in range(count):
        seen.append(next(iter(order(keys, shown))))
        shown = after(shown, seen[-1])
    for start in range(0, count, len(keys)):
        part = seen[start : start + len(keys)]
        assert len(set(part)) == len(part)


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(["{}:{:02}", "{}h{:02}", "{} giờ {:02} phút"]))
def test_a_time_is_read(hour: int, minute: int, form: str) -> None:
    assert read_wish(form.format(hour, minute)) == Wish(minute=60 * hour + minute)


@given(st.text(max_size=60))
@hypothesis_settings(max_examples=100)
def test_any_text_is_read_or_not_understood(text: str) -> None:
    wish = read_wish(text)
    assert wish is None or wish.minute is None or 0 <= wish.minute < 1440


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("thứ hai 7h30", Wish(Rhythm.WEEKLY, 0, 450)),
        ("THỨ 7 lúc 8 giờ rưỡi", Wish(Rhythm.WEEKLY, 5, 510)),
        ("chủ nhật hằng tuần 19h không chuông", None),
        ("mỗi ngày 8 giờ tối", Wish(Rhythm.DAILY, minute=1200)),
        ("hàng ngày", Wish(Rhythm.DAILY)),
        ("thứ bảy 12 giờ đêm", Wish(Rhythm.WEEKLY, 5, 0)),
        ("1 giờ đêm", Wish(minute=60)),
        ("11 giờ đêm", Wish(minute=1380)),
        ("khi có bài mới", Wish(Rhythm.NEWS)),
        ("every day at 8 pm", Wish(Rhythm.DAILY, minute=1200)),
        ("hằng ngày thứ hai", None),
        ("25:00", None),
        ("8:75", None),
        ("thứ 8", None),
    ],
)
def test_words_are_read(text: str, wish: Wish | None) -> None:
    if text.endswith("không chuông"):
        read = read_wish(text)
        assert read is not None
        assert (read.rhythm, read.weekday, read.minute, str(read.silence)) == (Rhythm.WEEKLY, 6, 1140, "always")
        return
    assert read_wish(text) == wish
