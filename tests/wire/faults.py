"""What goes wrong between a bot and Telegram: faults on the wire, and Telegram's flood limits."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from .api import BotApiError, too_many_requests

Kind = Literal["429", "500", "502", "504", "reset", "slow", "blocked", "error"]

PHRASES = {"500": "Internal Server Error", "502": "Bad Gateway", "504": "Gateway Timeout"}


@dataclass
class Fault:
    """Something that will happen to the next `times` matching calls (`None`: to all of them).

    `method="*"` matches every method except getUpdates, which has to be named.
    """

    kind: Kind
    method: str = "*"
    times: int | None = 1
    chat_id: int | None = None
    after: bool = False
    delay: float = 0.0
    retry_after: int = 1
    code: int = 400
    description: str = "Bad Request: injected"

    def matches(self, method: str, chat_id: object) -> bool:
        """Whether it befalls this call."""
        named = self.method == method or (self.method == "*" and method != "getUpdates")
        return named and self.times != 0 and self.chat_id in (None, chat_id)

    def error(self) -> BotApiError | None:
        """The JSON error it answers with, if it answers with JSON at all."""
        match self.kind:
            case "429":
                return too_many_requests(self.retry_after)
            case "500":
                return BotApiError(500, PHRASES["500"])
            case "blocked":
                return BotApiError(403, "Forbidden: bot was blocked by the user")
            case "error":
                return BotApiError(self.code, self.description)
        return None


class Faults(list[Fault]):
    """The faults in store; each is taken as often as it says. `clear()` ends the trouble."""

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The first fault that befalls this call, now used up by one."""
        for fault in self:
            if fault.matches(method, chat_id):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None


@dataclass
class FloodLimits:
    """Telegram's limits on messages: `world.flood = FloodLimits()` turns them on."""

    over_all: int = 30
    burst: int = 3
    per_group: int = 20
    _sent: deque[float] = field(default_factory=deque)
    _in_chat: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _in_group: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, chat_id: int, clock: Callable[[], float]) -> None:
        """Count one message, or raise 429."""
        now = clock()
        windows = [
            (self._sent, self.over_all, 1.0),
            (self._in_chat[chat_id], self.burst, float(self.burst)),
        ]
        if chat_id < 0:
            windows.append((self._in_group[chat_id], self.per_group, 60.0))
        wait = max(_wait(sent, limit, seconds, now) for sent, limit, seconds in windows)
        if wait > 0:
            raise too_many_requests(int(wait) + 1)
        for sent, _, _ in windows:
            sent.append(now)


def _wait(sent: deque[float], limit: int, seconds: float, now: float) -> float:
    """Seconds until one more fits among at most `limit` in any `seconds`."""
    while sent and sent[0] <= now - seconds:
        sent.popleft()
    return sent[0] + seconds - now if len(sent) >= limit else 0.0
