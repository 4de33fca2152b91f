"""The Application: every handler is registered here, and the order is explained here."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CommandHandler, MessageHandler, filters
from telegram.request import BaseRequest

from bot.answering import Answering
from bot.conversations import Conversations
from bot.handlers.conferences import Conferences
from bot.handlers.errors import Errors
from bot.handlers.fallback import Fallback
from bot.handlers.questions import Questions
from bot.handlers.sources import Sources
from bot.handlers.start import Welcome
from bot.order import OrderedByChat
from bot.profile import register
from bot.settings import Settings

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)

_LOG = logging.getLogger(__name__)
_NEW = filters.UpdateType.MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE


def build_application(
    settings: Settings,
    answering: Answering,
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
) -> AnyApplication:
    """The bot, ready to run. The requests replace the wire to Telegram: in tests, and in the terminal."""
    builder = ApplicationBuilder().token(settings.token)
    builder = builder.base_url(settings.base_url).base_file_url(settings.base_file_url)
    builder = builder.concurrent_updates(OrderedByChat()).post_init(_profile_of(answering))
    if request is not None:
        builder = builder.request(request)
    if get_updates_request is not None:
        builder = builder.get_updates_request(get_updates_request)
    app = builder.build()
    add_handlers(app, answering)
    return app


def add_handlers(app: AnyApplication, answering: Answering) -> None:
    """All handlers, in one group: the first that matches takes the update, so their order matters.

    1. Commands by name, in every chat, new messages only: an edited command does not run twice.
    2. Edited questions, before anything that looks at texts: an edit answers nothing anew. Only one that has an
       answer is taken up, so this may look at every chat.
    3. Unknown commands, in private only: in a group they are meant for another bot.
    4. Plain text in private is a question. In a group nothing but a command is answered.
    5. Whatever else a person sends in private gets one line; service messages (a pin, a new photo) get none.
    """
    questions = Questions(answering, Conversations())
    welcome, fallback = Welcome(answering), Fallback(answering.composer)
    app.add_handlers(
        [
            CommandHandler("hoi", questions.asked, _NEW),
            CommandHandler("hoinghi", Conferences(answering).listed, _NEW),
            CommandHandler("nguon", Sources(answering).listed, _NEW),
            CommandHandler("start", welcome.start, _NEW),
            CommandHandler("help", welcome.help, _NEW),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, questions.edited),
            MessageHandler(_PRIVATE & filters.COMMAND, fallback.command),
            MessageHandler(_PRIVATE & filters.TEXT, questions.asked),
            MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, fallback.wordless),
        ]
    )
    app.add_error_handler(Errors(answering.composer).failed)


def serve(app: AnyApplication) -> None:
    """Serve Telegram by long polling until a signal ends it.

    Questions that came while the bot was down are answered. Without a network it waits for one.
    Raises telegram.error.InvalidToken when Telegram does not know the token.
    """
    app.run_polling(allowed_updates=list(ALLOWED_UPDATES), drop_pending_updates=False, bootstrap_retries=-1)


def _profile_of(answering: Answering) -> Callable[[AnyApplication], Coroutine[Any, Any, None]]:
    async def registered(app: AnyApplication) -> None:
        _LOG.info("serving as @%s", app.bot.username)
        await register(app.bot, answering.composer)

    return registered
