"""When a digest is due: hours as Vietnam's clocks show them, arithmetic on absolute times (seconds since 1970)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = 86400.0
# A digest due while the bot was down is sent when it is no later than this.
GRACE = 3 * 3600.0
# Reloads that follow each other within this are told of in one digest.
QUIET = 10 * 60.0
_NIGHT_BEGINS, _NIGHT_ENDS = 22, 6


class Rhythm(StrEnum):
    """How often a digest comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every day, every week on a day (0 is Monday), or when there are new articles; `minute` counts from midnight.

    The hour of `Rhythm.NEWS` is when news come that had to wait for the next day.
    """

    rhythm: Rhythm = Rhythm.DAILY
    weekday: int = 0
    minute: int = 8 * 60

    def next_after(self, now: float, last_day: str = "") -> float:
        """The first time after `now`, on another day than `last_day`, on which a digest came already.

        >>> eight = Schedule(minute=8 * 60)
        >>> local(eight.next_after(1_795_000_000.0)).isoformat()
        '2026-11-19T08:00:00+07:00'
        """
        first = local(now).date()
        return next(
            moment
            for ahead in range(16)
            if self._falls_on(day := first + timedelta(ahead))
            and day.isoformat() != last_day
            and (moment := _moment(day, self.minute)) > now
        )

    def next_due(self, now: float, last_day: str = "", waiting: bool = False) -> float | None:
        """When the next digest is due, None for never; `waiting`: there are articles not yet told of."""
        if self.rhythm is not Rhythm.NEWS:
            return self.next_after(now, last_day)
        if not waiting:
            return None
        return self.next_after(now, last_day) if day_of(now) == last_day else now + QUIET

    def too_far(self, due: float, now: float) -> bool:
        """Whether a due time lies so far ahead that the machine's clock must have been wrong when it was set."""
        return due - now > DAY * (9 if self.rhythm is Rhythm.WEEKLY else 3)

    def _falls_on(self, day: date) -> bool:
        return self.rhythm is not Rhythm.WEEKLY or day.weekday() == self.weekday


def local(moment: float) -> datetime:
    """A moment as Vietnam's clocks show it."""
    return datetime.fromtimestamp(moment, ZONE)


def day_of(moment: float) -> str:
    """The day in Vietnam, as ``2026-11-24``."""
    return local(moment).date().isoformat()


def is_night(moment: float) -> bool:
    """Whether it is night in Vietnam, from 22 to 6."""
    hour = local(moment).hour
    return hour >= _NIGHT_BEGINS or hour < _NIGHT_ENDS


def _moment(day: date, minute: int) -> float:
    return datetime.combine(day, time(minute // 60, minute % 60), ZONE).timestamp()
