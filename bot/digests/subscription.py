"""A subscription: where, when, how loud, and what it has had."""

from dataclasses import dataclass, field
from enum import StrEnum

from telegram import Message

from bot.digests.schedule import Rhythm, Schedule, is_night


class Silence(StrEnum):
    """When a digest comes without a sound."""

    NEVER = "never"
    NIGHT = "night"
    ALWAYS = "always"

    def at(self, moment: float) -> bool:
        """Whether it comes without a sound at that moment."""
        return self is Silence.ALWAYS or (self is Silence.NIGHT and is_night(moment))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a digest goes: a chat, and a topic of it (0: none)."""

    chat: int
    thread: int = 0

    @classmethod
    def of(cls, message: Message) -> "Place":
        """The place of a message."""
        return cls(message.chat_id, (message.message_thread_id or 0) if message.is_topic_message else 0)


@dataclass(frozen=True, slots=True)
class Subscription:
    """As it stands in the store.

    Args:
        active: False once ended; the row stays for a day, so that nobody gets a second digest by subscribing anew.
        due: when the next digest is due; None when nothing is.
        last_day: the day of the last digest, in Vietnam.
        shown: what was shown in this cycle, oldest first.
        told: the number of the last addition of articles told of.
        missed: what was claimed and perhaps not received.
        pending: what is claimed now.
    """

    place: Place
    schedule: Schedule = field(default_factory=Schedule)
    silence: Silence = Silence.NEVER
    language: str = "vi"
    active: bool = True
    due: float | None = None
    last_day: str = ""
    shown: tuple[str, ...] = ()
    told: int = 0
    missed: str = ""
    pending: str = ""

    @property
    def waits_for_news(self) -> bool:
        """Whether it comes with new articles."""
        return self.active and self.schedule.rhythm is Rhythm.NEWS


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one digest: who took it and when, what it will hold, and when the next one is due."""

    at: float
    by: str
    day: str
    key: str
    next_due: float | None
