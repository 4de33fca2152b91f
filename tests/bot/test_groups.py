"""Manners in groups and channels, through the real handlers; only the wire to Telegram is faked."""

import pytest

from bot.answering import Answering
from bot.app import ALLOWED_UPDATES, build_application
from bot.settings import Settings
from bot.store import Store
from tests.wire import ANONYMOUS_ADMIN, Channel, FakeRequest, Group, World, polling

QUESTION = "Hội nghị Ngoại giao lần thứ 32 họp mấy phiên?"
pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture
def group(world: World) -> Group:
    return world.group(-1001, members=(1, 2, 3))


@pytest.fixture
def channel(world: World) -> Channel:
    return world.channel(-1009)


@pytest.fixture
def open_group(world: World) -> Group:
    """A group whose every message the bot sees."""
    world.privacy = False
    return world.group(-1002, members=(1, 2))


@pytest.mark.parametrize("command", [f"/hoi {QUESTION}", f"/hoi@hoi_bot {QUESTION}", f"/HOI@Hoi_Bot {QUESTION}"])
async def test_hoi_replies_to_the_asking_message(group: Group, command: str) -> None:
    asked = group.send(command, by=2)
    answer = await group.reply()
    assert "23 phiên" in answer.text.splitlines()[0]
    assert answer.reply_to_message_id == asked
    await group.quiet()


async def test_a_reply_to_the_bot_is_a_question(group: Group) -> None:
    group.send(f"/hoi {QUESTION}", by=1)
    first = await group.reply()
    asked = group.send("còn hội nghị 31?", by=1, reply_to=first)
    second = await group.reply()
    assert "20 phiên" in second.text.splitlines()[0]
    assert second.reply_to_message_id == asked
    group.send_sticker("👍", reply_to_message=group.message(first))
    group.send("/khac", by=1, reply_to=first)
    await group.quiet()


async def test_nothing_else_is_answered(open_group: Group) -> None:
    other = open_group.send("Chào mọi người", by=1)
    open_group.send(QUESTION, by=1)
    open_group.send(f"@another_bot {QUESTION}", by=1)
    open_group.send(f"/hoi@another_bot {QUESTION}", by=1)
    open_group.send(f"/khac@hoi_bot {QUESTION}", by=1)
    open_group.send(QUESTION, by=1, reply_to=other)
    open_group.send("thư gửi a@hoi_bot.vn", by=1)
    open_group.send_photo(by=None)
    open_group.join(3)
    await open_group.quiet()


@pytest.mark.parametrize("text", [f"@hoi_bot {QUESTION}", f"{QUESTION} @Hoi_Bot", f"@hoi_bot, {QUESTION}"])
async def test_a_mention_where_telegram_delivers_it(open_group: Group, text: str) -> None:
    asked = open_group.send(text, by=1)
    answer = await open_group.reply()
    assert "23 phiên" in answer.text.splitlines()[0]
    assert answer.reply_to_message_id == asked


async def test_a_bare_mention_or_command_takes_the_message_it_replies_to(open_group: Group) -> None:
    said = open_group.send(QUESTION, by=2)
    for text in ("/hoi", "/hoi@hoi_bot", "@hoi_bot"):
        asked = open_group.send(text, by=1, reply_to=said)
        answer = await open_group.reply()
        assert "23 phiên" in answer.text.splitlines()[0]
        assert answer.reply_to_message_id == asked
    open_group.send("@hoi_bot", by=1)
    assert (await open_group.reply()).text.startswith("Bạn viết câu hỏi ngay sau /hoi")


async def test_what_is_marked_of_a_message_is_the_question(group: Group, world: World) -> None:
    said = group.keep({"from": world.user(2), "text": f"Tôi nghe nói nhiều điều. {QUESTION} Ai biết?"})["message_id"]
    group.send("/hoi", by=1, reply_to=said, quote={"text": QUESTION, "position": 25, "is_manual": True})
    assert "23 phiên" in (await group.reply()).text.splitlines()[0]


async def test_hoi_in_reply_to_a_caption_a_picture_or_the_bot(group: Group, world: World) -> None:
    picture = {"from": world.user(2), "photo": []}
    told = group.keep(picture | {"caption": QUESTION})["message_id"]
    group.send("/hoi", by=1, reply_to=told)
    answer = await group.reply()
    assert "23 phiên" in answer.text.splitlines()[0]
    for silent in (group.keep(picture)["message_id"], answer):
        group.send("/hoi", by=1, reply_to=silent)
        assert (await group.reply()).text.startswith("Bạn viết câu hỏi ngay sau /hoi")
    command = group.send(f"/hoi {QUESTION}", by=2)
    await group.reply()
    group.send("/hoi", by=1, reply_to=command)
    assert "23 phiên" in (await group.reply()).text.splitlines()[0]


