"""Private chats, groups and channels: what people do there becomes updates for the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from .api import BotApiError, Json, Upload, bad_request, forbidden
from .chats import Chat, MessageRef, Query, chat_member, without_reply
from .content import START_PARAMETER
from .messages import detect

if TYPE_CHECKING:
    from .world import World

ANONYMOUS_ADMIN = 1087968824


class Talk(Chat):
    """A chat in which people write: private or group."""

    def send(
        self,
        text: str,
        *,
        by: int | None = None,
        reply_to: MessageRef | None = None,
        thread: int | None = None,
        **fields: Any,
    ) -> int:
        """Somebody writes; the id of the message. `fields` are those of the API's Message."""
        return self._say({"text": text, **fields}, by, reply_to, thread)

    def send_sticker(self, emoji: str = "👍", **fields: Any) -> int:
        """A sticker, which has no text."""
        sticker = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        sticker |= {"is_animated": False, "is_video": False}
        return self._say({"sticker": self._file(b"WEBP", "sticker.webp") | sticker, **fields})

    def send_photo(self, content: bytes = b"\x89PNG", **fields: Any) -> int:
        """A photo; `caption="…"` among the fields."""
        photo = self._file(content, "photo.jpg") | {"width": 90, "height": 90}
        return self._say({"photo": [photo], **fields})

    def send_voice(self, content: bytes = b"OggS", **fields: Any) -> int:
        """A voice message."""
        return self._say({"voice": self._file(content, "voice.oga") | {"duration": 1}, **fields})

    def send_document(self, content: bytes, name: str, **fields: Any) -> int:
        """A file, which the bot may download by getFile."""
        return self._say({"document": self._file(content, name) | {"file_name": name}, **fields})

    def inline(self, text: str, *, by: int | None = None, offset: str = "") -> Query:
        """Somebody types `@bot text` here."""
        fields = {"query": text, "offset": offset, "chat_type": self.fields["type"]}
        return self._ask("inline_query", self._sender(by), fields)

    def call_guest(self, text: str, *, by: int | None = None, reply_to: MessageRef | None = None) -> Query:
        """Somebody calls the bot into this chat, of which it is no member: a guest_message."""
        query = Query(self.world, str(5_000_000_000 + self.world.number()))
        self.world.queries[query.id] = query
        fields: Json = {"from": self._sender(by), "text": text, "guest_query_id": query.id}
        if reply_to is not None:
            fields["reply_to_message"] = without_reply(self.message(reply_to))
        if found := detect(text):
            fields["entities"] = found
        self.world.push("guest_message", self.keep(fields))
        return query

    def choose(self, query: Query, index: int = 0, *, by: int | None = None) -> None:
        """Somebody takes one of the results of an inline query."""
        assert query.answered is not None, "the query is not answered yet"
        result = query.answered["results"][index]
        chosen = {"result_id": result["id"], "from": self._sender(by), "query": ""}
        self.world.push("chosen_inline_result", chosen)

    def _file(self, content: bytes, name: str) -> Json:
        return keep_file(self.world, Upload(name, content))

    def _say(
        self,
        fields: Json,
        by: int | None = None,
        reply_to: MessageRef | None = None,
        thread: int | None = None,
    ) -> int:
        sender = self._sender(by)
        fields = {"from": sender, **fields}
        if sender["id"] == ANONYMOUS_ADMIN:
            fields["sender_chat"] = self.fields
        if thread is not None:
            self.topics.add(thread)
            fields |= {"message_thread_id": thread, "is_topic_message": True}
        return self.arrive(fields, reply_to)


