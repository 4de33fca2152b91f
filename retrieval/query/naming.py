"""Which conferences a question names: by number, by year, by a bare number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.mentions import LIKELY, Mention, joined, loose_mentions
from retrieval.text.syllables import Token

_NOT_A_NAME = frozenset({"ngay", "thang", "nam", "dieu", "hoi", "khoa", "hon", "khoang", "den", "tu", "muc", "tren"})
_UNTIL = frozenset({"den", "tu", "ke", "toi"})


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a question may call a conference by: years, the newest held, bare numbers; empty where there are none."""

    years: Mapping[int, int] = field(default_factory=dict)
    latest: int = 0
    numbers: frozenset[int] = frozenset()


class Naming:
    """Finds what a question calls the conferences by."""

    def __init__(self, calendar: Calendar) -> None:
        """Take what is known of the conferences."""
        self._calendar = calendar

    def read(self, sequence: Sequence[Token]) -> tuple[tuple[int, ...], tuple[int, ...], list[Token]]:
        """The numbers named, the years named in which none was held, and the tokens that are left."""
        if not self._calendar.numbers:
            return (), (), list(sequence)
        numbers: dict[int, None] = {}
        unknown: dict[int, None] = {}
        taken: set[int] = set()
        for mention in loose_mentions(sequence) or self._bare_number(sequence):
            taken.update(range(mention.start, mention.end))
            numbers.update(dict.fromkeys(mention.numbers))
            if mention.year is not None:
                known = self._calendar.years.get(mention.year)
                (numbers if known else unknown)[known or mention.year] = None
        for at in range(len(sequence)):
            number = None if at in taken else self._of_year(sequence, at)
            if number is not None:
                numbers[number] = None
                taken.update({at, at - 1} if at and sequence[at - 1].folded == "nam" else {at})
        rest = [t._replace(gap=t.gap or at - 1 in taken) for at, t in enumerate(sequence) if at not in taken]
        return tuple(numbers), tuple(unknown), rest

    def _bare_number(self, sequence: Sequence[Token]) -> list[Mention]:
        """A number alone that is a conference's: "32 họp mấy phiên"."""
        told = [t for t in sequence if t.kind == "number"]
        if len(told) == 1 and len(sequence) < 4 and told[0].normal.isdigit() and int(told[0].normal) in LIKELY:
            at = sequence.index(told[0])
            return [Mention(at, at + 1, (int(told[0].normal),))]
        for at, token in enumerate(sequence):
            before = sequence[at - 1].folded if at else ""
            named = token.kind == "number" and token.normal.isdigit() and int(token.normal) in self._calendar.numbers
            if named:
                numbers, end = joined(sequence, [int(token.normal)], at + 1)
                if len(numbers) > 1 or before not in _NOT_A_NAME:
                    return [Mention(at, end, tuple(numbers))]
        return []

    def _of_year(self, sequence: Sequence[Token], at: int) -> int | None:
        """The conference of the year that stands at ``at``, unless it says until or since when."""
        token = sequence[at]
        if (
            token.kind != "number"
            or len(token.normal) != 4
            or not token.normal.isdigit()
            or _UNTIL & {t.folded for t in sequence[max(0, at - 2) : at]}
        ):
            return None
        return self._calendar.years.get(int(token.normal))
