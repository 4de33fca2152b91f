"""Chats are handled side by side, the updates of one chat one after another."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, cast
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.inbox import Inbox, number_of, update_of
from bot.store.languages import Languages
from bot.turn import Turn, turn_of

# The library's own limit is one line for all chats, in which one of them could stand with all its updates. Here every
# chat has a line of its own and at most one update under way; searches and calls have their limits where they are made.
_NO_LIMIT = 1_000_000


class OrderedByChat(BaseUpdateProcessor):
    """Handles the chats at once, but never two updates of one chat: an edit waits for the answer it edits.

    A turn begins with the language its person chose, by `languages`.

    An update is noted as done in the inbox before the next of its chat begins. `watching` are told of every turn when
    its answer is sent; they neither wait nor raise.
    """

    def __init__(
        self, inbox: Inbox, watching: Sequence[Callable[[Turn], None]] = (), languages: Languages | None = None
    ) -> None:
        super().__init__(_NO_LIMIT)
        self._inbox = inbox
        self._watching = watching
        self._languages = languages
        # A lock lives only while somebody holds it or waits for it.
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._waiting: set[asyncio.Task[Any]] = set()
        self._under_way: set[asyncio.Task[Any]] = set()

    async def do_process_update(self, update: object, coroutine: Any) -> None:
        """Handle one update when its turn in its chat comes."""
        known = update_of(update)
        chat = known.effective_chat if known else None
        task = cast(asyncio.Task[Any], asyncio.current_task())
        self._waiting.add(task)
        try:
            async with self._locks.setdefault(chat.id, asyncio.Lock()) if chat else asyncio.Lock():
                self._waiting.discard(task)
                self._under_way.add(task)
                await self._handle(update, coroutine)
        finally:
            self._waiting.discard(task)
            self._under_way.discard(task)
            coroutine.close()  # in case it never began

    async def _handle(self, update: object, coroutine: Coroutine[Any, Any, None]) -> None:
        known = update_of(update)
        person = known.effective_user.id if known and known.effective_user else None
        with turn_of(number_of(update), surface_of(known), person) as turn:
            if self._languages and person is not None:
                turn.language = await self._languages.of(person)
            await coroutine
            for tell in self._watching:
                tell(turn)
            if not turn.undelivered:
                await self._inbox.done(update)

    async def drain(self, begin: float, end: float) -> None:
        """Handle what is there for `begin` seconds; then begin nothing more, and let what is under way end.

        What does not end within `end` seconds is broken off. All that was not answered stays in the inbox.
        """
        await _end_of({*self._waiting, *self._under_way}, begin)
        for task in list(self._waiting):
            task.cancel()
        await _end_of(self._under_way, end)
        for task in list(self._under_way):
            task.cancel()

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""


def surface_of(update: Update | None) -> str:
    """Where a question is asked: private, group, channel, inline or guest; "" where that is not known."""
    if update is None:
        return ""
    if update.inline_query:
        return "inline"
    if update.guest_message:
        return "guest"
    chat = update.effective_chat
    return str(chat.type).removeprefix("super") if chat else ""


async def _end_of(tasks: set[asyncio.Task[Any]], seconds: float) -> None:
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)
