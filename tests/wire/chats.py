"""`Chat`: what every chat has. Its subclasses in `people` say who can act there, and how."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import ChatMemberAdministrator, ChatMemberRestricted

from .api import Json
from .messages import BotMessage, detect

if TYPE_CHECKING:
    from .world import World

MessageRef = int | BotMessage


def id_of(message: MessageRef) -> int:
    """The id of a message named by its id or by itself."""
    return message if isinstance(message, int) else message.message_id


@dataclass
class Query:
    """A pressed button or an inline query, and the bot's answer to it once it is given."""

    world: World
    id: str
    answered: Json | None = None

    async def answer(self, timeout: float = 5) -> Json:
        """The parameters of answerCallbackQuery or answerInlineQuery."""
        await self.world.until(lambda: self.answered is not None, timeout)
        assert self.answered is not None, f"query not answered in {timeout} s{_recent(self.world)}"
        return self.answered


class Chat:
    """A chat: its messages, and what the bot said in it."""

    message_update = "message"
    edit_update = "edited_message"

    def __init__(self, world: World, fields: Json, bot_status: str) -> None:
        self.world = world
        self.id: int = fields["id"]
        self.fields = fields
        self.bot_status = bot_status
        self.topics: set[int] = set()
        self.said: list[BotMessage] = []
        self._read = 0
        own = fields["type"] in ("supergroup", "channel")
        self._message_ids = itertools.count(1) if own else world.message_ids

    # What the bot said

    async def reply(self, timeout: float = 5) -> BotMessage:
        """The next message or edit of the bot here that was not yet looked at."""
        await self.world.until(lambda: len(self.said) > self._read, timeout)
        assert len(self.said) > self._read, f"no reply in {timeout} s{_recent(self.world)}"
        self._read += 1
        return self.said[self._read - 1]

    async def quiet(self, seconds: float = 0.05) -> None:
        """The bot says nothing here for so long."""
        await self.world.until(lambda: len(self.said) > self._read, seconds)
        assert not (unread := self.said[self._read :]), f"the bot said {unread[0].text!r}"

    def drain(self) -> list[BotMessage]:
        """Everything not yet looked at."""
        unread, self._read = self.said[self._read :], len(self.said)
        return unread

    def message(self, message: MessageRef) -> Json:
        """A message as it stands now; LookupError once it is deleted."""
        try:
            return self.world.messages[self.id, id_of(message)]
        except KeyError:
            raise LookupError(f"no message {id_of(message)} in chat {self.id}") from None

    # What people do

    def press(
        self,
        message: MessageRef,
        label: str = "",
        *,
        by: int | None = None,
        data: str | None = None,
    ) -> Query:
        """Press a callback button; `data` instead of a label for one the message never had."""
        pressed = self.message(message)
        if data is None:
            current = BotMessage.of(pressed, {}, edited=False, file=None)
            data = current.button(label).callback_data
        if data is None:
            raise LookupError(f"button {label!r} does not call back")
        fields = {"message": pressed, "chat_instance": str(self.id), "data": data}
        return self._ask("callback_query", self._sender(by), fields)

    def _ask(self, kind: str, sender: Json, fields: Json) -> Query:
        query = Query(self.world, str(4_000_000_000 + self.world.number()))
        self.world.queries[query.id] = query
        self.world.push(kind, {"id": query.id, "from": sender, **fields})
        return query

    def set_bot(self, status: str, by: int | None = None) -> None:
        """Change what the bot is here (member, administrator, left, kicked): my_chat_member."""
        old, self.bot_status = self.bot_status, status
        change = {
            "chat": self.fields,
            "from": self._sender(by),
            "date": int(time.time()),
            "old_chat_member": chat_member(self.world.bot, old),
            "new_chat_member": chat_member(self.world.bot, status),
        }
        self.world.push("my_chat_member", change)

    # For the subclasses and the methods

    def check_writable(self) -> None:
        """Raise BotApiError unless the bot may write here."""

    def visible(self, message: Json) -> bool:
        """Whether the bot gets to see a message of somebody else."""
        return self.bot_status not in ("left", "kicked")

    def _sender(self, by: int | None) -> Json:
        raise NotImplementedError

    def keep(self, fields: Json) -> Json:
        """A new message in this chat."""
        message_id = next(self._message_ids)
        message = {"message_id": message_id, "date": int(time.time()), "chat": self.fields}
        message |= fields
        self.world.messages[self.id, message_id] = message
        return message

    def arrive(self, fields: Json, reply_to: MessageRef | None = None) -> int:
        """A new message of people, told to the bot if it may see it."""
        if reply_to is not None:
            fields = fields | {"reply_to_message": without_reply(self.message(reply_to))}
        for text, entities in (("text", "entities"), ("caption", "caption_entities")):
            if text in fields and (found := detect(fields[text])):
                fields.setdefault(entities, found)
        message = self.keep(fields)
        if self.visible(message):
            self.world.push(self.message_update, message)
        return int(message["message_id"])

    def edit(self, message: MessageRef, text: str, **fields: Any) -> None:
        """People edit their message."""
        edited = self.message(message)
        edited |= {"text": text, "edit_date": int(time.time()), **fields}
        edited["entities"] = detect(text)
        if self.visible(edited):
            self.world.push(self.edit_update, edited)


def without_reply(message: Json) -> Json:
    """A message as it appears inside another: without the one it replies to itself."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def chat_member(user: Json, status: str) -> Json:
    """A ChatMember of the Bot API."""
    member: Json = {"user": user, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "creator":
        member["is_anonymous"] = False
    if status == "administrator":
        rights = [name for name in ChatMemberAdministrator.__slots__ if name.startswith("can_")]
        member |= dict.fromkeys(rights, True) | {"can_be_edited": False, "is_anonymous": False}
    if status == "restricted":
        permissions = [name for name in ChatMemberRestricted.__slots__ if name.startswith("can_")]
        member |= {"is_member": True, "until_date": 0} | dict.fromkeys(permissions, False)
    return member


def _recent(world: World) -> str:
    """The last calls, for the message of a failed test."""
    lines = [f"{call.method} {call.params} -> {call.error or 'ok'}" for call in world.calls()[-5:]]
    return "; the last calls were:\n" + "\n".join(lines) if lines else "; the bot called nothing"