async def test_follow_ups_are_each_person_s_own(group: Group) -> None:
    group.send("/hoi Hội nghị 32 họp mấy phiên?", by=1)
    group.send("/hoi Chủ đề của hội nghị 29 là gì?", by=2)
    assert "23 phiên" in (await group.reply()).text
    assert "Nâng cao hiệu quả" in (await group.reply()).text
    group.send("/hoi còn hội nghị 31?", by=1)
    assert "20 phiên" in (await group.reply()).text
    group.send("/hoi còn hội nghị 32?", by=2)
    assert "Phát huy vai trò tiên phong" in (await group.reply()).text


async def test_topics_are_apart_and_answers_stay_in_them(world: World) -> None:
    forum = world.group(-1003, members=(1,), is_forum=True)
    forum.send(f"/hoi {QUESTION}", thread=5)
    forum.send("/hoi Chủ đề của hội nghị 29 là gì?", thread=6)
    assert [(await forum.reply()).message_thread_id for _ in range(2)] == [5, 6]
    forum.send("/hoi còn hội nghị 31?", thread=5)
    follow = await forum.reply()
    assert "20 phiên" in follow.text
    assert follow.message_thread_id == 5
    forum.send("/tomtat 32", thread=6)
    card = await forum.reply()
    assert card.message_thread_id == 6
    forum.press(card, "Thêm câu chính", by=1)
    assert (await forum.reply()).message_id == card.message_id
    forum.send("/bieudo", thread=5)
    assert (await forum.reply(timeout=20)).message_thread_id == 5
    assert world.calls("sendChatAction")[0].params["message_thread_id"] == 5


async def test_anonymous_admins(group: Group, world: World) -> None:
    asked = group.send(f"/hoi {QUESTION}", by=ANONYMOUS_ADMIN)
    answer = await group.reply()
    assert "23 phiên" in answer.text
    assert answer.reply_to_message_id == asked
    group.send("còn hội nghị 31?", by=ANONYMOUS_ADMIN, reply_to=answer)
    assert "20 phiên" in (await group.reply()).text


async def test_two_bots_do_not_talk_to_each_other(open_group: Group, world: World) -> None:
    open_group.send(f"/hoi {QUESTION}", by=1)
    answer = await open_group.reply()
    robot = world.user(99, is_bot=True, username="robot_bot")
    open_group.send(QUESTION, by=robot["id"], reply_to=answer)
    open_group.send(f"@hoi_bot {QUESTION}", by=robot["id"])
    await open_group.quiet()


async def test_commands_posted_in_a_channel(channel: Channel) -> None:
    asked = channel.post(f"/hoi {QUESTION}")
    answer = await channel.reply()
    assert "23 phiên" in answer.text
    assert answer.reply_to_message_id == asked
    channel.post("/hoi còn hội nghị 31?")
    assert "20 phiên" in (await channel.reply()).text
    channel.post("/tomtat@hoi_bot 32")
    card = await channel.reply()
    channel.press(card, "Thêm câu chính")
    assert (await channel.reply()).edited
    for command in ("/chude ngoại giao kinh tế", "/hoinghi", "/nguon", "/help", "/start"):
        channel.post(command)
        assert (await channel.reply()).text
    channel.post(QUESTION)
    channel.post(f"@hoi_bot {QUESTION}")
    channel.post("/khac")
    await channel.quiet()


async def test_an_edited_post_edits_its_answer_and_runs_no_command_twice(channel: Channel) -> None:
    asked = channel.post("/hoi Hội nghị 27 bàn gì?")
    answer = await channel.reply()
    channel.edit(asked, f"/hoi {QUESTION}")
    edited = await channel.reply()
    assert (edited.edited, edited.message_id) == (True, answer.message_id)
    listed = channel.post("/nguon")
    await channel.reply()
    channel.edit(listed, "/tomtat 32")
    await channel.quiet()


async def test_edited_commands_and_mentions_in_a_group(open_group: Group) -> None:
    asked = open_group.send("@hoi_bot Hội nghị 27 bàn gì?", by=1)
    await open_group.reply()
    open_group.edit(asked, f"@hoi_bot {QUESTION}")
    edited = await open_group.reply()
    assert edited.edited
    assert "23 phiên" in edited.text
    command = open_group.send("/tomtat 32", by=1)
    await open_group.reply()
    open_group.edit(command, "/tomtat 31")
    plain = open_group.send("Chào", by=1)
    open_group.edit(plain, f"@hoi_bot {QUESTION}")
    await open_group.quiet()


async def test_a_post_copied_to_the_discussion_group_is_answered_once(world: World, channel: Channel) -> None:
    group = world.group(-1004, members=(1,))
    copy = {"is_automatic_forward": True, "sender_chat": channel.fields, "from": world.user(777000)}
    group.arrive({"text": f"/hoi {QUESTION}", **copy})
    await group.quiet()


