"""`/quentoi`: what is kept of a person is forgotten. `/riengtu`: what is kept, and for how long."""

from collections.abc import Callable, Sequence

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Composer
from bot.replying import language_code, reply
from bot.store.answers import ANSWER_DAYS, VOTE_DAYS, GivenAnswers
from bot.store.questions import NUMBERS_KEPT_DAYS, QuestionLog

Forget = Callable[[int], None]


class Forgetting:
    """Forgets what was kept of whoever asks for it, and says what there is to forget.

    ``memories`` are what is held in memory only; ``logged`` tells that the operator has questions written to the log.
    """

    def __init__(
        self,
        composer: Composer,
        questions: QuestionLog,
        given: GivenAnswers,
        memories: Sequence[Forget] = (),
        logged: bool = False,
    ) -> None:
        self._composer = composer
        self._questions = questions
        self._given = given
        self._memories = memories
        self._logged = logged

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command."""
        message, person = update.effective_message, update.effective_user
        if message is None or person is None:
            return
        for forget in self._memories:
            forget(person.id)
        questions = await self._questions.forget(person.id)
        answers, votes = await self._given.forget(person.id)
        key = "forgetting.done" if questions or answers or votes else "forgetting.nothing"
        language = language_for(language_code(update))
        line = self._composer.line(key, language, questions=questions, answers=answers, votes=votes)
        await reply(message, line)

    async def told(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What is kept, a line for each, and how to have it forgotten."""
        message = update.effective_message
        if message is None:
            return
        say = self._composer.phrases(language_for(language_code(update)))
        days = self._questions.kept_days
        kept = [
            say("privacy.message"),
            say("privacy.memory"),
            say("privacy.answers", days=ANSWER_DAYS),
            say("privacy.votes", days=VOTE_DAYS),
            say("privacy.unanswered", days=days) if days else say("privacy.no_unanswered"),
            say("privacy.counts", days=NUMBERS_KEPT_DAYS),
            say("privacy.settings"),
            say("privacy.logged" if self._logged else "privacy.not_logged"),
        ]
        lines = [say("privacy.head"), *(f"– {line}" for line in kept), "", say("privacy.others"), say("privacy.forget")]
        await reply(message, self._composer.lines(lines))
