"""A bounded memory: the most recent entries, each for a while."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most `most` entries, the least recently written forgotten first, each no longer than `seconds`.

    >>> answers: Recent[str, int] = Recent(most=2)
    >>> for number, name in enumerate("abc"):
    ...     answers.keep(name, number)
    >>> answers.find("a"), answers.find("c")
    (None, 2)
    """

    def __init__(self, most: int, seconds: float = float("inf"), clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def keep(self, key: K, value: V) -> None:
        """Remember a value, in place of the one before."""
        self._entries[key] = (self._clock(), value)
        self._entries.move_to_end(key)
        while len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def find(self, key: K) -> V | None:
        """The value, if it was kept and is not too old."""
        kept = self._entries.get(key)
        if kept is None:
            return None
        if self._clock() - kept[0] > self._seconds:
            del self._entries[key]
            return None
        return kept[1]

    def forget(self, key: K) -> None:
        """Forget a value, if there is one."""
        self._entries.pop(key, None)

    def rekey(self, change: Callable[[K], K | None]) -> None:
        """Keep every value under the key that `change` makes of its own; None forgets it."""
        renamed = ((change(key), entry) for key, entry in self._entries.items())
        self._entries = OrderedDict((key, entry) for key, entry in renamed if key is not None)
