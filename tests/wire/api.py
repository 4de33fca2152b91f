"""The words every module of the double shares: JSON, errors, uploads, and the log of calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class BotApiError(Exception):
    """An answer `{"ok": false}`: what Telegram says when it refuses a call."""

    def __init__(
        self,
        code: int,
        description: str,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to_chat_id = migrate_to_chat_id

    def to_json(self) -> Json:
        """The body of the HTTP answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        told = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        if parameters := {name: value for name, value in told.items() if value is not None}:
            body["parameters"] = parameters
        return body


def bad_request(reason: str) -> BotApiError:
    """`bad_request("chat not found")` is `400 Bad Request: chat not found`."""
    return BotApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> BotApiError:
    """`forbidden("bot was blocked by the user")` is `403 Forbidden: bot was …`."""
    return BotApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> BotApiError:
    """429, with the seconds to wait."""
    return BotApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)


@dataclass(frozen=True)
class Upload:
    """A file, as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """One call of the bot, and what came of it. `fault` names what was done to the wire."""

    method: str
    params: Json
    result: Any = None
    error: BotApiError | None = None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Telegram did what was asked (its answer may still have been lost)."""
        return self.error is None and self.result is not None
