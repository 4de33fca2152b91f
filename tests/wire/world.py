"""`World`: the state of a tiny Telegram for one bot. People act in its chats, the bot calls it."""

from __future__ import annotations

import asyncio
import copy
import itertools
import time
from collections.abc import Callable
from typing import Any, TypeVar

from .api import BotApiError, Call, Json, Upload
from .chats import Chat, Query
from .faults import Fault, Faults, FloodLimits, Kind
from .methods import METHODS
from .people import ANONYMOUS_ADMIN, Channel, Group, Private

_Chat = TypeVar("_Chat", bound=Chat)
UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}


class World:
    """Users, chats, messages, updates still to deliver, and the log of what the bot called.

    With `privacy` the bot sees of a group only what a real bot would (commands, replies to it).
    """

    def __init__(
        self,
        token: str = "123456:TEST",
        username: str = "hoi_bot",
        *,
        privacy: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token
        self.privacy = privacy
        self.clock = clock
        bot_id = int(token.partition(":")[0])
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": "Hỏi", "username": username}
        self.users: dict[int, Json] = {bot_id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.files: dict[str, Upload] = {}
        self.queries: dict[str, Query] = {}
        self.profile: dict[tuple[str, str], Any] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.webhook: Json = {}
        self.allowed_updates: list[str] = []
        self.pending: list[Json] = []
        self.again: list[Json] = []
        self.history: list[Json] = []
        self.log: list[Call] = []
        self.faults = Faults()
        self.flood: FloodLimits | None = None
        self.poller: object = None
        self.message_ids = itertools.count(1)
        self._numbers = itertools.count(1)
        self._update_ids = itertools.count(700_000_001)
        self._duplicates = 0
        self._changed = asyncio.Event()

    # People and places

    def user(self, user_id: int, language: str | None = "vi", **fields: Any) -> Json:
        """The user with this id, made if new; fields as in the API (first_name, username)."""
        if user_id == ANONYMOUS_ADMIN:
            fields |= {"is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        if user_id not in self.users:
            made = {"id": user_id, "is_bot": False, "first_name": f"Người {user_id}"}
            self.users[user_id] = made | ({"language_code": language} if language else {})
        self.users[user_id] |= fields
        return self.users[user_id]

    def private(self, user_id: int, language: str | None = "vi", *, started: bool = False, **fields: Any) -> Private:
        """The private chat with a user. The bot may write only after a message or `started`."""
        chat = Private(self, self.user(user_id, language, **fields), started=started)
        return self._settle(chat)

    def group(
        self,
        chat_id: int,
        title: str = "Nhóm",
        *,
        members: tuple[int, ...] = (7001,),
        admins: tuple[int, ...] = (),
        bot: str = "member",
        kind: str = "supergroup",
        **fields: Any,
    ) -> Group:
        """A group; `kind="group"` for one that can still migrate, `is_forum=True` for topics."""
        chat = Group(self, {"id": chat_id, "type": kind, "title": title, **fields}, bot)
        chat.members = dict.fromkeys(members, "member") | dict.fromkeys(admins, "administrator")
        return self._settle(chat)

    def channel(self, chat_id: int, title: str = "Kênh", *, bot: str = "administrator", **fields: Any) -> Channel:
        """A channel, in which the bot is an administrator unless told otherwise."""
        return self._settle(Channel(self, {"id": chat_id, "type": "channel", "title": title, **fields}, bot))

    def _settle(self, chat: _Chat) -> _Chat:
        if chat.id in self.chats:
            raise ValueError(f"there is a chat {chat.id} already")
        self.chats[chat.id] = chat
        return chat

    # Updates

    def push(self, kind: str, content: Json) -> None:
        """Make an update, unless the bot did not ask for its kind."""
        wanted = kind in self.allowed_updates if self.allowed_updates else kind not in UNASKED
        if not wanted:
            return
        update = {"update_id": next(self._update_ids), kind: copy.deepcopy(content)}
        self.history.append(update)
        self.pending.append(update)
        if self._duplicates:
            self._duplicates -= 1
            self.pending.append(update)
        self.notify()

    def duplicate_next(self, n: int = 1) -> None:
        """Deliver each of the next `n` updates twice."""
        self._duplicates += n

    def redeliver(self, n: int = 1) -> None:
        """Deliver the last `n` updates once more, although they were confirmed."""
        self.again += self.history[-n:]
        self.notify()

    # The bot's side

    def call(self, method: str, params: Json) -> Any:
        """Answer one call of the bot: its result, or BotApiError. Either is logged."""
        try:
            if method not in METHODS:
                raise BotApiError(404, "Not Found: method not found")
            result = copy.deepcopy(METHODS[method](self, params))
        except BotApiError as error:
            self.record(Call(method, params, error=error))
            raise
        self.record(Call(method, params, result))
        return result

    def record(self, call: Call) -> None:
        """Add a call to the log, and wake whoever waits for one."""
        self.log.append(call)
        self.notify()

    def calls(self, method: str | None = None, chat_id: int | None = None) -> list[Call]:
        """The bot's calls so far; getUpdates only when named."""
        return [
            call
            for call in self.log
            if (call.method == method if method else call.method != "getUpdates")
            and chat_id in (None, call.params.get("chat_id"))
        ]

    def fault(
        self,
        kind: Kind,
        method: str = "*",
        times: int | None = 1,
        chat_id: int | None = None,
        *,
        after: bool = False,
        delay: float = 0.0,
        retry_after: int = 1,
        code: int = 400,
        description: str = "Bad Request: injected",
    ) -> Fault:
        """Spoil the next matching calls; with `after` they are done and the answer is lost."""
        fault = Fault(kind, method, times, chat_id, after, delay, retry_after, code, description)
        self.faults.append(fault)
        return fault

    # What the other modules need

    def number(self) -> int:
        """A number not given before."""
        return next(self._numbers)

    def notify(self) -> None:
        """Wake everyone in `until`."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, true: Callable[[], bool], timeout: float) -> bool:
        """Wait until something is true; whether it came to be within `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                while not true():
                    await self._changed.wait()
        except TimeoutError:
            return true()
        return True
