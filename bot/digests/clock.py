"""The time, and waiting for it."""

import asyncio
import time
from contextlib import suppress

# The machine's clock may be set, and another instance may take subscriptions: look again this often.
_LOOK_AGAIN = 60.0


class Clock:
    """The machine's clock, in seconds since 1970."""

    def now(self) -> float:
        """The time."""
        return time.time()

    async def until(self, moment: float | None, changed: asyncio.Event) -> None:
        """Wait until a moment, until something changes, or a minute, whichever comes first."""
        wait = _LOOK_AGAIN if moment is None else min(max(moment - self.now(), 0.0), _LOOK_AGAIN)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await changed.wait()
