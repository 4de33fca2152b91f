"""Whose deed it is: whether what a sentence says is said of this conference or of another event named in it."""

from collections.abc import Iterator

from retrieval.mentions import mentions
from retrieval.query.model import Query
from retrieval.spans import Reading
from retrieval.text.syllables import fold, normal_form

_EVENTS = tuple(
    tuple(normal_form(s) for s in name.split())
    for name in ("hội nghị", "diễn đàn", "hội thảo", "kỳ họp", "cuộc gặp", "hội đàm", "tọa đàm")
)
_FIRST = {fold(event[0]) for event in _EVENTS}
_OWN = (("ngoai", "giao"), ("lan",), ("nay",), ("da",), ("cung",), ("tiep",), ("nham",), ("duoc",), ("hoi",))


def another_event(query: Query, reading: Reading, anchor: int) -> bool:
    """Whether the token ``anchor`` belongs to another event than the one asked about.

    In Vietnamese the subject stands before its verb, so the event named last before ``anchor`` in the same clause,
    outside quotation marks, is taken for its subject: in "… ngay sau Hội nghị Đối ngoại toàn quốc … do Tổng Bí thư
    chủ trì" the chair is of that conference. An event that the question names itself is the one asked about.
    """
    last: tuple[str, ...] | None = None
    for at, name, numbers in events(reading):
        if at >= anchor:
            break
        if _clause(reading, at) == _clause(reading, anchor) and not _quoted_apart(reading, at, anchor):
            own = not numbers or not query.conferences or bool(set(numbers) & set(query.conferences))
            last = () if own and not name else name or tuple(map(str, numbers))
    return last is not None and bool(last) and not _names(query, last)


def events(reading: Reading) -> list[tuple[int, tuple[str, ...], tuple[int, ...]]]:
    """Where a sentence names events: the token, the folded words that tell another event apart, conference numbers."""
    if reading.events is None:
        reading.events = list(_events(reading))
    return reading.events


def _events(reading: Reading) -> Iterator[tuple[int, tuple[str, ...], tuple[int, ...]]]:
    named = {m.start: m.numbers for m in mentions(reading.tokens)}
    for at in sorted({*named, *(p for first in _FIRST for p in reading.places.get(first, ()))}):
        if at in named:
            yield at, (), named[at]
            continue
        size = next((len(e) for e in _EVENTS if _stands(reading, at, e)), 0)
        after = reading.tokens[at + size : at + size + 2]
        if size and after and not any(tuple(t.folded for t in after[: len(o)]) == o for o in _OWN):
            told_apart = after[0].raw[0].isupper() and not after[0].gap
            yield at, tuple(t.folded for t in after) if told_apart else (), ()


def _stands(reading: Reading, at: int, words: tuple[str, ...]) -> bool:
    return tuple(t.normal for t in reading.tokens[at : at + len(words)]) == words


def _clause(reading: Reading, at: int) -> int:
    return reading.text.count(";", 0, reading.tokens[at].start)


def _quoted_apart(reading: Reading, event: int, anchor: int) -> bool:
    """Whether a quotation mark closes between them: what is quoted is no subject of what follows."""
    between = reading.text[reading.tokens[event].start : reading.tokens[anchor].start]
    return any(mark in between for mark in '”»"')


def _names(query: Query, event: tuple[str, ...]) -> bool:
    """Whether the question names the event itself: "Hội nghị Ngoại vụ" is not named by "Hội nghị Ngoại giao"."""
    return set(event) <= {t.folded for t in query.tokens}
