"""`/ngonngu`: the language the bot speaks to a person, wherever they write to it."""

import re

import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.asking import argument_of
from bot.compose import Composer
from bot.languages import language_for
from bot.pressing import change, toast
from bot.replying import language_code, reply
from bot.store.languages import Languages
from bot.texts import LANGUAGES
from bot.turn import current_turn

PRESSED = re.compile(r"^nn:(?:vi|en|-)$")
_PREFIX, _AS_TELEGRAM = "nn", "-"


class Choosing:
    """Asks which language, and keeps the choice."""

    def __init__(self, composer: Composer, languages: Languages) -> None:
        self._composer = composer
        self._languages = languages

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command, with a language or without: then they are offered."""
        message, wanted = update.effective_message, ""
        if message is None:
            return
        language = language_for(language_code(update))
        if update.effective_user is None or message.sender_chat is not None:
            await reply(message, self._composer.line("language.nobody", language))
            return
        wanted = argument_of(message).lower()
        if wanted in (*LANGUAGES, _AS_TELEGRAM):
            await reply(message, self._composer.line("language.chosen", await self._choose(update, wanted)))
        else:
            await reply(message, self._composer.line("language.menu", language), self._buttons(language))

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A language chosen. In a group the message stays as it is: the choice is of one person."""
        query = update.callback_query
        if query is None:
            return
        language = await self._choose(update, (query.data or "").partition(":")[2])
        line = self._composer.line("language.chosen", language)
        if isinstance(query.message, telegram.Message) and query.message.chat.type == query.message.chat.PRIVATE:
            await change(query, line, self._buttons(language))
        await toast(query, line.text)

    async def _choose(self, update: Update, wanted: str) -> str:
        """Keep it; the language spoken from now on."""
        chosen = "" if wanted == _AS_TELEGRAM else wanted
        if update.effective_user:
            await self._languages.choose(update.effective_user.id, chosen)
        if turn := current_turn():
            turn.language = chosen
        return language_for(language_code(update))

    def _buttons(self, language: str) -> InlineKeyboardMarkup:
        say = self._composer.phrases(language)
        named = [
            InlineKeyboardButton(self._composer.phrase("language.name", each), callback_data=f"{_PREFIX}:{each}")
            for each in LANGUAGES
        ]
        as_telegram = InlineKeyboardButton(say("language.as_telegram"), callback_data=f"{_PREFIX}:{_AS_TELEGRAM}")
        return InlineKeyboardMarkup([named, [as_telegram]])
