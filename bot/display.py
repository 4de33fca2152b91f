"""Text made fit to be shown: without what cannot be seen or sent, and not longer than it should be."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from retrieval.evidence import Span

ELLIPSIS = "…"
_SPACES = re.compile(r"\s+")
_LONGEST_LINK = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a quote; ``strong`` where it meets the question."""

    text: str
    strong: bool = False


def utf16_length(text: str) -> int:
    """The length of a text as Telegram counts it.

    >>> utf16_length("Việt 🇻🇳")
    9
    """
    return len(text) + sum(character > "\uffff" for character in text)


def sendable(text: str) -> str:
    """A quote without what no message may hold (control characters, lone surrogates); else as it is."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def one_line(text: str, limit: int) -> str:
    """Words of a reader or an operator on one line: nothing invisible, no bidi marks, at most `limit` characters.

    >>> one_line("hội\\x00 nghị\\u202e  32", 80)
    'hội nghị 32'
    """
    kept = "".join(_visible(c) for c in text[: 20 * limit])
    return shorten(_SPACES.sub(" ", kept).strip(), limit)


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") else character


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there are words.

    >>> shorten("hội nghị ngoại giao", 12)
    'hội nghị…'
    """
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if not text[limit - 1].isspace() and (cut := head.rfind(" ")) > limit // 2:
        head = head[:cut]
    return head.rstrip() + ELLIPSIS


def runs(text: str, strong: Iterable[Span], shown: Span) -> tuple[Run, ...]:
    """The part of a text that is shown, its strong stretches apart; strong words next to each other are one.

    >>> runs("qua 23 phiên họp", [(4, 6), (7, 12)], (0, 16))
    (Run(text='qua ', strong=False), Run(text='23 phiên', strong=True), Run(text=' họp', strong=False))
    """
    start, end = shown
    made: list[Run] = []
    at = start
    for left, right in _joined(text, strong, shown):
        made += [Run(sendable(text[at:left])), Run(sendable(text[left:right]), True)]
        at = right
    made.append(Run(sendable(text[at:end])))
    return tuple(run for run in made if run.text)


def _joined(text: str, spans: Iterable[Span], shown: Span) -> list[Span]:
    """The spans within what is shown, in order; those with nothing but space between them joined."""
    joined: list[Span] = []
    for left, right in sorted((max(left, shown[0]), min(right, shown[1])) for left, right in spans):
        if left >= right:
            continue
        if joined and not text[joined[-1][1] : left].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def web_link(link: str) -> str:
    """The link when a message may hold it, otherwise an empty string."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    printable = link.isprintable() and not any(c.isspace() or unicodedata.category(c) == "Cs" for c in link)
    whole = parts.scheme in ("http", "https") and parts.netloc and printable
    return link if whole and len(link) <= _LONGEST_LINK else ""
