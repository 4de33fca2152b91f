"""Which Diplomatic Conferences a text names, in any form: articles and questions are read by the same rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.text.numbers import number_at
from retrieval.text.syllables import Token

_NAMES: tuple[tuple[str, ...], ...] = (
    ("hoi", "nghi", "ngoai", "giao"),
    ("hnng",),
    ("hoi", "nghi", "ng"),
    ("hn", "ngoai", "giao"),
    ("hn", "ng"),
)
_SHORT_NAMES: tuple[tuple[str, ...], ...] = (("hoi", "nghi"), ("hn",))
_ORDINALS = frozenset({"lan", "thu", "so", "ki", "khoa"})
_JOINS = frozenset({"va", "voi", "vs", "hay", "hoac", "den", "toi", "cung", "so", "sang", "lan", "thu", "hoi", "nghi"})
_JOINS |= {"hn", "hnng", "ngoai", "giao", "cua", "con", "cac", "roi"}
# Numbers of this size name a conference by themselves ("hội nghị 29"); "hội nghị 5 ngày" is a length.
LIKELY = range(20, 70)
_UNITS = frozenset(
    "ngay phien nuoc trieu ti phan nguoi luot tru nhiem bai nhom thang gio muc diem phut tuan nghin ngan tram".split()
)
# A congress, a plenum, a session of parliament: what these numbers count is not this conference.
_OTHERS: tuple[tuple[str, ...], ...] = (
    ("dai", "hoi"),
    ("trung", "uong"),
    ("quoc", "hoi"),
    ("nghi", "quyet"),
    ("ki", "hop"),
    ("khoa",),
    ("phien",),
)
_OTHERS += (("ngay",), ("thang",), ("asean",), ("apec",), ("dieu",), ("quyet", "dinh"), ("chi", "thi"))


@dataclass(frozen=True, slots=True)
class Mention:
    """``numbers`` named by the tokens ``start`` to ``end``; ``year`` where a year stands for the number."""

    start: int
    end: int
    numbers: tuple[int, ...]
    year: int | None = None
    full: bool = True


def mentions(sequence: Sequence[Token]) -> list[Mention]:
    """The conferences named in full: "Hội nghị Ngoại giao lần thứ 29 và 30", "HNNG31", "hội nghị ngoại giao 28".

    >>> from retrieval.text.syllables import tokens
    >>> [m.numbers for m in mentions(tokens("Hội nghị ngoại giao 28 (năm 2013), HNNG XXXI, Đại hội XIII"))]
    [(28,), (31,)]
    """
    return list(_scan(sequence, _NAMES, loose=False))


def loose_mentions(sequence: Sequence[Token]) -> list[Mention]:
    """As a reader names them, who writes about nothing else: also "hội nghị 29", "HN 30", "lần thứ 31 với 32".

    >>> from retrieval.text.syllables import tokens
    >>> [m.numbers for m in loose_mentions(tokens("lần 30 với lần 31 khác gì Đại hội lần thứ 13"))]
    [(30, 31)]
    """
    return list(_scan(sequence, (*_NAMES, *_SHORT_NAMES, ()), loose=True))


def _scan(sequence: Sequence[Token], names: Sequence[tuple[str, ...]], *, loose: bool) -> Iterator[Mention]:
    at = 0
    while at < len(sequence):
        found = next((m for name in names if (m := _mention(sequence, at, name, loose=loose))), None)
        if found is None:
            at += 1
        else:
            yield found
            at = found.end


def _mention(sequence: Sequence[Token], at: int, name: tuple[str, ...], *, loose: bool) -> Mention | None:
    first = sequence[at].folded
    if first != name[0] if name else first not in _ORDINALS:
        return None
    if tuple(t.folded for t in sequence[at : at + len(name)]) != name or at + len(name) >= len(sequence):
        return None
    full = "ng" in "".join(name) and name not in _SHORT_NAMES
    number_start = _skip_ordinals(sequence, at + len(name))
    if not name and number_start == at:
        return None
    numbers, end, year = _numbers(sequence, number_start, named=full or number_start > at + len(name))
    if not numbers and year is None:
        return None
    if not name and (_of_another(sequence, at) or (numbers and numbers[0] < 10)):
        return None
    if not full and name and numbers and numbers[0] < 20 and _is_plenum(sequence, end):
        return None
    if loose:
        numbers, end = joined(sequence, numbers, end)
    return Mention(at, end, tuple(dict.fromkeys(numbers)), year, full)


def _skip_ordinals(sequence: Sequence[Token], at: int) -> int:
    while at < len(sequence) and sequence[at].folded in _ORDINALS:
        at += 1
    return at


def _numbers(sequence: Sequence[Token], at: int, *, named: bool) -> tuple[list[int], int, int | None]:
    """The number at ``at`` (or the two of "29-30", or a year), and where it ends."""
    if at < len(sequence) and sequence[at].folded == "nam" and at + 1 < len(sequence):
        _, end, year = _numbers(sequence, at + 1, named=named)
        return ([], end, year) if year else ([], at, None)
    if at >= len(sequence):
        return [], at, None
    token = sequence[at]
    if token.kind == "date" and token.normal.count("/") == 1:
        pair = [int(part) for part in token.normal.split("/")]
        return (pair, at + 1, None) if all(n in LIKELY for n in pair) else ([], at, None)
    found = number_at(sequence, at)
    if found is None:
        return [], at, None
    value, length = found
    if 1900 < value < 2200:
        return [], at + length, value
    unit = at + length < len(sequence) and sequence[at + length].folded in _UNITS
    if value >= 100 or (not named and (value not in LIKELY or unit)):
        return [], at, None
    return [value], at + length, None


def joined(sequence: Sequence[Token], numbers: list[int], end: int) -> tuple[list[int], int]:
    """What goes on after the first number: "… 29, 30 và 31", "từ 29 đến 32"."""
    while numbers:
        at = end
        while at < len(sequence) and at - end < 8 and sequence[at].folded in _JOINS:
            at += 1
        between = {t.folded for t in sequence[end:at]}
        if at >= len(sequence) or not (between or sequence[at].gap):
            break
        more, after, _ = _numbers(sequence, at, named=False)
        if not more:
            break
        ranged = "den" in between and more[0] - numbers[-1] in range(2, 10)
        numbers = [*numbers, *(range(numbers[-1] + 1, more[0]) if ranged else ()), *more]
        end = after
    return numbers, end


def _of_another(sequence: Sequence[Token], at: int) -> bool:
    """Whether "lần thứ 13" at ``at`` counts something else: "Đại hội Đảng toàn quốc lần thứ 13"."""
    before = tuple(t.folded for t in sequence[max(0, at - 7) : at])
    return any(before[i : i + len(o)] == o for o in _OTHERS for i in range(len(before)))


def _is_plenum(sequence: Sequence[Token], at: int) -> bool:
    """Whether it is a plenum of the Party: "Hội nghị lần thứ 8 Ban Chấp hành Trung ương"."""
    return tuple(t.folded for t in sequence[at : at + 2]) in {("ban", "chap"), ("trung", "uong"), ("bch", "tw")}
