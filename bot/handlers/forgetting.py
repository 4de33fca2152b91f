"""`/quentoi`: the questions of a person that were kept because they had no answer are forgotten."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Composer
from bot.replying import language_code, reply
from bot.store.questions import QuestionLog


class Forgetting:
    """Forgets what was kept of whoever asks for it."""

    def __init__(self, composer: Composer, questions: QuestionLog) -> None:
        self._composer = composer
        self._questions = questions

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command."""
        message, person = update.effective_message, update.effective_user
        if message is None or person is None:
            return
        forgotten = await self._questions.forget(person.id)
        key = "forgetting.done" if forgotten else "forgetting.nothing"
        await reply(message, self._composer.line(key, language_for(language_code(update)), count=forgotten))
