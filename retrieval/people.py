"""Who is named: personal names by the family name they begin with, and the offices before them."""

import re
from collections.abc import Iterator, Sequence

from retrieval.lexicon import read_table
from retrieval.text.syllables import LOWER, UPPER, Token, normal_form


class People:
    """Offices, family names and roles from ``people.toml``."""

    def __init__(self) -> None:
        """Read the table; LexiconError when it cannot be read."""
        table = read_table("people.toml")
        titles = [tuple(normal_form(s) for s in title.split()) for title in table["titles"]]
        self._titles = sorted(titles, key=len, reverse=True)
        places = ",".join(read_table("names.toml").values()).split(",")
        self._places = {tuple(normal_form(s) for s in place.split()) for place in places}
        self._surnames = frozenset(normal_form(s) for s in table["surnames"].split())
        self._speech = {tuple(normal_form(s) for s in verb.split()) for verb in read_table("synonyms.toml")["speech"]}
        roles = "|".join(re.escape(role) for role in sorted(table["roles"], key=len, reverse=True))
        self._roles = re.compile(rf"(?<![{LOWER}{UPPER}])(?:{roles})(?![{LOWER}{UPPER}])", re.I)

    def is_title(self, word: Sequence[Token]) -> bool:
        """Whether the tokens are an office: "Tổng Bí thư"."""
        return tuple(t.normal for t in word) in self._titles

    def says(self, sequence: Sequence[Token]) -> bool:
        """Whether a verb of saying stands in the tokens."""
        normal = [t.normal for t in sequence]
        return any(tuple(normal[i : i + n]) in self._speech for n in (1, 2, 3) for i in range(len(normal)))

    def has_role(self, text: str) -> bool:
        """Whether ``text`` speaks of someone who could be the answer to "ai", by name of office at least."""
        return bool(self._roles.search(text))

    def names(self, sequence: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """The runs of two to four capitalised syllables that begin with a family name; none in capitals only."""
        if not any(t.raw[0].islower() for t in sequence):
            return
        at = 0
        while at < len(sequence):
            last = at
            while last < len(sequence) and last < at + 4 and _is_name_part(sequence, last, first=last == at):
                last += 1
            place = tuple(t.normal for t in sequence[at : at + 2]) in self._places
            if last > at + 1 and sequence[at].normal in self._surnames and not place:
                yield at, last
                at = last
            else:
                at += 1

    def with_titles(self, sequence: Sequence[Token], first: int) -> int:
        """Where the offices before a name begin: "Phó Thủ tướng, Bộ trưởng Ngoại giao | Phạm Bình Minh"."""
        while True:
            size = next((len(t) for t in self._titles if self._stands(sequence, first, t)), 0)
            if not size:
                return first
            first -= size

    def _stands(self, sequence: Sequence[Token], end: int, title: tuple[str, ...]) -> bool:
        return end >= len(title) and tuple(t.normal for t in sequence[end - len(title) : end]) == title


def _is_name_part(sequence: Sequence[Token], at: int, *, first: bool) -> bool:
    token = sequence[at]
    return token.kind == "word" and token.raw[0].isupper() and (first or not token.gap) and len(token.raw) < 8
