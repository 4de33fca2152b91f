"""Adding an article by chat: an operator sends a document or a link, looks at what was understood, and saves it."""

import asyncio
import re
import time

import telegram
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import FileSizeLimit
from telegram.ext import ContextTypes

from bot.answering import language_for
from bot.compose import Message
from bot.following import Following, Told, edit
from bot.operating.building import Progress
from bot.operating.changes import Failed, Reloaded
from bot.operating.desk import Desk
from bot.operating.drafts import MOST_BYTES, Draft, Understood, completed, file_name, of_document, of_page, understand
from bot.operating.edits import Addition
from bot.operating.guard import RefusedError
from bot.operating.words import draft_lines, outcome_lines
from bot.operators import Operators
from bot.pressing import change, toast
from bot.replying import language_code, reply
from bot.store.corpus_journal import Action
from bot.store.drafts import KeptDraft
from retrieval.corpus import Article

PRESSED = re.compile(r"^bn:[lsb]:\d{1,18}$")
LINK = re.compile(r"^\s*https?://\S+\s*$", re.I)
_MOST_NAMES = 1000


class Adding:
    """Takes drafts, shows them and saves them."""

    def __init__(self, desk: Desk, operators: Operators, following: Following) -> None:
        self._desk = desk
        self._operators = operators
        self._following = following
        self._composer = following.composer
        self._saving: set[int] = set()

    async def sent(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A document."""
        message = update.effective_message
        if message is None or message.document is None:
            return
        try:
            draft = await _downloaded(message.document)
        except RefusedError as error:
            await reply(message, self._refusal(error, update))
            return
        await self._offer(update, message, draft)

    async def linked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A link alone."""
        message = update.effective_message
        if message is None:
            return
        try:
            page = await self._desk.fetcher.fetch((message.text or "").strip())
            draft = await asyncio.to_thread(of_page, page)
        except RefusedError as error:
            await reply(message, self._refusal(error, update))
            return
        await self._offer(update, message, draft)

    async def corrected(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Lines such as ``hội nghị: 31``: for the draft replied to, else for the newest."""
        message, person = update.effective_message, update.effective_user
        if message is None or person is None:
            return
        language = language_for(language_code(update))
        replied = message.reply_to_message.message_id if message.reply_to_message else None
        kept = await self._desk.drafts.to_correct(person.id, replied)
        if kept is None:
            await reply(message, self._composer.line("adding.no_draft", language))
            return
        draft = Draft(kept.fields, kept.body).corrected(message.text or "")
        await self._desk.drafts.correct(kept.id, draft.fields)
        await self._show(message, kept.id, draft, language)

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Lưu, Sửa or Bỏ."""
        query = update.callback_query
        if query is None or not self._operators.has(query.from_user):
            await toast(query) if query else None
            return
        _, what, number = (query.data or "").split(":")
        language = language_for(language_code(update))
        kept = await self._desk.drafts.find(query.from_user.id, int(number))
        if int(number) in self._saving:  # pressed twice: what comes of it is told when it is done
            pass
        elif kept is None:
            await change(query, self._composer.line("adding.gone", language))
        elif what == "l":
            await self._save(update, context, query, kept, language)
        elif what == "s":
            await self._ask(query, kept, language)
        else:
            await self._desk.drafts.drop(kept.id)
            await change(query, self._composer.line("adding.dropped", language))
        await toast(query)

    async def _offer(self, update: Update, message: telegram.Message, draft: Draft) -> None:
        assert update.effective_user is not None
        number = await self._desk.drafts.keep(update.effective_user.id, draft.fields, draft.body, time.time())
        await self._show(message, number, draft, language_for(language_code(update)))

    async def _show(self, message: telegram.Message, number: int, draft: Draft, language: str) -> None:
        """The preview of a draft; the newest of its messages is the one to reply to."""
        understood = await self._understood(draft)
        say = self._composer.phrases(language)
        name = self._free_name(understood.article) if understood.article else ""
        buttons = [("s", say("adding.correct")), ("b", say("adding.drop"))]
        buttons = [("l", say("adding.save")), *buttons] if understood.article else buttons
        row = [InlineKeyboardButton(text, callback_data=f"bn:{what}:{number}") for what, text in buttons]
        preview = self._composer.lines(draft_lines(draft, understood, name, say))
        shown = await reply(message, preview, InlineKeyboardMarkup([row]))
        await self._desk.drafts.shown(number, shown.message_id)

    async def _ask(self, query: CallbackQuery, kept: KeptDraft, language: str) -> None:
        if isinstance(query.message, telegram.Message):
            asked = await reply(query.message, self._composer.line("adding.how_to_correct", language))
            await self._desk.drafts.shown(kept.id, asked.message_id)

    async def _save(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, query: CallbackQuery, kept: KeptDraft, language: str
    ) -> None:
        """Save and reload; when anything is wrong the draft stays, with its buttons."""
        note = query.message
        draft = Draft(kept.fields, kept.body)
        article = (await self._understood(draft)).article
        if not isinstance(note, telegram.Message) or article is None:
            return
        await edit(note, self._composer.line("adding.saving", language))
        addition = Addition(self._free_name(article), completed(draft, article).text.encode())

        async def work(progress: Progress) -> Reloaded | Failed:
            try:
                outcome = await self._desk.reloads.change(str(query.from_user.id), Action.ADD, addition, progress)
                if isinstance(outcome, Reloaded):
                    await self._desk.drafts.drop(kept.id)
                return outcome
            finally:
                self._saving.discard(kept.id)

        async def told(outcome: Reloaded | Failed) -> Told:
            say = self._composer.phrases(language)
            if isinstance(outcome, Failed):
                again = InlineKeyboardButton(say("adding.save_again"), callback_data=f"bn:l:{kept.id}")
                drop = InlineKeyboardButton(say("adding.drop"), callback_data=f"bn:b:{kept.id}")
                lines = [say("adding.not_saved"), "", outcome.reason]
                return self._composer.lines(lines), InlineKeyboardMarkup([[again, drop]])
            saved = say("adding.saved", file=addition.name)
            return self._composer.lines([saved, "", *outcome_lines(outcome, say)]), None

        self._saving.add(kept.id)
        self._following.begin(update, context, note, work, told, language)

    async def _understood(self, draft: Draft) -> Understood:
        return await asyncio.to_thread(understand, draft, self._desk.reloads.tables())

    def _free_name(self, article: Article) -> str:
        """A name that no file of the folder has."""
        names = (file_name(article, attempt) for attempt in range(1, _MOST_NAMES))
        return next(name for name in names if not (self._desk.reloads.folder / name).exists())

    def _refusal(self, error: RefusedError, update: Update) -> Message:
        return self._composer.line(error.key, language_for(language_code(update)), **error.values)


async def _downloaded(document: telegram.Document) -> Draft:
    """The draft a document holds; what is too large is not downloaded at all."""
    if (document.file_size or 0) > min(MOST_BYTES, FileSizeLimit.FILESIZE_DOWNLOAD):
        raise RefusedError("adding.too_large", megabytes=MOST_BYTES // 1_000_000)
    of_document(b"x", document.file_name or "")
    content = bytes(await (await document.get_file()).download_as_bytearray())
    return of_document(content, document.file_name or "")
