"""The wire to Telegram, with patience for slow answers and without a traceback for every page of a broken gateway."""

import json
from collections.abc import Callable
from typing import Any

from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import HTTPXRequest, RequestData

# Told of every call: the method, and how it ended ("200", "429", "timeout", "network").
Called = Callable[[str, str], None]

_CONNECT, _READ, _WRITE, _POOL = 5.0, 30.0, 15.0, 10.0


class TelegramRequest(HTTPXRequest):
    """The library's own request. A slow answer is waited for: giving up would mean to send the message twice."""

    def __init__(self, connections: int = 32, watching: Called | None = None) -> None:
        self._watching = watching or (lambda *_: None)
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=_CONNECT,
            read_timeout=_READ,
            write_timeout=_WRITE,
            pool_timeout=_POOL,
        )

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
        """One request, and word of how it ended."""
        called = url.rpartition("/")[2]
        timeouts = read_timeout, write_timeout, connect_timeout, pool_timeout
        try:
            code, payload = await super().do_request(url, method, request_data, *timeouts)
        except NetworkError as error:
            self._watching(called, "timeout" if isinstance(error, TimedOut) else "network")
            raise
        self._watching(called, str(code))
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON; TelegramError for anything else, which a gateway in trouble sends as a page."""
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if not isinstance(parsed, dict):
            raise TelegramError("Invalid server response")
        return parsed