class Private(Talk):
    """The private chat with one user."""

    def __init__(self, world: World, user: Json, *, started: bool) -> None:
        named: Json = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
        super().__init__(world, {"id": user["id"], "type": "private", **named}, "member")
        self.user = user
        self.started = started

    def start(self, parameter: str = "") -> int:
        """Open the bot, by a link with a start parameter perhaps."""
        if parameter and not START_PARAMETER.fullmatch(parameter):
            raise ValueError(f"not a start parameter: {parameter!r}")
        return self.send(f"/start {parameter}".strip())

    def follow(self, link: str) -> int:
        """Follow a link such as `https://t.me/hoi_bot?start=ve_31`."""
        parts = urlsplit(link)
        if parts.netloc != "t.me" or parts.path.strip("/") != self.world.bot["username"]:
            raise ValueError(f"not a link to the bot: {link}")
        return self.start("".join(parse_qs(parts.query).get("start", ())))

    def block(self) -> None:
        """The user blocks the bot."""
        self.set_bot("kicked")

    def unblock(self) -> None:
        """And lets it in again."""
        self.set_bot("member")

    def arrive(self, fields: Json, reply_to: MessageRef | None = None) -> int:
        """Whoever writes to the bot lets it write back."""
        self.started = True
        return super().arrive(fields, reply_to)

    def check_writable(self) -> None:
        """Raise BotApiError unless the bot may write here."""
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.bot_status == "kicked":
            raise forbidden("bot was blocked by the user")

    def _sender(self, by: int | None) -> Json:
        return self.world.user(by) if by else self.user


class Group(Talk):
    """A group or supergroup. Who acts is `by=` an id, the first member unless told."""

    members: dict[int, str]
    moved_to: int | None = None

    def join(self, user_id: int) -> None:
        """Somebody joins."""
        user = self._move(user_id, "member")
        self.arrive({"from": user, "new_chat_members": [user]})

    def leave(self, user_id: int) -> None:
        """Somebody leaves."""
        user = self._move(user_id, "left")
        self.arrive({"from": user, "left_chat_member": user})

    def _move(self, user_id: int, status: str) -> Json:
        user, old = self.world.user(user_id), self.members.get(user_id, "left")
        self.members[user_id] = status
        change: Json = {"chat": self.fields, "from": user, "date": 0}
        change["old_chat_member"] = chat_member(user, old)
        change["new_chat_member"] = chat_member(user, status)
        self.world.push("chat_member", change)
        return user

    def migrate(self, new_id: int) -> Group:
        """Become a supergroup: the old id answers with an error that names the new one."""
        if self.fields["type"] != "group":
            raise ValueError("only a group of kind 'group' migrates")
        moved = self.world.group(new_id, self.fields["title"], bot=self.bot_status)
        moved.members = self.members
        sender = self._sender(None)
        self.arrive({"from": sender, "migrate_to_chat_id": new_id})
        moved.arrive({"from": sender, "migrate_from_chat_id": self.id})
        self.moved_to = new_id
        return moved

    def check_writable(self) -> None:
        """Raise BotApiError unless the bot may write here."""
        kind = self.fields["type"]
        if self.moved_to:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            raise BotApiError(400, upgraded, migrate_to_chat_id=self.moved_to)
        if self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        if self.bot_status == "left":
            raise forbidden(f"bot is not a member of the {kind} chat")
        if self.bot_status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")

    def visible(self, message: Json) -> bool:
        """With privacy: commands, replies to the bot, comings and goings."""
        if not super().visible(message):
            return False
        if not self.world.privacy or self.bot_status == "administrator":
            return True
        text, bot = message.get("text", message.get("caption")), self.world.bot
        if message.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]:
            return True
        if message.get("via_bot", {}).get("id") == bot["id"]:
            return True
        if text is None:
            return any("chat_member" in key or "migrate" in key for key in message)
        command, _, named = text.partition(" ")[0].partition("@")
        return command.startswith("/") and named.lower() in ("", bot["username"].lower())

    def _sender(self, by: int | None) -> Json:
        return self.world.user(by or next(iter(self.members), 7001))


class Channel(Chat):
    """A channel: its posts have no author."""

    message_update = "channel_post"
    edit_update = "edited_channel_post"

    def post(self, text: str, **fields: Any) -> int:
        """A post, as a channel_post update; the id of the message."""
        return self.arrive({"sender_chat": self.fields, "text": text, **fields})

    def check_writable(self) -> None:
        """Raise BotApiError unless the bot may write here."""
        if self.bot_status in ("left", "kicked"):
            raise forbidden("bot is not a member of the channel chat")
        if self.bot_status != "administrator":
            raise bad_request("need administrator rights in the channel chat")

    def _sender(self, by: int | None) -> Json:
        return self.world.user(by or 7001)


def keep_file(world: World, file: Upload) -> Json:
    """Store a file; the fields every file of the API has."""
    file_id = f"file{world.number()}"
    world.files[file_id] = file
    size = len(file.content)
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": size}
