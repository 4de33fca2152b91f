"""Syllables: the smallest thing that is matched, with and without its marks.

Vietnamese writes a space after every syllable, so syllables, not words, are what a text surely holds.
Each has two forms: the *normal* form, one spelling for all the ways to write the same syllable
(``hoà`` = ``hòa``, ``quí`` = ``quý``, NFD = NFC), and the *folded* form without any mark.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Grave, acute, hook, tilde, dot below: the five tone marks. The others (â ê ô ă ơ ư) make another vowel.
TONES = "\u0300\u0301\u0309\u0303\u0323"
# What phones and PDF files leave inside words: zero-width signs, soft hyphens, direction marks.
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"

# Classes for regular expressions: the capital and the small letters of Latin script, Vietnamese ones included.
UPPER = "A-Z" + "".join(c for c in map(chr, range(0xC0, 0x1F00)) if c.isupper() and unicodedata.name(c)[:5] == "LATIN")
LOWER = "a-z" + "".join(c for c in map(chr, range(0xC0, 0x1F00)) if c.islower() and unicodedata.name(c)[:5] == "LATIN")

_TOKEN = re.compile(
    rf"(?P<date>(?<![\d/.-])\d{{1,2}}(?:[/-]\d{{1,2}}(?:[/-]\d{{4}})?|\.\d{{1,2}}\.\d{{4}})(?![\d/-]|\.\d))"
    rf"|(?P<number>\d+(?:[.,]\d+)*)"
    rf"|(?P<word>(?:(?!\d)[^\W_][\u0300-\u036f{INVISIBLE}]*)+)"
)
_UNSEEN = re.compile(f"[{INVISIBLE}]|[\\ud800-\\udfff]|[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f]")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85]")
_I_Y = re.compile(r"^([hklmst]|qu)y$")
_D = str.maketrans("ÐðĐđ", "đđđđ")


class Token(NamedTuple):
    """A syllable, number or date of a text.

    ``text[start:end]`` is what stands there; ``normal`` and ``folded`` are what it is matched by.
    ``gap`` tells that punctuation stands between it and the token before; ``sure`` that its marks are as meant,
    which a question typed without marks leaves open.
    """

    start: int
    end: int
    raw: str
    kind: str
    normal: str
    folded: str
    gap: bool
    sure: bool = True


def clean(text: str) -> str:
    """``text`` in NFC, without control, direction and zero-width characters or lone surrogates.

    For texts that only pass through (questions); what is quoted is never cleaned.

    >>> clean("ho\\u0300a\\u200b bi\\u0300nh\\x00")
    'hòa bình'
    """
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _BREAKS.sub("\n", _ANSI.sub("", text))))


@lru_cache(maxsize=200_000)
def normal_form(syllable: str) -> str:
    """One spelling for all the ways to write a syllable: lower case, the tone moved to the end.

    >>> normal_form("hoà") == normal_form("hòa") == normal_form("HÒA"), normal_form("Quí") == normal_form("quý")
    (True, True)
    >>> normal_form("nam") == normal_form("năm")
    False
    """
    letters = unicodedata.normalize("NFD", _UNSEEN.sub("", syllable).lower().translate(_D))
    tone = "".join(c for c in letters if c in TONES)
    rest = unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES))
    return _I_Y.sub(r"\1i", rest) + tone


@lru_cache(maxsize=200_000)
def fold(syllable: str) -> str:
    """The syllable without marks, lower case: ``Đối`` -> ``doi``, ``quý`` -> ``qui``."""
    letters = unicodedata.normalize("NFD", normal_form(syllable))
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d")


def has_marks(text: str) -> bool:
    """Whether anything in ``text`` carries a Vietnamese mark (or is đ)."""
    letters = unicodedata.normalize("NFD", text)
    return any(unicodedata.combining(c) or c in "đĐ" for c in letters)


def tokens(text: str) -> list[Token]:
    """The syllables, numbers and dates of ``text``, in order; punctuation is dropped.

    >>> [t.raw for t in tokens("Chiều 26/8, HNNG31: 1.500 đại biểu")]
    ['Chiều', '26/8', 'HNNG', '31', '1.500', 'đại', 'biểu']
    """
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        kind = match.lastgroup or "word"
        gap = bool(found) and not text[end : match.start()].isspace() and end < match.start()
        if kind == "word":
            normal, folded = normal_form(raw), fold(raw)
        else:
            normal = folded = _plain_date(raw) if kind == "date" else _plain_number(raw)
        found.append(Token(match.start(), match.end(), raw, kind, normal, folded, gap))
        end = match.end()
    return found


def _plain_number(raw: str) -> str:
    """``1.500`` -> ``1500``, ``08`` -> ``8``, ``3,5`` stays."""
    digits = re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", raw)
    return digits.lstrip("0") or "0"


def _plain_date(raw: str) -> str:
    """``26-08-2016`` and ``26/8/2016`` -> ``26/8/2016``; ``26-8`` -> ``26/8``."""
    return "/".join(part.lstrip("0") or "0" for part in re.split(r"[/.-]", raw))
