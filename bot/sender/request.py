"""The wire to Telegram, with patience for slow answers and without a traceback for every page of a broken gateway."""

import json
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

_CONNECT, _READ, _WRITE, _POOL = 5.0, 30.0, 15.0, 10.0


class TelegramRequest(HTTPXRequest):
    """The library's own request. A slow answer is waited for: giving up would mean to send the message twice."""

    def __init__(self, connections: int = 32) -> None:
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=_CONNECT,
            read_timeout=_READ,
            write_timeout=_WRITE,
            pool_timeout=_POOL,
        )

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
