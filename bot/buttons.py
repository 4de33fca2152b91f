"""Inline buttons, and what they carry: at most 64 bytes, nothing of anybody's conversation."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.texts import Phrases
from retrieval.corpus.model import Conference
from retrieval.themes import Theme

SUMMARY, OVERVIEW, MENU, TOPIC = "tt", "tq", "ds", "cd"
_ROW, _MENU_PAGE = 2, 12
# What a phone shows of a button that shares its row with another.
_SHORT = 18


def summary_buttons(number: int, shown: int, count: int, say: Phrases) -> InlineKeyboardMarkup:
    """Under a summary: more of its sentences or fewer, and the other conferences."""
    row = [InlineKeyboardButton(say("summary.others"), callback_data=f"{MENU}:0")]
    if shown < count:
        row.insert(0, InlineKeyboardButton(say("summary.more"), callback_data=f"{SUMMARY}:{number}:1"))
    elif shown > 1 and count > shown_at_first(count):
        row.insert(0, InlineKeyboardButton(say("summary.less"), callback_data=f"{SUMMARY}:{number}:0"))
    return InlineKeyboardMarkup([row])


def shown_at_first(count: int) -> int:
    """How many of a summary's sentences are shown before more are asked for."""
    return min(count, 3)


def menu_buttons(conferences: Sequence[Conference], page: int, say: Phrases) -> InlineKeyboardMarkup:
    """A button for each conference, the newest first, and one for all of them."""
    newest = sorted(conferences, key=lambda each: -each.number)
    pages = max(1, -(-len(newest) // _MENU_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = newest[page * _MENU_PAGE : (page + 1) * _MENU_PAGE]
    named = [InlineKeyboardButton(_name(each, say), callback_data=f"{SUMMARY}:{each.number}:0") for each in shown]
    every = [InlineKeyboardButton(say("summary.every"), callback_data=f"{OVERVIEW}:0")] if len(newest) > 1 else []
    return _keyboard(named, every, turning(MENU, page, pages, say))


def overview_buttons(page: int, pages: int, say: Phrases) -> InlineKeyboardMarkup:
    """Under an overview: its other pages, and the conferences one by one."""
    return _keyboard(
        turning(OVERVIEW, page, pages, say), [InlineKeyboardButton(say("summary.single"), callback_data=f"{MENU}:0")]
    )


def topic_buttons(themes: Sequence[Theme], say: Phrases) -> InlineKeyboardMarkup:
    """A button for each theme; long names have a row of their own."""
    named = [InlineKeyboardButton(each.name(say.language), callback_data=f"{TOPIC}:{each.key}") for each in themes]
    short = [button for button in named if len(button.text) <= _SHORT]
    return _keyboard(short, *([button] for button in named if len(button.text) > _SHORT))


def turning(prefix: str, page: int, pages: int, say: Phrases) -> list[InlineKeyboardButton]:
    """To the page before and to the next, where there are any."""
    before = [InlineKeyboardButton(say("page.before"), callback_data=f"{prefix}:{page - 1}")] if page > 0 else []
    after = [InlineKeyboardButton(say("page.after"), callback_data=f"{prefix}:{page + 1}")] if page + 1 < pages else []
    return before + after


def _name(conference: Conference, say: Phrases) -> str:
    key = "summary.of_year" if conference.year else "summary.of"
    return say(key, number=conference.number, year=conference.year)


def _keyboard(*groups: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([group[at : at + _ROW] for group in groups for at in range(0, len(group), _ROW)])
