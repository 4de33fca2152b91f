"""The webhook: Telegram brings an update, and is told that we have it only when it is kept."""

import asyncio
import json
import logging

from aiohttp import web
from telegram import Bot, Update

from bot.inbox import Inbox, NotKeptError
from bot.web.address import WebhookAddress
from bot.web.site import Site

_LOG = logging.getLogger(__name__)
_SECRET = "X-Telegram-Bot-Api-Secret-Token"
# An update is a few kilobytes, a message quoted in a message in a message included.
MAX_BODY = 2**20
_CONNECTIONS = 20
_SLOWEST = 15.0


class Webhook:
    """Takes updates over for `inbox`, where the address says they are Telegram's."""

    def __init__(self, address: WebhookAddress, inbox: Inbox, bot: Bot, listen: str) -> None:
        self._address = address
        self._inbox = inbox
        self._bot = bot
        self.site = Site(listen, {"/{path:.*}": self.answer}, MAX_BODY)

    async def register(self, allowed_updates: list[str]) -> None:
        """Tell Telegram where to bring the updates; what waits there is brought too. TelegramError as it comes."""
        await self._bot.set_webhook(
            self._address.url,
            secret_token=self._address.secret,
            allowed_updates=allowed_updates,
            max_connections=_CONNECTIONS,
            drop_pending_updates=False,
        )

    async def is_registered(self) -> bool:
        """Whether Telegram still brings them here. TelegramError as it comes."""
        return (await self._bot.get_webhook_info()).url == self._address.url

    async def answer(self, request: web.Request) -> web.Response:
        """200 when the update is kept or was known; 500 when it is to be offered again. Strangers learn nothing."""
        if request.method != "POST" or not self._address.is_path(request.path):
            return web.Response(status=404)
        if not self._address.is_secret(request.headers.get(_SECRET, "")):
            return web.Response(status=403)
        try:
            async with asyncio.timeout(_SLOWEST):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        return web.Response(status=await self._take(body))

    async def _take(self, body: bytes) -> int:
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            return self._unreadable("no JSON", 400)
        if not isinstance(told, dict) or not isinstance(told.get("update_id"), int):
            return self._unreadable("no update", 400)
        try:
            update = Update.de_json(told, self._bot)
        except Exception as error:  # the library's model of it, and whatever it stumbles over
            return self._unreadable(type(error).__name__, 200)
        try:
            await self._inbox.put_kept(update)
        except NotKeptError:
            return 500
        return 200

    def _unreadable(self, reason: str, status: int) -> int:
        """Logged without what it holds. An update unlike any the library knows counts as taken, as it does when polled:
        offered again it would read no better, and hold up its chat.
        """
        _LOG.error("an update could not be read: %s", reason)
        return status
