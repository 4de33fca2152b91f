"""What one chat may get: its messages in order, a small burst, then one a second; in a group 20 a minute."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.recent import Recent
from bot.sender.window import Window

# Telegram counts a call somewhere between its beginning and its end; its clock may tick a little otherwise.
_MARGIN = 0.05
_MINUTE = 60.0
_MOST_RESTING = 4000


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram takes: messages a second in all, in a chat (a burst, kept as so many in as many seconds), and a
    minute in a group.
    """

    per_second: int = 30
    burst: int = 3
    per_minute_in_group: int = 20


UNLIMITED = Limits(10**6, 10**6, 10**6)


class Lane:
    """One chat. Its calls are made one after another, each when its limits allow."""

    def __init__(self, limits: Limits, group: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.turn = asyncio.Lock()
        self._clock = clock
        self._closed_until = 0.0
        self._windows = [Window(limits.burst, limits.burst + _MARGIN)]
        if group:
            self._windows.append(Window(limits.per_minute_in_group, _MINUTE + _MARGIN))

    async def ready(self) -> None:
        """Wait until the chat may get one more."""
        while (wait := self.wait()) > 0:
            await asyncio.sleep(wait)

    def close_for(self, seconds: float) -> None:
        """Telegram asks this chat to wait; the others go on."""
        self._closed_until = self._clock() + seconds

    def begin(self) -> None:
        """A call begins."""
        for window in self._windows:
            window.begin()

    def end(self) -> None:
        """A call has ended."""
        for window in self._windows:
            window.end(self._clock())

    def wait(self) -> float:
        """Seconds until the chat may get one more."""
        now = self._clock()
        return max(self._closed_until - now, *(window.wait(now) for window in self._windows), 0.0)


class Lanes:
    """The lanes by chat: those in use, and the last few thousand that were."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._in_use: WeakValueDictionary[int | str, Lane] = WeakValueDictionary()
        self._resting: Recent[int | str, Lane] = Recent(_MOST_RESTING, _MINUTE + 1, clock)

    def of(self, chat: int | str) -> Lane:
        """The lane of a chat, by its id or @name."""
        group = isinstance(chat, str) or chat < 0
        lane = self._in_use.get(chat) or Lane(self._limits, group, self._clock)
        self._in_use[chat] = lane
        self._resting.keep(chat, lane)
        return lane
