"""`/bieudo`: a picture of the weight of themes by conference, made once for each state of the corpus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import telegram
from telegram import ReplyParameters, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.answering import Answering, Knowledge, language_for
from bot.chart import caption, draw
from bot.recent import Recent
from bot.replying import language_code, reply
from bot.texts import Phrases

_KEPT = 8
# Telegram shows an action for five seconds.
_AGAIN = 4.0
# Groups may let bots write but send no pictures.
_NO_RIGHT = "not enough rights"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The picture, and what is said under it."""

    picture: bytes
    caption: str


class Charts:
    """Draws the picture off the event loop and keeps it, with Telegram's name for it once it was sent."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._drawn: Recent[Key, _Drawn] = Recent(_KEPT)
        self._sent: Recent[Key, str] = Recent(_KEPT)
        self._drawing = asyncio.Lock()

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command."""
        message = update.effective_message
        if message is None:
            return
        known = self._answering.knowledge
        key = (known.corpus.fingerprint, language_for(language_code(update)))
        async with _showing(message, ChatAction.UPLOAD_PHOTO):
            drawn = await self._once(known, key)
            try:
                await self._send(message, key, drawn)
            except BadRequest as error:
                if _NO_RIGHT not in error.message.lower():
                    raise
                await reply(message, self._answering.composer.line("chart.not_allowed", key[1]))

    async def _once(self, known: Knowledge, key: Key) -> _Drawn:
        """The picture; who asks while it is drawn waits for the same one."""
        async with self._drawing:
            drawn = self._drawn.find(key)
            if drawn is None:
                drawn = await asyncio.to_thread(_draw, known, self._answering.composer.phrases(key[1]))
                self._drawn.keep(key, drawn)
        return drawn

    async def _send(self, message: telegram.Message, key: Key, drawn: _Drawn) -> None:
        """Send it by the name Telegram gave it; anew where there is none, or it is no longer known."""
        if name := self._sent.find(key):
            with suppress(BadRequest):
                await _reply_photo(message, name, drawn.caption)
                return
        sent = await _reply_photo(message, drawn.picture, drawn.caption)
        if sent.photo:
            self._sent.keep(key, sent.photo[-1].file_id)


def _draw(known: Knowledge, say: Phrases) -> _Drawn:
    weights = known.theme_weights
    return _Drawn(draw(weights, say), caption(weights, len(known.corpus.articles), say))


async def _reply_photo(asked: telegram.Message, photo: bytes | str, text: str) -> telegram.Message:
    quoted = None
    if asked.chat.type != ChatType.PRIVATE:
        quoted = ReplyParameters(asked.message_id, allow_sending_without_reply=True)
    return await asked.reply_photo(photo, caption=text, reply_parameters=quoted)


@asynccontextmanager
async def _showing(message: telegram.Message, action: ChatAction) -> AsyncIterator[None]:
    """Show what the bot is doing until it is done; channels show no such thing."""
    if message.chat.type == ChatType.CHANNEL:
        yield
        return
    shown = asyncio.create_task(_repeat(message, action))
    try:
        yield
    finally:
        shown.cancel()
        await asyncio.gather(shown, return_exceptions=True)


async def _repeat(message: telegram.Message, action: ChatAction) -> None:
    thread = message.message_thread_id if message.is_topic_message else None
    while True:
        with suppress(TelegramError):  # it is only a courtesy
            await message.chat.send_action(action, message_thread_id=thread)
        await asyncio.sleep(_AGAIN)
