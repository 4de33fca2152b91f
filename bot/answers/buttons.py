"""The buttons under an answer. What they carry: an unguessable name for the answer, and what is wanted of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatType

from bot.display import shorten
from bot.reading.links import key_of
from bot.texts import Phrases
from retrieval.suggest import Suggestion

ANSWER, SUGGESTED = "kq", "gy"
_LONGEST_LABEL = 60
_ROW = 3


class Wish(StrEnum):
    """What a button under an answer asks for."""

    ANSWER = "x"
    CONTEXT = "c"
    OTHERS = "o"
    CONFERENCES = "h"
    SUMMARY = "t"
    COPY = "k"
    GOOD = "u"
    BAD = "d"


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be offered under an answer.

    ``number`` is the conference it is about, 0 for several; ``others`` are those the same can be asked of; ``copied``
    is what a copy button would hold, "" for too much; ``vote`` what the one person who sees it has said of it.
    """

    token: str
    place: str
    number: int
    others: tuple[int, ...] = ()
    copied: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    unfolded: bool = False
    vote: int = 0

    def seen(self, unfolded: bool, vote: int) -> "Offer":
        """The same with the context unfolded or not, and a vote."""
        return replace(self, unfolded=unfolded, vote=vote)


def answer_buttons(offer: Offer, say: Phrases) -> InlineKeyboardMarkup | None:
    """All that is offered; in a channel only what changes nothing for its other readers."""
    copying = _copying(offer, say)
    if offer.place == ChatType.CHANNEL:
        return InlineKeyboardMarkup([[copying]]) if offer.copied else None
    fold = (Wish.ANSWER, "under.fold") if offer.unfolded else (Wish.CONTEXT, "under.context")
    rows = [[_wish(offer, say(fold[1]), fold[0]), _wish(offer, say("under.others"), Wish.OTHERS, "0")]]
    second = [_wish(offer, say("under.conferences"), Wish.CONFERENCES)] if offer.others else []
    rows.append([*second, _wish(offer, say("under.summary"), Wish.SUMMARY)])
    # "… (đã chọn)" wants the width of two.
    rows += [[*_votes(offer, say)], [copying]] if offer.vote else [[*_votes(offer, say), copying]]
    rows += suggestion_rows(offer.suggestions, say)
    return InlineKeyboardMarkup(rows)


def suggestion_rows(suggestions: Sequence[Suggestion], say: Phrases) -> list[list[InlineKeyboardButton]]:
    """A question a row: they are long. Each is answered in the language it is offered in."""
    return [
        [_button(_label(each, say), f"{SUGGESTED}:{each.number}:{key_of(each.text)}:{say.language}")]
        for each in suggestions
    ]


def conference_buttons(offer: Offer, say: Phrases) -> InlineKeyboardMarkup:
    """Of which other conference the same is asked, the newest first."""
    named = [
        _wish(offer, say("summary.of", number=number), Wish.CONFERENCES, str(number))
        for number in sorted(offer.others, reverse=True)[:30]
    ]
    rows = [named[at : at + _ROW] for at in range(0, len(named), _ROW)]
    return InlineKeyboardMarkup([*rows, [_back(offer, say)]])


def other_buttons(offer: Offer, page: int, pages: int, say: Phrases) -> InlineKeyboardMarkup:
    """Through the pages of other results, and back."""
    before = [_wish(offer, say("page.before"), Wish.OTHERS, str(page - 1))] if page else []
    after = [_wish(offer, say("page.after"), Wish.OTHERS, str(page + 1))] if page + 1 < pages else []
    return InlineKeyboardMarkup([row for row in ([*before, *after], [_back(offer, say)]) if row])


def back_button(offer: Offer, say: Phrases) -> InlineKeyboardMarkup:
    """Back to the answer, alone."""
    return InlineKeyboardMarkup([[_back(offer, say)]])


def _copying(offer: Offer, say: Phrases) -> InlineKeyboardButton:
    label = say("under.copy")
    if offer.copied:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(offer.copied))
    return _wish(offer, label, Wish.COPY)


def _votes(offer: Offer, say: Phrases) -> list[InlineKeyboardButton]:
    """In words too: a thumb alone says nothing to who hears it read aloud, nor which one was pressed."""
    now = str(Wish.CONTEXT if offer.unfolded else Wish.ANSWER)
    good = say("under.good_chosen" if offer.vote == 1 else "under.good")
    bad = say("under.bad_chosen" if offer.vote == -1 else "under.bad")
    return [_wish(offer, good, Wish.GOOD, now), _wish(offer, bad, Wish.BAD, now)]


def _label(suggestion: Suggestion, say: Phrases) -> str:
    return shorten(suggestion.short.get(say.language, suggestion.text), _LONGEST_LABEL)


def _back(offer: Offer, say: Phrases) -> InlineKeyboardButton:
    return _wish(offer, say("under.back"), Wish.ANSWER)


def _wish(offer: Offer, label: str, wish: Wish, more: str = "") -> InlineKeyboardButton:
    return _button(label, f"{ANSWER}:{offer.token}:{wish}{more}")


def _button(label: str, carries: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=carries)
