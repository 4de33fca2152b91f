"""What goes wrong in a handler: logged once, without anybody's words; the person gets one line."""

import logging
import traceback
from pathlib import Path

import telegram
from telegram import Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Composer
from bot.replying import language_code, reply
from bot.sender import brief
from bot.turn import current_turn

_LOG = logging.getLogger(__name__)


class Errors:
    """The error handler of the Application."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error and say so to whoever asked."""
        error = context.error
        if isinstance(error, Forbidden):  # blocked or removed: there is nobody to tell
            _LOG.info("not allowed to write there: %s", error.message)
            return
        _LOG.error("%s", described(error))
        if turn := current_turn():
            turn.failed = True
        if turn and turn.undelivered:  # kept in the inbox: the answer itself will be sent again
            return
        message = update.effective_message if isinstance(update, Update) else None
        if message is not None and isinstance(update, Update):
            await self._tell(update, message)

    async def _tell(self, update: Update, message: telegram.Message) -> None:
        try:
            await reply(message, self._composer.line("error.line", language_for(language_code(update))))
        except TelegramError as error:
            _LOG.warning("could not say that something went wrong: %s", described(error))


def described(error: BaseException | None) -> str:
    """An error and where it arose. Of its message only Telegram's words: others may hold a person's text."""
    if error is None:
        return "unknown error"
    if isinstance(error, TelegramError):
        return brief(error)
    frames = reversed(traceback.extract_tb(error.__traceback__)[-4:])
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{type(error).__name__} at {' < '.join(places)}"
