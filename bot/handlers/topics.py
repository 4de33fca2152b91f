"""`/chude`: what each conference says on a topic, a quote and citation each; those that say nothing are named."""

import re

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.asking import argument_of
from bot.buttons import TOPIC, topic_buttons
from bot.conversations import Conversations, Place
from bot.display import one_line
from bot.pressing import change, toast
from bot.replying import language_code, reply
from retrieval.evidence import Conversation

PRESSED = re.compile(rf"^{TOPIC}:[a-z0-9]{{1,20}}$")
_LONGEST_TOPIC = 150


class Topics:
    """Asks a topic of every conference."""

    def __init__(self, answering: Answering, conversations: Conversations) -> None:
        self._answering = answering
        self._conversations = conversations

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command, with a topic or without: then some are offered."""
        message = update.effective_message
        if message is None:
            return
        topic = one_line(argument_of(message), _LONGEST_TOPIC)
        language = language_for(language_code(update), topic)
        if not topic:
            line = self._answering.composer.line("topic.menu", language)
            await reply(message, line, self._buttons(language))
            return
        question = self._answering.composer.phrase("topic.question", language, topic=topic)
        answered = await self._answering.answer_aside(question, Conversation(), language)
        self._conversations.keep(Place.of(message), answered.reply.conversation)
        await reply(message, answered.message)

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A topic offered: the message changes in place, and goes on offering the others."""
        query = update.callback_query
        if query is None:
            return
        composer, language = self._answering.composer, language_for(language_code(update))
        key = (query.data or "").partition(":")[2]
        theme = next((each for each in self._answering.knowledge.topics if each.key == key), None)
        if theme is None:
            await toast(query, composer.phrase("topic.gone", language))
            await change(query, composer.line("topic.menu", language), self._buttons(language))
            return
        question = composer.phrase("topic.question", language, topic=theme.name("vi"))
        about = composer.phrase("topic.about", language, topic=theme.name("vi"))
        answered = await self._answering.answer_aside(question, Conversation(), language, about)
        changed = await change(query, answered.message, self._buttons(language))
        await toast(query, "" if changed else composer.phrase("summary.old", language))

    def _buttons(self, language: str) -> InlineKeyboardMarkup:
        return topic_buttons(self._answering.knowledge.topics, self._answering.composer.phrases(language))
