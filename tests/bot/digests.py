"""For tests of digests: a clock of their own, and bots over one store."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.answering import Answering
from bot.app import AnyApplication, build_application
from bot.digests.clock import Clock
from bot.digests.schedule import ZONE
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store
from bot.store.subscriptions import Subscriptions
from tests.wire import FakeRequest, World, polling


def moment(text: str) -> float:
    """``2026-11-24 07:00`` in Vietnam, as seconds since 1970."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


class ManualClock(Clock):
    """Stands still until it is set."""

    def __init__(self, text: str = "2026-11-24 07:00") -> None:
        self._now = moment(text)
        self._set = asyncio.Event()
        self.waited_for = 0

    def now(self) -> float:
        return self._now

    def set(self, text: str) -> None:
        """Whoever waits looks again."""
        self._now = moment(text)
        self._set.set()
        self._set = asyncio.Event()

    def forward(self, seconds: float) -> None:
        """The same, by so many seconds."""
        self._now += seconds
        self._set.set()
        self._set = asyncio.Event()

    async def until(self, moment: float | None, changed: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(each.wait()) for each in (self._set, changed)]
        try:
            if moment is None or moment > self._now:
                self.waited_for += 1
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                self.waited_for -= 1
        finally:
            for wait in waits:
                wait.cancel()


class Bots:
    """Starts the bot anew, over the same store or another door to the same database."""

    def __init__(self, world: World, settings: Settings, answering: Answering, store: Store) -> None:
        self.world = world
        self.store = store
        self.answering = answering
        self._settings = settings.model_validate(settings.model_dump() | {"telegram_bot_token": world.token})

    def build(self, clock: Clock, store: Store | None = None, answering: Answering | None = None) -> AnyApplication:
        wires = FakeRequest(self.world), FakeRequest(self.world)
        served = answering or self.answering
        return build_application(self._settings, served, store or self.store, *wires, UNLIMITED, clock=clock)

    async def at(self, clock: ManualClock, text: str | float) -> None:
        """Set the clock, or put it forward by so many seconds, once all that was due before is settled."""
        async with asyncio.timeout(5):
            while not clock.waited_for or await Subscriptions(self.store).lapsed(float("inf"), float("inf")):
                await asyncio.sleep(0.005)
        if isinstance(text, str):
            clock.set(text)
        else:
            clock.forward(text)

    @asynccontextmanager
    async def running(self, clock: Clock, **changes: Any) -> AsyncIterator[AnyApplication]:
        app = self.build(clock, **changes)
        async with polling(app):
            yield app
