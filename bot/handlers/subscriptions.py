"""`/dangky`, `/lich`, `/huydangky`: summaries that come by themselves."""

import telegram
from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.asking import argument_of
from bot.compose import Message
from bot.digests.buttons import (
    DAYS,
    END,
    HOURS,
    MENU,
    PRESSED,
    chosen_buttons,
    day_buttons,
    hour_buttons,
    rhythm_buttons,
    wish_of,
)
from bot.digests.delivery import Digests
from bot.digests.desk import Desk
from bot.digests.schedule import Rhythm
from bot.digests.subscription import Place, Subscription
from bot.digests.wish import read_wish
from bot.pressing import change, toast
from bot.replying import language_code, reply
from bot.rights import may_change
from bot.wording import command

__all__ = ["PRESSED", "Subscribing"]
Shown = tuple[Message, InlineKeyboardMarkup | None]


class Subscribing:
    """Subscribes chats, topics and channels."""

    def __init__(self, answering: Answering, digests: Digests) -> None:
        self._composer = answering.composer
        self._desk = Desk(digests, answering.composer)

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/dangky: with a time, it is set; without, buttons."""
        message = update.effective_message
        if message is None or not await self._allowed(update, message):
            return
        language, place = language_for(language_code(update)), Place.of(message)
        text = argument_of(message)
        wish = read_wish(text)
        found = await self._desk.find(place)
        if wish and not (wish.rhythm is Rhythm.WEEKLY and wish.weekday is None):
            await reply(message, *self._chosen(await self._desk.change(place, wish, language)))
        elif wish:
            await reply(message, *self._days(language))
        elif text:
            await reply(message, *self._menu("digest.unclear", found, message, language))
        elif found:
            await reply(message, *self._chosen(found))
        else:
            await reply(message, *self._menu("digest.choose", None, message, language))

    async def shown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/lich: what this place has."""
        if message := update.effective_message:
            found = await self._desk.find(Place.of(message))
            if found:
                await reply(message, self._composer.lines(self._desk.said_of(found)))
            else:
                await reply(message, self._line("digest.none", message, language_for(language_code(update))))

    async def ended(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/huydangky: no more."""
        message = update.effective_message
        if message is None or not await self._allowed(update, message):
            return
        found = await self._desk.find(Place.of(message))
        await self._desk.end(Place.of(message))
        line = "digest.ended" if found else "digest.none"
        await reply(message, self._line(line, message, language_for(language_code(update))))

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A button of these: the message changes in place."""
        query = update.callback_query
        if query is None:
            return
        language, message = language_for(language_code(update)), query.message
        if not isinstance(message, telegram.Message):  # so old that Telegram no longer says where it stands
            await toast(query, self._composer.phrase("summary.old", language))
        elif not await may_change(update):
            await toast(query, self._refusal(message, language))
        else:
            shown = await self._pressed(query, message, language)
            changed = await change(query, *shown)
            await toast(query, "" if changed else self._composer.phrase("summary.old", language))

    async def _pressed(self, query: CallbackQuery, message: telegram.Message, language: str) -> Shown:
        pressed, place = query.data or "", Place.of(message)
        action = pressed.split(":")[1]
        if wish := wish_of(pressed):
            return self._chosen(await self._desk.change(place, wish, language))
        if action == END:
            await self._desk.end(place)
            return self._line("digest.ended", message, language), None
        if action == DAYS:
            return self._days(language)
        if action == HOURS:
            say = self._composer.phrases(language)
            return self._line("digest.which_hour", message, language), hour_buttons(say)
        found = await self._desk.find(place)
        if action == MENU or found is None:
            return self._menu("digest.choose", found, message, language)
        return self._chosen(found)

    async def _allowed(self, update: Update, message: telegram.Message) -> bool:
        """Whether they may change it; who may not gets one line."""
        if await may_change(update):
            return True
        refusal = self._refusal(message, language_for(language_code(update)))
        await reply(message, self._composer.lines([refusal]))
        return False

    def _refusal(self, message: telegram.Message, language: str) -> str:
        key = "digest.not_poster" if message.chat.type == ChatType.CHANNEL else "digest.not_admin"
        return self._composer.phrase(key, language)

    def _chosen(self, found: Subscription) -> Shown:
        say = self._composer.phrases(found.language)
        return self._composer.lines(self._desk.said_of(found)), chosen_buttons(found, say)

    def _days(self, language: str) -> Shown:
        return self._composer.line("digest.which_day", language), day_buttons(self._composer.phrases(language))

    def _menu(self, key: str, found: Subscription | None, message: telegram.Message, language: str) -> Shown:
        buttons = rhythm_buttons(found is not None, self._composer.phrases(language))
        return self._line(key, message, language), buttons

    def _line(self, key: str, message: telegram.Message, language: str) -> Message:
        bot, alone = message.get_bot().username, message.chat.type == ChatType.PRIVATE
        return self._composer.line(key, language, command=command("dangky", bot, alone))
