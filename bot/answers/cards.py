"""An answer given in a chat: kept with its buttons, and made again when one of them is pressed."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import telegram
from telegram import InlineKeyboardMarkup
from telegram.constants import ChatType

from bot.answering import Answered, Answering, Knowledge
from bot.answers.buttons import Offer, answer_buttons, suggestion_rows
from bot.answers.copying import short_copy
from bot.compose import Message
from bot.reading.links import sentence_key
from bot.store.answers import GivenAnswer, GivenAnswers
from retrieval.evidence import Answer, Quote, Refusal, Said
from retrieval.suggest import Suggestion, following
from retrieval.text.syllables import clean, tokens

_SUGGESTED = 2
_LONGEST_QUESTION = 300
Shown = tuple[Message, InlineKeyboardMarkup | None]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, and where."""

    chat: int
    place: str
    person: int | None

    @classmethod
    def of(cls, chat: telegram.Chat, user: telegram.User | None) -> "Asker":
        """The asker of a message in that chat; a channel has none."""
        return cls(chat.id, chat.type, user.id if user else None)

    @property
    def alone(self) -> bool:
        """Whether nobody else sees the messages."""
        return self.place == ChatType.PRIVATE


class AnswerCards:
    """Makes answers with their buttons."""

    def __init__(self, answering: Answering, given: GivenAnswers, clock: Callable[[], float] = time.time) -> None:
        self._answering = answering
        self._given = given
        self._clock = clock

    async def present(self, answered: Answered, asker: Asker, language: str, asked: str = "") -> Shown:
        """An answer as it is sent, kept so that its buttons work; of a refusal, questions that have an answer."""
        result = answered.reply.result
        if isinstance(result, Refusal):
            return await self._answering.aside(self._refused, answered, result, asker, language, asked)
        if asker.place == ChatType.CHANNEL:  # its buttons only copy: there is nothing to be asked again
            return answered.message, self.buttons(self.offer(answered, result, "", asker, language), language)
        token = secrets.token_urlsafe(9)
        offer = await self._answering.aside(self.offer, answered, result, token, asker, language)
        said, shown = answered.reply.conversation.said, sentence_key(result.quotes[0].sentence)
        given = GivenAnswer(asker.chat, said, shown, asked, language)
        await self._given.keep(token, given, asker.person, self._clock())
        return answered.message, self.buttons(offer, language)

    def offer(self, answered: Answered, result: Answer, token: str, asker: Asker, language: str) -> Offer:
        """What can be offered under an answer; asks a few questions of the articles."""
        known, quotes = self._answering.knowledge, result.quotes
        numbers = tuple(dict.fromkeys(quote.conference.number for quote in quotes))
        others = tuple(each.number for each in known.corpus.held if numbers != (each.number,))
        return Offer(
            token,
            asker.place,
            number=numbers[0] if len(numbers) == 1 and not result.mention else 0,
            others=others if len(numbers) == 1 else (),
            copied=short_copy(quotes, self._answering.composer.phrases(language)),
            suggestions=_next(known, answered.reply.conversation.said, quotes) if asker.alone else (),
        )

    def buttons(self, offer: Offer, language: str) -> InlineKeyboardMarkup | None:
        """The buttons under an answer."""
        return answer_buttons(offer, self._answering.composer.phrases(language))

    def _refused(self, answered: Answered, refusal: Refusal, asker: Asker, language: str, asked: str) -> Shown:
        """In private the questions to ask instead are buttons; elsewhere they stand in the message."""
        known, composer = self._answering.knowledge, self._answering.composer
        numbers = [each.number for each in (*refusal.asked, *known.corpus.held[-1:])] if refusal.suggestions else []
        every = [each for number in numbers for each in known.searcher.suggestions(number)] if asker.alone else []
        offered = [each for text in refusal.suggestions for each in every if each.text == text]
        if not offered:
            return answered.message, None
        bare = replace(refusal, suggestions=())
        message = composer.render(bare, language, known.corpus.held, self._answering.example(language), asked)
        return message, InlineKeyboardMarkup(suggestion_rows(offered, composer.phrases(language)))


def question_form(said: Said) -> str:
    """The questions of a conversation in one form however they were typed: small letters, no punctuation."""
    parts = (" ".join(t.raw for t in tokens(clean(str(each)))).lower() for each in said)
    return " / ".join(parts)[:_LONGEST_QUESTION]


def _next(known: Knowledge, said: Said, quotes: Sequence[Quote]) -> tuple[Suggestion, ...]:
    """What to ask next about the conference of the answer."""
    asked = str(said[-1]) if said else ""
    suggestions = known.searcher.suggestions(quotes[0].conference.number)
    return following(suggestions, asked, [quote.sentence for quote in quotes])[:_SUGGESTED]
