"""The buttons of /dangky: each carries what it sets, in a few letters."""

import re
from collections.abc import Sequence

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup

from bot.digests.schedule import Rhythm
from bot.digests.subscription import Silence, Subscription
from bot.digests.wish import Wish
from bot.texts import Phrases

PREFIX = "dk"
MENU, DAYS, HOURS, SET, END = "m", "d", "h", "s", "x"
PRESSED = re.compile(rf"^{PREFIX}:(?:[{MENU}{DAYS}{HOURS}{END}]|{SET}:[a-z]+(?::\d{{1,4}})?)$")
_MOST_HOURS = range(5, 24)
_SILENCES = tuple(Silence)


def rhythm_buttons(subscribed: bool, say: Phrases) -> InlineKeyboardMarkup:
    """How often; and a way back, where something is chosen already."""
    rows = [
        [_set(say("digest.button_daily"), Rhythm.DAILY), Button(say("digest.button_weekly"), callback_data=_to(DAYS))],
        [_set(say("digest.button_news"), Rhythm.NEWS)],
    ]
    return InlineKeyboardMarkup([*rows, [_back(say)]] if subscribed else rows)


def day_buttons(say: Phrases) -> InlineKeyboardMarkup:
    """The days of the week."""
    days = [_set(_capital(say(f"digest.weekday_{day}")), Rhythm.WEEKLY, day) for day in range(7)]
    back = Button(say("digest.button_back"), callback_data=_to(MENU))
    return InlineKeyboardMarkup([*_rows(days, 2), [back]])


def hour_buttons(say: Phrases) -> InlineKeyboardMarkup:
    """The hours of the day."""
    hours = [Button(f"{hour}:00", callback_data=f"{PREFIX}:{SET}:minute:{60 * hour}") for hour in _MOST_HOURS]
    return InlineKeyboardMarkup([*_rows(hours, 5), [_back(say)]])


def chosen_buttons(chosen: Subscription, say: Phrases) -> InlineKeyboardMarkup:
    """Under what is chosen: what can be changed."""
    after = _SILENCES[(_SILENCES.index(chosen.silence) + 1) % len(_SILENCES)]
    sound = say("digest.button_sound", sound=say(f"digest.sound_{chosen.silence}"))
    hour = Button(say("digest.button_hour"), callback_data=_to(HOURS))
    return InlineKeyboardMarkup(
        [
            [hour, Button(say("digest.button_rhythm"), callback_data=_to(MENU))],
            [Button(sound, callback_data=f"{PREFIX}:{SET}:{after}"), _end(say)],
        ]
    )


def wish_of(pressed: str) -> Wish | None:
    """What a button sets; None for one that sets nothing, or nothing known any more.

    >>> wish_of("dk:s:weekly:0") == Wish(Rhythm.WEEKLY, weekday=0), wish_of("dk:s:minute:1440")
    (True, None)
    """
    _, action, *rest = pressed.split(":")
    name, number = [*rest, "", ""][:2]
    if action != SET:
        return None
    if name == "minute":
        return Wish(minute=int(number)) if number and int(number) < 24 * 60 else None
    if name in [each.value for each in Silence]:
        return Wish(silence=Silence(name))
    if name == Rhythm.WEEKLY:
        return Wish(Rhythm.WEEKLY, weekday=int(number)) if number and int(number) < 7 else None
    return Wish(Rhythm(name)) if name in [each.value for each in Rhythm] else None


def _set(label: str, rhythm: Rhythm, weekday: int | None = None) -> Button:
    return Button(label, callback_data=f"{PREFIX}:{SET}:{rhythm}" + ("" if weekday is None else f":{weekday}"))


def _back(say: Phrases) -> Button:
    """To what is chosen."""
    return Button(say("digest.button_back"), callback_data=f"{PREFIX}:{SET}:shown")


def _end(say: Phrases) -> Button:
    return Button(say("digest.button_end"), callback_data=_to(END))


def _to(action: str) -> str:
    return f"{PREFIX}:{action}"


def _capital(label: str) -> str:
    return label[0].upper() + label[1:]


def _rows(buttons: Sequence[Button], width: int) -> list[Sequence[Button]]:
    return [buttons[at : at + width] for at in range(0, len(buttons), width)]
