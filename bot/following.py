"""Work on the corpus that takes a while, followed in one message: how far it is, and at last what came of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import telegram
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.compose import Composer, Message
from bot.operating.building import Progress
from bot.operating.words import number
from bot.turn import turn_of

# A message may be edited about once a second; a reader needs longer to see a change.
_EVERY = 3.0
T = TypeVar("T")
Told = tuple[Message, InlineKeyboardMarkup | None]


class Following:
    """Begins the work and goes on at once, so that the operator's next message need not wait for it."""

    def __init__(self, composer: Composer, every: float = _EVERY) -> None:
        self.composer = composer
        self._every = every

    def begin(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        note: telegram.Message,
        work: Callable[[Progress], Awaitable[T]],
        told: Callable[[T], Awaitable[Told]],
        language: str,
    ) -> None:
        """Do the work; `note` shows how far it is, then what `told` makes of the outcome."""
        context.application.create_task(self._follow(note, work, told, language), update=update)

    async def _follow(
        self,
        note: telegram.Message,
        work: Callable[[Progress], Awaitable[T]],
        told: Callable[[T], Awaitable[Told]],
        language: str,
    ) -> None:
        with turn_of(None):
            progress = Progress()
            task = asyncio.ensure_future(work(progress))
            try:
                while not (await asyncio.wait({task}, timeout=self._every))[0]:
                    await self._show(note, progress, language)
            finally:
                task.cancel()
            await edit(note, *(await told(task.result())))

    async def _show(self, note: telegram.Message, progress: Progress, language: str) -> None:
        if progress.stage:
            say = self.composer.phrases(language)
            counts = {"done": number(progress.done, say), "count": number(progress.count, say)}
            await edit(note, self.composer.line(f"operator.{progress.stage}", language, **counts))


async def edit(note: telegram.Message, message: Message, buttons: InlineKeyboardMarkup | None = None) -> None:
    """Let a message of ours say something else."""
    await note.get_bot().edit_message_text(
        message.html,
        chat_id=note.chat_id,
        message_id=note.message_id,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=buttons,
    )
