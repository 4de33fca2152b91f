"""What all chats share: few calls under way at once, and so many messages a second."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from enum import IntEnum

from bot.sender.window import Window

# No more answers than this can be sent and not yet noted as sent: the most a kill can repeat.
AT_ONCE = 8


class Urgency(IntEnum):
    """Who goes first when all wait. Given to a call as its `rate_limit_args`."""

    ANSWER = 0
    DIGEST = 1


class Gate:
    """Lets calls through: at most `at_once` under way and `per_second` in a second, the most urgent first.

    A third of the second and a quarter of the places are kept free of what is not urgent: an answer would else wait
    for the next second, though it goes first.
    """

    def __init__(
        self, per_second: int = 30, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._window = Window(per_second, 1.0)
        self._places = at_once
        self._spare_calls, self._spare_places = per_second // 3, at_once // 4
        self._clock = clock
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, urgency: int = Urgency.ANSWER) -> None:
        """Wait for a place and for the second's share. `ended` and `leave` must follow."""
        passed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (urgency, next(self._order), passed))
        self._admit()
        try:
            await passed
        except asyncio.CancelledError:
            if passed.done() and not passed.cancelled():
                self.ended()
                self.leave()
            raise

    def ended(self) -> None:
        """The call has ended; its place is still taken."""
        self._window.end(self._clock())

    def leave(self) -> None:
        """The place is free."""
        self._places += 1
        self._admit()

    def _admit(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            urgent = self._waiting[0][0] == Urgency.ANSWER
            if self._places <= (0 if urgent else self._spare_places):
                return
            wait = self._window.wait(self._clock(), 0 if urgent else self._spare_calls)
            if wait > 0:
                self._later(wait)
                return
            passed = heapq.heappop(self._waiting)[2]
            if not passed.done():  # else whoever waited has been cancelled
                self._places -= 1
                self._window.begin()
                passed.set_result(None)

    def _later(self, wait: float) -> None:
        """Look again when the second is over; where that depends on a call under way, its end will bring us here."""
        if wait != float("inf"):
            self._timer = asyncio.get_running_loop().call_later(wait, self._admit)
