"""What is remembered of chats is bounded and short-lived."""

import pytest

from bot.answering import Knowledge
from bot.conversations import Conversations, Place
from bot.recent import Recent
from retrieval.evidence import Conversation


@pytest.fixture
def asked(knowledge: Knowledge) -> Conversation:
    return knowledge.searcher.answer("Hội nghị 32 họp mấy phiên?").conversation


def test_the_oldest_is_forgotten_first() -> None:
    recent: Recent[int, str] = Recent(most=2)
    for key in (1, 2, 1, 3):
        recent.keep(key, str(key))
    assert [recent.find(key) for key in (1, 2, 3)] == ["1", None, "3"]
    recent.forget(1)
    assert recent.find(1) is None
    assert len(recent) == 1


def test_a_conversation_ends_after_a_while(asked: Conversation) -> None:
    now = 0.0
    conversations = Conversations(clock=lambda: now)
    place = Place(1, None, 1)
    conversations.keep(place, asked)
    now = 899
    assert conversations.at(place) == asked
    now = 901
    assert conversations.at(place) == Conversation()


def test_conversations_do_not_mix(asked: Conversation) -> None:
    conversations = Conversations()
    conversations.keep(Place(-1, 5, 1), asked)
    for other in (Place(-1, 5, 2), Place(-1, None, 1), Place(-2, 5, 1)):
        assert conversations.at(other) == Conversation()
