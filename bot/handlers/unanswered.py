"""`/bicau`: the questions readers asked and got no answer to, the most frequent first; as CSV too.

What else tells of bad answers can be listed in the same message, as a section of its own.
"""

import re

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Composer
from bot.display import one_line
from bot.operating.unanswered import Group, as_csv, grouped
from bot.operating.words import moment, number
from bot.operators import Confidant, Operators
from bot.pressing import toast
from bot.replying import language_code
from bot.store.questions import QuestionLog
from bot.texts import Phrases

PRESSED = re.compile(r"^bc:csv$")
_MOST, _LONGEST = 15, 160


class UnansweredQuestions:
    """Lists them, and sends them as a table."""

    def __init__(self, composer: Composer, questions: QuestionLog, operators: Operators, confidant: Confidant) -> None:
        self._composer = composer
        self._questions = questions
        self._operators = operators
        self._confidant = confidant

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command."""
        say = self._composer.phrases(language_for(language_code(update)))
        groups = grouped(await self._questions.unanswered())
        button = InlineKeyboardButton(say("unanswered.csv"), callback_data="bc:csv")
        buttons = InlineKeyboardMarkup([[button]]) if groups else None
        await self._confidant.tell(update, self._composer.lines(self._lines(groups, say)), buttons)

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The table, as a document."""
        query = update.callback_query
        if query is None:
            return
        await toast(query)
        if self._operators.has(query.from_user):
            say = self._composer.phrases(language_for(language_code(update)))
            table = as_csv(grouped(await self._questions.unanswered()), say("unanswered.columns").split(","))
            await query.get_bot().send_document(query.from_user.id, table, filename="bi-cau.csv")

    def _lines(self, groups: list[Group], say: Phrases) -> list[str]:
        if not self._questions.kept_days:
            return [say("unanswered.off")]
        if not groups:
            return [say("unanswered.none", days=self._questions.kept_days)]
        lines = [say("unanswered.head", days=self._questions.kept_days, count=number(len(groups), say)), ""]
        for group in groups[:_MOST]:
            when = moment(group.last)[:10]
            lines.append(
                say("unanswered.one", count=group.count, when=when, question=one_line(group.question, _LONGEST))
            )
        return lines + ([say("unanswered.more", count=len(groups) - _MOST)] if len(groups) > _MOST else [])
