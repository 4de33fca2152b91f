"""Groups and channels: what the bot says when it is let in or started there, and a group that becomes a supergroup."""

import logging
from collections.abc import Callable, Sequence

import telegram
from telegram import ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.compose import Message
from bot.recent import Recent
from bot.replying import language_code, reply

_LOG = logging.getLogger(__name__)
_REMEMBERED = 10_000
_IN = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
Move = Callable[[int, int], None]


class Groups:
    """Speaks once where it is let in, and otherwise when asked.

    `moves` are told when a group becomes a supergroup: the id it had and the id it has; `leaves` of every chat that
    removes or blocks the bot.
    """

    def __init__(
        self, answering: Answering, moves: Sequence[Move] = (), leaves: Sequence[Callable[[int], None]] = ()
    ) -> None:
        self._answering = answering
        self._leaves = leaves
        self._moves = (*moves, self._move)
        self._greeted: Recent[int, bool] = Recent(_REMEMBERED)
        self._told: Recent[int, bool] = Recent(_REMEMBERED)

    async def started(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/start in a group or a channel: what works there, once; after that the one line that matters."""
        message = update.effective_message
        if message is None:
            return
        language = language_for(language_code(update))
        if message.chat.type == ChatType.CHANNEL:
            await reply(message, self._line("group.channel", message.get_bot(), language))
        elif self._told.find(message.chat_id):
            await reply(message, self._line("group.again", message.get_bot(), language))
        else:
            self._told.keep(message.chat_id, True)
            await reply(message, self._what_works(message.get_bot(), await _sees_all(message), language))

    async def let_in(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The bot was added to a group: one line. In a channel none, a line there would be a post nobody asked for."""
        change = update.my_chat_member
        if change is None:
            return
        if not _is_in(change.new_chat_member):
            for leave in self._leaves:
                leave(change.chat.id)
        if change.chat.type not in _GROUPS:
            return
        if not _is_in(change.new_chat_member):
            self._greeted.forget(change.chat.id)
            self._told.forget(change.chat.id)
        elif not _is_in(change.old_chat_member) and not self._greeted.find(change.chat.id):
            self._greeted.keep(change.chat.id, True)
            await self._greet(change, context.bot, language_for(language_code(update)))

    async def migrated(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup: what was kept for its old id is kept for the new one."""
        message = update.effective_message
        if message is None:
            return
        if message.migrate_to_chat_id:
            self._moved(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            self._moved(message.migrate_from_chat_id, message.chat_id)

    def _moved(self, old: int, new: int) -> None:
        for move in self._moves:
            move(old, new)

    def _move(self, old: int, new: int) -> None:
        self._greeted.keep(new, True)
        if self._told.find(old):
            self._told.keep(new, True)

    async def _greet(self, change: ChatMemberUpdated, bot: telegram.Bot, language: str) -> None:
        try:
            await bot.send_message(change.chat.id, self._line("group.joined", bot, language).text)
        except (BadRequest, Forbidden) as error:  # added without the right to write: then it stays silent
            _LOG.info("could not say hello: %s", error.message)

    def _what_works(self, bot: telegram.Bot, sees_all: bool, language: str) -> Message:
        composer = self._answering.composer
        ways = ["group.ask", "group.quote", "group.reply", *(["group.mention"] if sees_all else []), "group.more"]
        values = {"bot": bot.username, "example": self._answering.example(language)}
        lines = [composer.phrase("group.what", language)]
        lines += [f"– {composer.phrase(way, language, **values)}" for way in ways]
        lines.append(composer.phrase("group.others" if sees_all else "group.privacy", language))
        return composer.lines(lines)

    def _line(self, key: str, bot: telegram.Bot, language: str) -> Message:
        example = self._answering.example(language)
        return self._answering.composer.line(key, language, bot=bot.username, example=example)


async def _sees_all(message: telegram.Message) -> bool:
    """Whether Telegram delivers all messages of the group: without group privacy, or to an administrator."""
    bot = message.get_bot()
    if bot.bot.can_read_all_group_messages:
        return True
    try:
        return (await message.chat.get_member(bot.id)).status == ChatMemberStatus.ADMINISTRATOR
    except TelegramError:
        return False


def _is_in(member: telegram.ChatMember) -> bool:
    restricted = isinstance(member, telegram.ChatMemberRestricted) and member.is_member
    return member.status in _IN or restricted
