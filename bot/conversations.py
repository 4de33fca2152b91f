"""What each person last asked in each chat, for the question that follows: short-lived and bounded."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram import Message

from bot.recent import Recent
from retrieval.evidence import Conversation

_LIFETIME = 15 * 60.0
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held: a chat, a topic of it, and who speaks there."""

    chat: int
    thread: int | None
    person: int | None

    @classmethod
    def of(cls, message: Message) -> "Place":
        """The place of a message; channel posts and anonymous admins speak as the chat they write for."""
        speaker = message.sender_chat or message.from_user
        thread = message.message_thread_id if message.is_topic_message else None
        return cls(message.chat_id, thread, speaker.id if speaker else None)

    def moved(self, old: int, new: int) -> "Place":
        """The same place after its chat has another id; anonymous admins speak as the chat."""
        if self.chat != old:
            return self
        return replace(self, chat=new, person=new if self.person == old else self.person)


class Conversations:
    """Conversations by place; one that rested for 15 minutes is forgotten, and so is the oldest of 10,000."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._recent: Recent[Place, Conversation] = Recent(_MOST, _LIFETIME, clock)

    def at(self, place: Place) -> Conversation:
        """The conversation there, or a new one."""
        return self._recent.find(place) or Conversation()

    def keep(self, place: Place, conversation: Conversation) -> None:
        """The conversation as it stands now."""
        self._recent.keep(place, conversation)

    def forget(self, person: int) -> None:
        """Forget what a person said, wherever it was."""
        self._recent.rekey(lambda place: None if place.person == person else place)

    def move(self, old: int, new: int) -> None:
        """A group became a supergroup, with another id: what was said there goes on."""
        self._recent.rekey(lambda place: place.moved(old, new))
