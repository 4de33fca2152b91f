"""Who operates the bot: the user ids of the settings, and nobody else, whatever they are in a group."""

import logging
from collections.abc import Iterable

import telegram
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import filters

from bot.answering import language_for
from bot.compose import Composer, Message
from bot.recent import Recent
from bot.replying import language_code, reply

_LOG = logging.getLogger(__name__)
_REMEMBERED = 1000


class Operators(filters.MessageFilter):
    """Messages that an operator wrote as themselves.

    Whoever else uses one of their commands is not told that there is one: the message goes on to whatever answers
    an unknown command there. That it was tried is logged once, here, where nothing else can show a difference.
    """

    def __init__(self, ids: Iterable[int]) -> None:
        super().__init__("operators")
        self.ids = frozenset(ids)
        self._refused: Recent[tuple[int, int], bool] = Recent(_REMEMBERED)

    def filter(self, message: telegram.Message) -> bool:
        """Whether an operator wrote it."""
        if self.has(message.from_user) and message.sender_chat is None:
            return True
        key = message.chat_id, message.message_id
        if self._refused.find(key) is None:
            self._refused.keep(key, True)
            _LOG.warning("an operator's command was tried by somebody else in a %s chat", message.chat.type)
        return False

    def has(self, person: telegram.User | None) -> bool:
        """Whether that person is one."""
        return person is not None and person.id in self.ids

    def silently(self) -> "filters.MessageFilter":
        """The same for messages that are no command, where nothing was tried."""
        return _Silent(self)


class _Silent(filters.MessageFilter):
    def __init__(self, operators: Operators) -> None:
        super().__init__("operators, silently")
        self._operators = operators

    def filter(self, message: telegram.Message) -> bool:
        return self._operators.has(message.from_user) and message.sender_chat is None


class Confidant:
    """Speaks with an operator in private, wherever they wrote the command."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    async def tell(
        self, update: Update, message: Message, buttons: InlineKeyboardMarkup | None = None
    ) -> telegram.Message | None:
        """Answer in private; where the bot may not write to them, one line there says how it may, and None."""
        asked, person = update.effective_message, update.effective_user
        if asked is None or person is None:
            return None
        if asked.chat.type == ChatType.PRIVATE:
            return await reply(asked, message, buttons)
        try:
            return await asked.get_bot().send_message(
                person.id,
                message.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=buttons,
            )
        except (Forbidden, BadRequest):
            await reply(asked, self._composer.line("operator.in_private", language_for(language_code(update))))
            return None

    async def show(self, update: Update, picture: bytes, caption: str) -> None:
        """The same for a picture, whose caption is plain text."""
        asked, person = update.effective_message, update.effective_user
        if asked is None or person is None:
            return
        try:
            await asked.get_bot().send_photo(person.id, picture, caption=caption)
        except (Forbidden, BadRequest):
            await reply(asked, self._composer.line("operator.in_private", language_for(language_code(update))))
