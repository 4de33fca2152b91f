"""A limit: at most so many calls in so many seconds."""

from collections import deque


class Window:
    """At most `most` calls in any `seconds`.

    A call counts from its beginning until `seconds` after its end: when Telegram counted it, between the two, is not
    known here.

    >>> window = Window(most=1, seconds=1.0)
    >>> window.begin(); window.end(now=5.0)
    >>> window.wait(now=5.25)
    0.75
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._open = 0
        self._ended: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more call may begin; infinite while it depends on a call under way."""
        while self._ended and self._ended[0] + self._seconds <= now:
            self._ended.popleft()
        if self._open + len(self._ended) < self._most:
            return 0.0
        return self._ended[0] + self._seconds - now if self._ended else float("inf")

    def begin(self) -> None:
        """A call begins."""
        self._open += 1

    def end(self, now: float) -> None:
        """A call has ended."""
        self._open -= 1
        self._ended.append(now)
