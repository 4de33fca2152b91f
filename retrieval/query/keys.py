"""What the keys meant: Telex left in a question, and letters that chats use for Vietnamese sounds."""

import re
import unicodedata
from collections.abc import Iterator

_SOUNDS_LIKE = (("f", "ph"), ("j", "gi"), ("z", "d"), ("w", "qu"))
_TELEX_LETTERS = (
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("uwow", "ươ"),
    ("uow", "ươ"),
    ("ow", "ơ"),
    ("uw", "ư"),
    ("dd", "đ"),
)
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}


def telex(raw: str) -> str:
    """What the keys of the Telex input method write, "" where they write nothing else than stands there.

    >>> telex("hooij"), telex("maays"), telex("nguwowif"), telex("hop")
    ('hội', 'mấy', 'người', '')
    """
    if not raw.isascii() or not raw.isalpha():
        return ""
    letters, tone = raw.lower(), ""
    for keys, letter in _TELEX_LETTERS:
        letters = letters.replace(keys, letter)
    match = re.fullmatch(r"([a-zđâêôăơư]+?)([sfrxj])([a-zđ]{0,2})", letters)
    if match and re.search(r"[aeiouyâêôăơư]", match[1]):
        letters, tone = match[1] + match[3], _TELEX_TONES[match[2]]
    if letters == raw.lower():
        return ""
    at = next((i for i in _tone_places(letters)), None)
    return unicodedata.normalize("NFC", letters if at is None else letters[: at + 1] + tone + letters[at + 1 :])


def _tone_places(letters: str) -> Iterator[int]:
    """Where the tone may go: a vowel with a mark, else the first vowel; the normal form does not mind which."""
    yield from (i for i, c in enumerate(letters) if c in "âêôăơư")
    yield from (i for i, c in enumerate(letters) if c in "aeiouy")


def spelled_out(raw: str) -> str:
    """Letters that Vietnamese has not, as they sound: "fát" -> "phát", "zậy" -> "dậy", "jì" -> "gì"."""
    lower = raw.lower()
    return next((full + lower[len(short) :] for short, full in _SOUNDS_LIKE if lower.startswith(short)), "")
