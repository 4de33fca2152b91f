"""How much one person may ask: a burst, then so many a second. One line says so, then there is silence."""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum, auto

from bot.recent import Recent

_PEOPLE = 20_000


class Verdict(Enum):
    """What becomes of one message."""

    TAKE = auto()
    SAY_SO = auto()
    SILENCE = auto()


@dataclass(frozen=True, slots=True)
class _Purse:
    left: float
    at: float
    told: bool = False


class Allowance:
    """Counts by person. The clock is that of the messages themselves, so that what piled up while the bot was away,
    or is delivered late, counts as it was written.

    >>> allowance = Allowance(burst=4, per_second=1)
    >>> [allowance.judge("an", at).name for at in (0, 0, 0, 0, 0, 0, 1, 1, 9)][2:]
    ['TAKE', 'TAKE', 'SAY_SO', 'SILENCE', 'TAKE', 'SILENCE', 'TAKE']
    """

    def __init__(self, burst: int = 60, per_second: float = 1.0) -> None:
        self._burst = burst
        self._per_second = per_second
        self._purses: Recent[Hashable, _Purse] = Recent(_PEOPLE)

    def judge(self, person: Hashable, at: float) -> Verdict:
        """Whether a message written then is taken; once in a flood, that it is to be told why not."""
        before = self._purses.find(person) or _Purse(float(self._burst), at)
        now = max(at, before.at)
        left = min(float(self._burst), before.left + (now - before.at) * self._per_second)
        told = before.told and left < self._calm
        taken = left >= 1
        self._purses.keep(person, _Purse(left - 1 if taken else left, now, told or not taken))
        if taken:
            return Verdict.TAKE
        return Verdict.SILENCE if told else Verdict.SAY_SO

    @property
    def _calm(self) -> float:
        """From so much on the flood counts as over, and the next one is told anew."""
        return math.ceil(self._burst / 2)
