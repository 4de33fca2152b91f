"""What is no question: unknown commands, and everything that is not text. One helpful line each."""

import telegram
from telegram import Update
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Composer
from bot.recent import Recent
from bot.replying import language_code, reply

# The fields of a message, and the line for them; the first one present counts. An animation also comes as a document,
# a venue also as a location, so those that say more stand first.
_KINDS = {
    "sticker": "sticker",
    "animation": "video",
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "document": "document",
    "venue": "place",
    "location": "place",
    "contact": "contact",
    "poll": "poll",
    "dice": "dice",
}
_ALBUMS = 1000


class Fallback:
    """Says in one line what to do instead."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._albums: Recent[str, bool] = Recent(_ALBUMS)

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A command the bot does not have."""
        if message := update.effective_message:
            await reply(message, self._composer.line("fallback.command", language_for(language_code(update))))

    async def wordless(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A sticker, a photo, a voice message …; an album, which comes as many messages, gets one line."""
        message = update.effective_message
        if message is None or self._seen(message.media_group_id):
            return
        language = language_for(language_code(update), message.caption or "")
        await reply(message, self._composer.line(f"fallback.{kind_of(message)}", language))

    def _seen(self, album: str | None) -> bool:
        if album is None:
            return False
        seen = self._albums.find(album) is not None
        self._albums.keep(album, True)
        return seen


def kind_of(message: telegram.Message) -> str:
    """What a message without text is, as a key of the texts."""
    return next((kind for field, kind in _KINDS.items() if getattr(message, field)), "other")
