"""The buttons under an answer. What is about the answer unfolds in its message; another question is a new message."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import telegram
from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot.answering import Answered, Answering, language_for
from bot.answers.buttons import ANSWER, SUGGESTED, Offer, Wish
from bot.answers.cards import AnswerCards, Asker, Shown, question_form
from bot.answers.views import AnswerViews, question_of
from bot.conversations import Conversations, Place
from bot.languages import ChosenLanguage
from bot.pressing import change, toast, without_buttons
from bot.reading.links import KEY, key_of, sentence_key
from bot.replying import language_code, reply
from bot.store.answers import GivenAnswer, GivenAnswers, Vote
from bot.turn import Asked, current_turn
from retrieval.evidence import Answer, Conversation

PRESSED = re.compile(rf"^{ANSWER}:[A-Za-z0-9_-]{{12}}:(?:[xctk]|h\d{{0,9}}|o\d{{1,3}}|[ud][xc])$")
SUGGESTION_PRESSED = re.compile(rf"^{SUGGESTED}:\d{{1,9}}:{KEY}(?::(?:vi|en))?$")
_LONGEST_QUOTED = 1000


@dataclass(frozen=True, slots=True)
class _Press:
    """A button pressed under an answer that can still be found."""

    query: CallbackQuery
    message: telegram.Message
    asker: Asker
    language: str
    token: str
    given: GivenAnswer
    answered: Answered
    result: Answer


class Answers:
    """Does what the buttons say."""

    def __init__(
        self,
        answering: Answering,
        conversations: Conversations,
        given: GivenAnswers,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._answering = answering
        self._conversations = conversations
        self._given = given
        self._clock = clock
        self._cards = AnswerCards(answering, given, clock)
        self._views = AnswerViews(answering)

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A button under an answer; one that is too old, or of another chat, says so and goes."""
        query, language = update.callback_query, language_for(language_code(update))
        if query is None:
            return
        __, token, wish = (query.data or "").split(":")
        if not isinstance(query.message, telegram.Message):
            await toast(query, self._say("under.stale", language))
            return
        asker = Asker.of(query.message.chat, query.from_user)
        given = await self._given.find(token, asker.chat, self._clock())
        if given is None:
            await toast(query, self._say("under.stale", language))
            await without_buttons(query)
            return
        language = _going_on(language_code(update), given.language, asker.alone)
        unfolded = wish == Wish.CONTEXT or wish[1:] == Wish.CONTEXT
        answered = await self._answering.aside(
            self._answering.again, given.said, language, given.asked, unfolded=unfolded
        )
        result = answered.reply.result
        if isinstance(result, Answer) and sentence_key(result.quotes[0].sentence) == given.shown:
            press = _Press(query, query.message, asker, language, token, given, answered, result)
            await self._do(press, Wish(wish[0]), wish[1:])
        else:
            await self._refresh(query, given, asker, language)

    async def suggested(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A question that was offered: it is asked, in a new message."""
        query, language = update.callback_query, language_for(language_code(update))
        if query is None or not isinstance(query.message, telegram.Message):
            return
        __, number, key, *offered_in = (query.data or "").split(":")
        language = _going_on(language_code(update), "".join(offered_in), Asker.of(query.message.chat, None).alone)
        known = self._answering.knowledge
        suggestions = await self._answering.aside(known.searcher.suggestions, int(number))
        chosen = next((each for each in suggestions if key_of(each.text) == key), None)
        if chosen is None:
            await toast(query, self._say("under.suggestion_gone", language))
            return
        asked = self._say("under.asked", language, question=chosen.short.get(language, chosen.text))
        answered = await self._answering.answer_aside(chosen.text, Conversation(), language, asked)
        await toast(query)
        await self._send(query.message, query.from_user, answered, language, asked)

    async def _do(self, press: _Press, wish: Wish, more: str) -> None:
        if wish in (Wish.GOOD, Wish.BAD):
            await self._vote(press, wish, unfolded=more == Wish.CONTEXT)
            return
        offer = await self._offer(press)
        match wish:
            case Wish.ANSWER | Wish.CONTEXT:
                vote = await self._voted(press)
                buttons = self._cards.buttons(offer.seen(wish is Wish.CONTEXT, vote), press.language)
                await self._change(press, (press.answered.message, buttons))
            case Wish.OTHERS:
                shown = await self._answering.aside(
                    self._views.others, press.answered, press.result, offer, int(more), press.language
                )
                await self._change(press, shown, "under.no_others")
            case Wish.COPY:
                await self._change(press, self._views.copied(press.result, offer, press.language))
            case Wish.SUMMARY:
                card = await self._answering.aside(self._views.summary, offer, press.language)
                await toast(press.query)
                await reply(press.message, *card)
            case Wish.CONFERENCES:
                await self._other_conference(press, offer, int(more or 0))

    async def _other_conference(self, press: _Press, offer: Offer, number: int) -> None:
        """The same question of another conference: at once where there is but one, else the choice first."""
        if not number and len(offer.others) > 1:
            await self._change(press, self._views.conferences(offer, press.language))
            return
        number = number or next(iter(offer.others), 0)
        before = press.answered.reply.conversation
        name = self._answering.composer.phrases(press.language).conferences([number])
        asked = self._say("under.asked_of", press.language, question=question_of(before.said), conference=name)
        answered = await self._answering.aside(self._answering.same_of, before, number, press.language, asked)
        if turn := current_turn():
            outcome = "answered" if answered.found else "not_found"
            turn.asked = Asked(question_of(before.said), outcome, answered.took_ms)
        back = self._cards.buttons(offer.seen(False, await self._voted(press)), press.language)
        await change(press.query, press.answered.message, back)
        await toast(press.query)
        await self._send(press.message, press.query.from_user, answered, press.language, asked)

    async def _vote(self, press: _Press, wish: Wish, unfolded: bool) -> None:
        sentence = press.result.quotes[0].sentence
        question, value = question_form(press.given.said), 1 if wish is Wish.GOOD else -1
        vote = Vote(press.query.from_user.id, question, press.given.shown, sentence.text[:_LONGEST_QUOTED], value)
        now = await self._given.vote(vote, self._clock())
        line = {1: "under.thanks_good", -1: "under.thanks_bad", 0: "under.taken_back"}[now]
        await toast(press.query, self._say(line, press.language))
        if press.asker.alone:  # in a group the buttons are everybody's: only the line says what was chosen
            offer = await self._offer(press)
            buttons = self._cards.buttons(offer.seen(unfolded, now), press.language)
            await change(press.query, press.answered.message, buttons)

    async def _offer(self, press: _Press) -> Offer:
        return await self._answering.aside(
            self._cards.offer, press.answered, press.result, press.token, press.asker, press.language
        )

    async def _voted(self, press: _Press) -> int:
        if not press.asker.alone:
            return 0
        return await self._given.voted(press.query.from_user.id, question_form(press.given.said), press.given.shown)

    async def _change(self, press: _Press, shown: Shown | None, nothing: str = "") -> None:
        """Change the message in place; where there is nothing to show, say so."""
        changed = shown is None or await change(press.query, *shown)
        line = nothing if shown is None else "" if changed else "summary.old"
        await toast(press.query, self._say(line, press.language) if line else "")

    async def _refresh(self, query: CallbackQuery, given: GivenAnswer, asker: Asker, language: str) -> None:
        """The articles are others now, and so is the answer: it is written anew, with buttons of its own."""
        answered = await self._answering.aside(self._answering.again, given.said, language, given.asked)
        await change(query, *await self._cards.present(answered, asker, language, given.asked))
        await toast(query, self._say("under.changed", language))

    async def _send(
        self, below: telegram.Message, user: telegram.User, answered: Answered, language: str, asked: str
    ) -> None:
        """The answer to another question, under the one whose button was pressed."""
        thread = below.message_thread_id if below.is_topic_message else None
        self._conversations.keep(Place(below.chat.id, thread, user.id), answered.reply.conversation)
        shown = await self._cards.present(answered, Asker.of(below.chat, user), language, asked)
        await reply(below, *shown)

    def _say(self, key: str, language: str, **values: object) -> str:
        return self._answering.composer.phrase(key, language, **values)


def _going_on(code: str | None, language: str, alone: bool) -> str:
    """The language a message goes on in: its own, whoever pressed; in private the one chosen since comes first."""
    chosen = alone and isinstance(code, ChosenLanguage)
    return language_for(code) if chosen or not language else language
