"""`FakeRequest`: the wire of python-telegram-bot, in process; all else of it is real.

world = World()
app = (
    ApplicationBuilder().token(world.token)
    .request(FakeRequest(world)).get_updates_request(FakeRequest(world)).build()
)
"""

from __future__ import annotations

import asyncio
from urllib.parse import unquote, urlsplit

from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from . import transport
from .api import Upload
from .world import World


class FakeRequest(BaseRequest):
    """Hands every request to a World, and its answer back."""

    def __init__(self, world: World, read_timeout: float | None = 5.0) -> None:
        self.world = world
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer, when a call does not say."""
        return self._read_timeout

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; NetworkError when the connection breaks, TimedOut when it takes too long."""
        params = _params(request_data) if request_data else {}
        limit = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        try:
            async with asyncio.timeout(limit):
                reply = await transport.answer(self.world, unquote(urlsplit(url).path), params)
        except transport.ConnectionLost:
            raise NetworkError("httpx.ReadError: connection reset") from None
        except TimeoutError:
            raise TimedOut from None
        return reply.status, reply.body


def _params(data: RequestData) -> dict[str, object]:
    files = {}
    for part, (name, content, _) in data.multipart_data.items():
        read = content if isinstance(content, bytes) else content.read()
        files[part] = Upload(name, read)
    return transport.decode(dict(data.json_parameters), files)
