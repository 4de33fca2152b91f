"""The turn of one update: from the moment its chat is free for it until its answer is sent and noted."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was searched for: what came of it, how long the search took in milliseconds, and why it was
    refused, "" where it was not.
    """

    question: str
    outcome: str
    took_ms: float
    reason: str = ""


class Turn:
    """What the rooms that serve one update tell each other about it, without the handlers between them.

    The sender says when an answer could not be delivered, and leaves its place among the calls under way here: it is
    given back only when the answer has been noted as sent, so that a kill can never repeat more answers than there
    are places. ``language`` is the one the person chose, "" for none.
    """

    def __init__(self, number: int | None, surface: str = "", person: int | None = None) -> None:
        self.number = number
        self.surface = surface
        self.person = person
        self.undelivered = False
        self.failed = False
        self.language = ""
        self.asked: Asked | None = None
        self._began = time.perf_counter()
        self._give_back: Callable[[], None] | None = None

    @property
    def milliseconds(self) -> float:
        """How long it has taken so far."""
        return round(1000 * (time.perf_counter() - self._began), 1)

    def hold(self, give_back: Callable[[], None]) -> None:
        """Keep a place until the turn ends or the next call begins."""
        self.release()
        self._give_back = give_back

    def release(self) -> None:
        """Give the place back, if one is kept."""
        if self._give_back is not None:
            give_back, self._give_back = self._give_back, None
            give_back()


_CURRENT: ContextVar[Turn | None] = ContextVar("turn", default=None)


def current_turn() -> Turn | None:
    """The turn this runs in; None at the start and in scheduled jobs."""
    return _CURRENT.get()


@contextmanager
def turn_of(number: int | None, surface: str = "", person: int | None = None) -> Iterator[Turn]:
    """A turn for the update of that number, or for something without one.

    >>> with turn_of(7) as turn:
    ...     assert current_turn() is turn
    """
    turn = Turn(number, surface, person)
    token = _CURRENT.set(turn)
    try:
        yield turn
    finally:
        turn.release()
        _CURRENT.reset(token)
