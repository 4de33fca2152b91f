"""When somebody wants digests, read off what they wrote: “thứ hai 7h30”, “mỗi ngày 8 giờ tối”, “bài mới”."""

import re
from dataclasses import dataclass

from bot.digests.schedule import Rhythm
from bot.digests.subscription import Silence
from retrieval.text.syllables import fold

_WEEKDAYS = (
    r"(?:thu|t) ?(?:hai|2)|mon(?:day)?s?",
    r"(?:thu|t) ?(?:ba|3)|tue(?:sday|s)?s?",
    r"(?:thu|t) ?(?:tu|4)|wed(?:nesday)?s?",
    r"(?:thu|t) ?(?:nam|5)|thu(?:rsday|rs)s?",
    r"(?:thu|t) ?(?:sau|6)|fri(?:day)?s?",
    r"(?:thu|t) ?(?:bay|7)|sat(?:urday)?s?",
    r"(?:chu|chua) ?nhat|cn|sun(?:day)?s?",
)
_WEEKDAY = re.compile(r"\b(?:" + "|".join(f"(?P<d{at}>{names})" for at, names in enumerate(_WEEKDAYS)) + r")\b")
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2}) ?(?:(?::|h|gio|g) ?(?P<minute>[0-5]\d)?(?P<half> ?ruoi)?(?: ?phut)?)?"
    r"(?: ?(?P<part>sang|trua|chieu|toi|dem|am|pm))?(?![\w:])"
)
_DAILY = re.compile(r"\b(?:hang|moi) ngay\b|\bdaily\b|\bevery day\b")
_WEEKLY = re.compile(r"\b(?:hang|moi) tuan\b|\bweekly\b|\bevery week\b")
_NEWS = re.compile(r"\b(?:bai|tin) moi\b|\bnew(?:s| articles?)?\b")
_SILENT = re.compile(r"\b(?:khong|tat) chuong\b|\bim lang\b|\bsilent(?:ly)?\b")
_NIGHT = re.compile(r"\b(?:ban )?dem\b|\bat night\b")
_LOUD = re.compile(r"\b(?:co|bat) chuong\b|\bwith sound\b")
_FILLERS = re.compile(r"\b(?:vao|luc|khi|co|cac|ngay|hang|moi|tuan|at|on|every|each|gui|nhan|tom tat|nhe|a)\b")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for; None where nothing was said of it. `weekday` 0 is Monday, `minute` counts from midnight."""

    rhythm: Rhythm | None = None
    weekday: int | None = None
    minute: int | None = None
    silence: Silence | None = None


def read_wish(text: str) -> Wish | None:
    """What a text asks for; None when any of it is not understood: rather ask than send at a wrong hour.

    >>> read_wish("thứ Hai 7h30") == Wish(Rhythm.WEEKLY, 0, 450)
    True
    >>> read_wish("25:00") is read_wish("khi nào rảnh") is None
    True
    """
    rest = _folded(text)
    rest, silence = _taken_silence(rest)
    rest, rhythm = _taken_rhythm(rest)
    weekday = None
    if day := _WEEKDAY.search(rest):
        weekday, rest = int(str(day.lastgroup)[1:]), _without(rest, day)
    minute = None
    if time := _TIME.search(rest):
        minute, rest = _minute(time), _without(rest, time)
        if minute is None:
            return None
    if _FILLERS.sub(" ", rest).strip(" ,.;") or (weekday is not None and rhythm in (Rhythm.DAILY, Rhythm.NEWS)):
        return None
    wish = Wish(Rhythm.WEEKLY if weekday is not None else rhythm, weekday, minute, silence)
    return wish if wish != Wish() else None


def _folded(text: str) -> str:
    """Lower case without marks, in single spaces."""
    return " ".join(fold(word) for word in text[:200].split())


def _taken_silence(text: str) -> tuple[str, Silence | None]:
    if loud := _LOUD.search(text):
        return _without(text, loud), Silence.NEVER
    silent = _SILENT.search(text)
    if silent is None:
        return text, None
    rest = _without(text, silent)
    night = _NIGHT.match(rest[silent.start() :].lstrip())
    if night is None:
        return rest, Silence.ALWAYS
    return rest[: silent.start()] + rest[silent.start() :].lstrip()[night.end() :], Silence.NIGHT


def _taken_rhythm(text: str) -> tuple[str, Rhythm | None]:
    for pattern, rhythm in ((_NEWS, Rhythm.NEWS), (_DAILY, Rhythm.DAILY), (_WEEKLY, Rhythm.WEEKLY)):
        if found := pattern.search(text):
            return _without(text, found), rhythm
    return text, None


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _minute(time: re.Match[str]) -> int | None:
    """Minutes after midnight; None for a time that no clock shows."""
    hour, minute = int(time["hour"]), 30 if time["half"] else int(time["minute"] or 0)
    part = time["part"]
    # "11 giờ đêm" is before midnight, "1 giờ đêm" after it.
    first = {"chieu": 0, "toi": 0, "pm": 0, "dem": 6}.get(part, 12)
    if first <= hour < 12 or (part == "trua" and hour < 3):
        hour += 12
    if part in ("am", "dem") and int(time["hour"]) == 12:
        hour = 0
    return 60 * hour + minute if hour < 24 else None
