"""Questions: plain text in private, `/hoi` anywhere, what is meant for the bot in a group; an edit edits the answer."""

from dataclasses import dataclass, replace

import telegram
from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import Answering
from bot.answers.cards import AnswerCards, Asker, Shown
from bot.asking import is_command, mentions_us, question_of
from bot.conversations import Conversations, Place
from bot.recent import Recent
from bot.replying import correct, language_code, reply
from bot.store.answers import GivenAnswers
from retrieval.evidence import Conversation

_REMEMBERED = 2_000
_COMMAND = "/hoi"


@dataclass(frozen=True, slots=True)
class _Given:
    """An answer given: its message, what it answers, and the conversation as it stood before the question."""

    message_id: int
    question: str
    before: Conversation


class Questions:
    """Answers questions in chats."""

    def __init__(self, answering: Answering, conversations: Conversations, given: GivenAnswers) -> None:
        self._answering = answering
        self._conversations = conversations
        self._cards = AnswerCards(answering, given)
        self._given: Recent[tuple[int, int], _Given] = Recent(_REMEMBERED)

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A question: plain text, what follows /hoi or a mention, or for want of that the message replied to."""
        message = update.effective_message
        if message is None:
            return
        before = self._conversations.at(Place.of(message))
        answer = await self._compose(update, message, before)
        sent = await reply(message, *answer)
        self._given.keep((message.chat_id, message.message_id), _Given(sent.message_id, question_of(message), before))

    async def edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A question that was edited; one whose answer is not known here stays as it is."""
        message = update.effective_message
        given = self._given.find((message.chat_id, message.message_id)) if message else None
        if message is None or given is None or _other_command(message):
            return
        question = question_of(message)
        if question == given.question:
            return
        answer = await self._compose(update, message, given.before)
        self._given.keep((message.chat_id, message.message_id), replace(given, question=question))
        await correct(message, given.message_id, *answer)

    def forget(self, person: int) -> None:
        """Forget the answers in a person's private chat, whose id is theirs: an edit there changes none any more."""
        self._given.rekey(lambda key: None if key[0] == person else key)

    def moved(self, old: int, _: int) -> None:
        """A group became a supergroup. Its old messages stay behind, nobody can edit them; the new ones count anew."""
        self._given.rekey(lambda key: None if key[0] == old else key)

    async def _compose(self, update: Update, message: telegram.Message, before: Conversation) -> Shown:
        """The answer with its buttons; the conversation goes on from it."""
        question = question_of(message)
        language = self._answering.language_of(question, language_code(update))
        if not question and (is_command(message) or mentions_us(message)):
            example = self._answering.example(language)
            return self._answering.composer.line("ask.bare", language, example=example), None
        answered = await self._answering.answer_aside(question, before, language)
        self._conversations.keep(Place.of(message), answered.reply.conversation)
        return await self._cards.present(answered, Asker.of(message.chat, message.from_user), language)


def _other_command(message: telegram.Message) -> bool:
    """A question edited into another command: that one was never sent, so it is not run."""
    first = (message.text or "").split(maxsplit=1)[0]
    return is_command(message) and first.partition("@")[0].lower() != _COMMAND
