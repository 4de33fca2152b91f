"""`/tomtat`: a conference in a few lines, or all of them; more by button, in the same message."""

import re
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.answering import Answering, Knowledge, language_for
from bot.asking import argument_of
from bot.buttons import (
    MENU,
    OVERVIEW,
    SUMMARY,
    menu_buttons,
    overview_buttons,
    shown_at_first,
    summary_buttons,
)
from bot.cards import Cards
from bot.compose import Message
from bot.pressing import change, toast
from bot.replying import language_code, reply
from retrieval.evidence import Reason, Refusal

PRESSED = re.compile(rf"^(?:{SUMMARY}:\d{{1,9}}:[01]|{MENU}:\d{{1,4}}|{OVERVIEW}:\d{{1,4}})$")
_OVERVIEW_PAGE = 5
Shown = tuple[Message, InlineKeyboardMarkup]


class Summaries:
    """Sums up conferences."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._cards = Cards(answering.composer)

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command, with or without a conference."""
        if message := update.effective_message:
            language = language_for(language_code(update))
            shown = await self._answering.aside(self._named, argument_of(message), language)
            await reply(message, *shown)

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A button under a summary, an overview or the list of conferences: the message changes in place."""
        query = update.callback_query
        if query is None:
            return
        language = language_for(language_code(update))
        kind, number, *more = (query.data or "").split(":")
        if kind == SUMMARY and int(number) not in self._held(self._answering.knowledge):
            await toast(query, self._answering.composer.phrase("summary.gone", language))
            await change(query, *self._menu(0, language))
            return
        shown = await self._answering.aside(self._shown, kind, int(number), more == ["1"], language)
        old = self._answering.composer.phrase("summary.old", language)
        await toast(query, "" if await change(query, *shown) else old)

    def _shown(self, kind: str, number: int, whole: bool, language: str) -> Shown:
        if kind == SUMMARY:
            return self._summary(number, whole, language)
        return self._overview(None, number, language) if kind == OVERVIEW else self._menu(number, language)

    def _named(self, text: str, language: str) -> Shown:
        """What was asked for in words."""
        composer, known = self._answering.composer, self._answering.knowledge
        named = known.searcher.named(text)
        held = self._held(known)
        present = [number for number in named.numbers if number in held]
        if named.every or len(present) > 1:
            return self._overview(present or None, 0, language)
        if present:
            return self._summary(present[0], False, language)
        if named.numbers or named.unknown_years:
            missing = known.searcher.unheld(named)
            refusal = Refusal(text, Reason.NOT_HELD, missing=missing, held=known.corpus.held)
            return composer.render(refusal, language), self._menu(0, language)[1]
        line = "summary.unknown" if text else "summary.menu"
        return composer.line(line, language, number=known.example), self._menu(0, language)[1]

    def _summary(self, number: int, whole: bool, language: str) -> Shown:
        summary = self._answering.knowledge.searcher.summary(number)
        count = len(summary.sentences)
        shown = count if whole else shown_at_first(count)
        buttons = summary_buttons(number, shown, count, self._answering.composer.phrases(language))
        return self._cards.summary(summary, shown, language), buttons

    def _overview(self, numbers: Sequence[int] | None, page: int, language: str) -> Shown:
        """The conferences named, or a page of all of them, the newest first."""
        known = self._answering.knowledge
        chosen = numbers or sorted(self._held(known), reverse=True)
        pages = 1 if numbers else -(-len(chosen) // _OVERVIEW_PAGE)
        page = min(page, pages - 1)
        shown = chosen[page * _OVERVIEW_PAGE : (page + 1) * _OVERVIEW_PAGE]
        summaries = [known.searcher.summary(number) for number in shown]
        buttons = overview_buttons(page, pages, self._answering.composer.phrases(language))
        return self._cards.overview(summaries, (page, pages), language), buttons

    def _menu(self, page: int, language: str) -> Shown:
        composer = self._answering.composer
        held = self._answering.knowledge.corpus.held
        return composer.line("summary.menu", language), menu_buttons(held, page, composer.phrases(language))

    @staticmethod
    def _held(known: Knowledge) -> frozenset[int]:
        return frozenset(conference.number for conference in known.corpus.held)
