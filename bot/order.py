"""Chats are handled side by side, the messages of one chat one after another."""

import asyncio
from collections.abc import Awaitable
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 64


class OrderedByChat(BaseUpdateProcessor):
    """Handles up to 64 updates at once, but never two of one chat: an edit waits for the answer it edits."""

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        # A lock lives only while somebody holds it or waits for it.
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[None]) -> None:
        """Handle one update when its turn in its chat comes."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        lock = self._locks.setdefault(chat.id, asyncio.Lock())
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""
