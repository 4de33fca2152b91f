"""Where a sentence ends, by the rules of Vietnamese newspapers."""

import re
from collections.abc import Iterator

from retrieval.text.syllables import LOWER, UPPER

_CLOSERS = "”\"’'»)\\]"
_OPENERS = "“\"‘'«(\\[–—"
# A run of full stops with the quotes that close after it; then a space, or at once a capital after a small letter.
_STOP = re.compile(rf"(?P<stop>[.!?…]+)(?P<close>[{_CLOSERS}]*)(?P<space>\s+|(?<=[{LOWER}]\.)(?=[{UPPER}][{LOWER}])|$)")
_LAST_WORD = re.compile(r"([^\s“\"‘'«(\[]*)$")
_INITIAL = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[a-zA-Z]|[IVX]{1,5})$")
# Before a Roman numeral of one letter, which is no initial: "Đại hội X."
_ORDINAL = re.compile(r"(?:hội|khóa|khoá|thứ|lần|số)\s+$", re.I)
_STARTS_LOWER = re.compile(rf"^[-{_OPENERS}\s]*[{LOWER}]")


def sentence_spans(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The ``(start, end)`` of each sentence of a paragraph, without the white space around it.

    ``abbreviations`` are the words whose full stop ends no sentence, in lower case without it ("ths", "tp").

    >>> text = "PGS.TS. Trần V. An đến TP.HCM ngày 2.9. Ông nói: “Tốt.” Mai họp tiếp"
    >>> [text[a:b] for a, b in sentence_spans(text, frozenset({"ts", "tp"}))]
    ['PGS.TS. Trần V. An đến TP.HCM ngày 2.9.', 'Ông nói: “Tốt.”', 'Mai họp tiếp']
    """
    start = 0
    for match in _STOP.finditer(text):
        end = match.end("close")
        if match.end() < len(text) and not _ends(text, start, match, abbreviations):
            continue
        yield from _trimmed(text, start, end)
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _ends(text: str, start: int, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """Whether the stop of ``match``, which is not the last of the text, ends a sentence."""
    if _STARTS_LOWER.match(text[match.end() : match.end() + 12]):
        return False
    if match["stop"] != "." or match["close"]:
        return True
    found = _LAST_WORD.search(text[max(start, match.start() - 40) : match.start()])
    word = found.group(1) if found else ""
    at_head = not text[start : match.start() - len(word)].strip()
    if at_head and _NUMBERING.match(word):
        return False
    if word in {"I", "V", "X"} and _ORDINAL.search(text[start : match.start() - 1]):
        return True
    parts = word.lower().split(".")
    return not (_INITIAL.match(word) and word != word.lower()) and parts[-1] not in abbreviations


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if any(c.isalnum() for c in text[left:right]):
        yield left, right
