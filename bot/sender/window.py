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

    def wait(self, now: float, spare: int = 0) -> float:
        """Seconds until one more call may begin and `spare` more still could; infinite while a call must end first."""
        while self._ended and self._ended[0] + self._seconds <= now:
            self._ended.popleft()
        over = self._open + len(self._ended) + spare - self._most  # so many more than one too many must be past
        if over < 0:
            return 0.0
        return self._ended[over] + self._seconds - now if over < len(self._ended) else float("inf")

    def begin(self) -> None:
        """A call begins."""
        self._open += 1

    def end(self, now: float) -> None:
        """A call has ended."""
        self._open -= 1
        self._ended.append(now)
