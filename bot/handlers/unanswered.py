"""`/bicau`: the questions readers got no answer to, and the answers they thought good or bad; both as CSV too."""

import re

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Composer
from bot.display import one_line
from bot.operating.unanswered import Group, as_csv, grouped
from bot.operating.votes import vote_lines, votes_csv
from bot.operating.words import moment, number
from bot.operators import Confidant, Operators
from bot.pressing import toast
from bot.replying import language_code
from bot.store.answers import GivenAnswers
from bot.store.questions import QuestionLog
from bot.texts import Phrases

PRESSED = re.compile(r"^bc:(?:csv|votes)$")
_MOST, _LONGEST, _MOST_VOTES = 15, 160, 8


class UnansweredQuestions:
    """Lists them, and sends them as a table."""

    def __init__(
        self,
        composer: Composer,
        questions: QuestionLog,
        given: GivenAnswers,
        operators: Operators,
        confidant: Confidant,
    ) -> None:
        self._composer = composer
        self._questions = questions
        self._given = given
        self._operators = operators
        self._confidant = confidant

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command."""
        say = self._composer.phrases(language_for(language_code(update)))
        groups = grouped(await self._questions.unanswered())
        votes = await self._given.tallies(_MOST_VOTES)
        offered = [("unanswered.csv", "bc:csv", groups), ("votes.csv", "bc:votes", votes)]
        rows = [[InlineKeyboardButton(say(key), callback_data=carries)] for key, carries, any_ in offered if any_]
        lines = self._lines(groups, say) + vote_lines(votes, say)
        await self._confidant.tell(update, self._composer.lines(lines), InlineKeyboardMarkup(rows) if rows else None)

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A table, as a document."""
        query = update.callback_query
        if query is None:
            return
        await toast(query)
        if self._operators.has(query.from_user):
            say = self._composer.phrases(language_for(language_code(update)))
            if query.data == "bc:votes":
                table = votes_csv(await self._given.tallies(), say("votes.columns").split(","))
            else:
                table = as_csv(grouped(await self._questions.unanswered()), say("unanswered.columns").split(","))
            name = "danh-gia.csv" if query.data == "bc:votes" else "bi-cau.csv"
            await query.get_bot().send_document(query.from_user.id, table, filename=name)

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