async def test_let_in_one_line_and_never_unasked(world: World, channel: Channel) -> None:
    group = world.group(-1005, members=(1,), bot="left")
    group.set_bot("member", by=1)
    hello = await group.reply()
    assert "\n" not in hello.text
    assert "/hoi@hoi_bot" in hello.text
    group.set_bot("administrator", by=1)
    group.set_bot("member", by=1)
    group.join(2)
    await group.quiet()
    group.set_bot("kicked", by=1)
    await group.quiet()
    group.set_bot("member", by=1)
    assert (await group.reply()).text == hello.text
    channel.set_bot("left")
    channel.set_bot("administrator")
    await channel.quiet()
    an = world.private(1)
    an.block()
    an.unblock()
    await an.quiet()


async def test_let_in_without_the_right_to_write_it_stays_silent(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    group = world.group(-1006, members=(1,), bot="left")
    group.set_bot("restricted", by=1)
    await world.until(lambda: bool(world.calls("sendMessage")), 5)
    await group.quiet()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_start_in_a_group_says_once_what_works(group: Group, world: World) -> None:
    group.send("/start@hoi_bot", by=1)
    first = await group.reply()
    assert "/hoi@hoi_bot" in first.text
    assert first.text.endswith("Những tin khác của nhóm, tôi không nhìn thấy.")
    assert "nhắc @hoi_bot" not in first.text
    group.send("/start", by=2)
    again = await group.reply()
    assert "\n" not in again.text
    assert "/hoi@hoi_bot" in again.text


async def test_start_where_the_bot_sees_everything_tells_of_mentions(
    world: World, settings: Settings, answering: Answering
) -> None:
    ruled = world.group(-1007, members=(1,), bot="administrator")
    ruled.send("/start", by=1)
    assert "nhắc @hoi_bot" in (await ruled.reply()).text
    elsewhere = World("7:OPEN", privacy=False)
    known = settings.model_validate(settings.model_dump() | {"telegram_bot_token": elsewhere.token})
    with Store.temporary() as own:
        app = build_application(known, answering, own, FakeRequest(elsewhere), FakeRequest(elsewhere))
        async with polling(app):
            group = elsewhere.group(-1, members=(1,))
            group.send("/start", by=1)
            start = await group.reply()
        assert "nhắc @hoi_bot cùng với câu hỏi" in start.text
        assert start.text.endswith("Những tin khác của nhóm, tôi không trả lời.")


async def test_a_group_that_becomes_a_supergroup_keeps_its_conversations(world: World) -> None:
    group = world.group(-50, members=(1, 2), kind="group")
    group.send("/start", by=1)
    group.send(f"/hoi {QUESTION}", by=1)
    group.send(f"/hoi {QUESTION}", by=ANONYMOUS_ADMIN)
    for _ in range(3):
        await group.reply()
    moved = group.migrate(-1008)
    await moved.quiet()
    moved.bot_status = "left"
    moved.set_bot("member")  # which Telegram may say of the new group: it is the old one, and was greeted
    moved.send("/start", by=1)
    assert "\n" not in (await moved.reply()).text
    moved.send("/hoi còn hội nghị 31?", by=1)
    assert "20 phiên" in (await moved.reply()).text
    moved.send("/hoi còn hội nghị 31?", by=ANONYMOUS_ADMIN)
    assert "20 phiên" in (await moved.reply()).text
    await group.quiet()


async def test_an_answer_under_way_goes_to_the_supergroup_and_quotes_no_stranger(world: World) -> None:
    group = world.group(-52, members=(1,), kind="group")
    world.fault("slow", "sendMessage", delay=0.2)
    asked = group.send(f"/hoi {QUESTION}", by=1)
    moved = group.migrate(-1011)
    while moved.send("chào", by=1) < asked:
        pass
    answer = await moved.reply()
    assert "23 phiên" in answer.text
    assert answer.reply_to_message_id is None


async def test_a_new_message_with_an_old_number_does_not_touch_an_old_answer(world: World) -> None:
    group = world.group(-51, members=(1,), kind="group")
    asked = group.send(f"/hoi {QUESTION}", by=1)
    await group.reply()
    moved = group.migrate(-1010)
    while moved.send("chào", by=1) < asked:
        pass
    moved.edit(asked, f"/hoi {QUESTION}")
    await moved.quiet()
    await group.quiet()


async def test_removed_while_asked_nobody_is_told(group: Group, world: World) -> None:
    world.fault("slow", "sendMessage", delay=0.05)
    group.send(f"/hoi {QUESTION}", by=1)
    group.set_bot("kicked", by=1)
    await group.quiet(0.3)


async def test_an_answer_sent_through_the_bot_is_not_a_question(world: World) -> None:
    an = world.private(1)
    an.send("23 phiên họp", via_bot=world.bot)
    await an.quiet()


def test_telegram_is_asked_for_all_of_it() -> None:
    wanted = {"message", "edited_message", "channel_post", "edited_channel_post", "callback_query"}
    assert wanted | {"inline_query", "guest_message", "my_chat_member"} <= set(ALLOWED_UPDATES)
