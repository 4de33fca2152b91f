"""A question in English, read word by word as a Vietnamese one: known terms and names, no translation of sentences."""

from collections.abc import Iterator, Mapping, Sequence

from retrieval.lexicon import read_table
from retrieval.text.syllables import Token, has_marks, tokens

Words = tuple[str, ...]
# The share of the words that must be English, names aside, for the question to be taken as English.
_SHARE = 0.5
_LONGEST = 6
# What the restorer is not to touch: it comes with its marks, or is no Vietnamese.
MEANT = "meant"
_FIRST_YEAR = 1900
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


class English:
    """The table of ``english.toml``, ready to be applied to the tokens of a question."""

    def __init__(self) -> None:
        """Read the table; LexiconError when it cannot be read."""
        table = read_table("english.toml")
        self._plain = frozenset(table["plain"]["words"].split())
        terms = table["terms"].items()
        self._terms: Mapping[Words, str] = {_words(each): meant for meant, said in terms for each in said}
        naming = table["conference"]
        self._conference, self._before = frozenset(naming["words"]), frozenset(naming["before"])
        self._number, self._year = frozenset(naming["number"]), frozenset(naming["year"])
        self._linking = frozenset(naming["linking"])
        self._units = {word: i for i, word in enumerate(naming["units"], start=1)}
        self._tens, self._round = dict(naming["tens"]), dict(naming["round"])
        phrases = (word for words in self._terms for word in words)
        self._known = frozenset(
            {*self._plain, *self._conference, *self._before, *self._number, *self._units, *self._tens, *self._round}
        ).union(phrases)

    def read(self, sequence: Sequence[Token], syllable: Mapping[str, object]) -> list[Token]:
        """The tokens as they are, or those of an English question as Vietnamese, in the same order.

        ``syllable`` holds what may be Vietnamese, without marks. Tokens of the kind "meant" are to be left alone.

        >>> english = English()
        >>> read = english.read(tokens("How many sessions did the 32nd conference have?"), {})
        >>> " ".join(token.raw for token in read)
        'bao nhiêu phiên họp hội nghị ngoại giao lần thứ 32'
        """
        if not self.is_english(sequence, syllable):
            return list(sequence)
        read: list[Token] = []
        at = 0
        while at < len(sequence):
            size, found = self._conference_at(sequence, at) or self._term_at(sequence, at) or (1, None)
            read += self._other(sequence, at, syllable) if found is None else _as_meant(found, sequence[at])
            at += size
        return read

    def is_english(self, sequence: Sequence[Token], syllable: Mapping[str, object]) -> bool:
        """Whether enough of the words are English, one of them at least no Vietnamese syllable."""
        words = [t for t in sequence if t.kind == "word" and t.folded not in _ORDINAL_ENDS]
        if any(has_marks(t.raw) for t in words):
            return False
        known = [t for t in words if self._knows(t.raw.lower())]
        others = [t for t in words if not self._knows(t.raw.lower()) and not t.raw[0].isupper()]
        sure = any(t.folded not in syllable and t.raw.lower() not in _ORDINAL_ENDS for t in known)
        return sure and len(known) >= _SHARE * (len(known) + len(others))

    def _knows(self, word: str) -> bool:
        return word in self._known or word.removesuffix("s") in self._known

    def _conference_at(self, sequence: Sequence[Token], at: int) -> tuple[int, str] | None:
        """A conference named by its number or year from here on: how many tokens, and how Vietnamese names it."""
        number, end = self._numeral(sequence, at)
        while number and end < len(sequence) and sequence[end].raw.lower() in self._before:
            end += 1
        if number and end < len(sequence) and sequence[end].raw.lower() in self._conference:
            return end + 1 - at, _named(number)
        end = at
        while end < len(sequence) and sequence[end].raw.lower() in self._before:
            end += 1
        if end == len(sequence) or sequence[end].raw.lower() not in self._conference:
            return None
        after = end + 1
        linking = self._number | self._year | {"the"}
        while after < len(sequence) and after < end + 3 and sequence[after].raw.lower() in linking:
            after += 1
        numbers, stop = self._numerals(sequence, after)
        if numbers:
            return stop - at, " và ".join(map(_named, numbers))
        return end + 1 - at, "hội nghị ngoại giao" if end > at else "hội nghị"

    def _numerals(self, sequence: Sequence[Token], at: int) -> tuple[list[int], int]:
        """The numbers from here on, with "and" between them perhaps, and where they end."""
        number, end = self._numeral(sequence, at)
        numbers = [number] if number else []
        while numbers:
            linked = end < len(sequence) and sequence[end].raw.lower() in self._linking
            number, stop = self._numeral(sequence, end + linked)
            if not number:
                break
            numbers, end = [*numbers, number], stop
        return numbers, end

    def _numeral(self, sequence: Sequence[Token], at: int) -> tuple[int, int]:
        """A number from here on, in digits or in words, and where it ends; 0 where there is none."""
        first = sequence[at].raw.lower() if at < len(sequence) else ""
        second = sequence[at + 1].raw.lower() if at + 1 < len(sequence) else ""
        if first.isdecimal() and len(first) < 5:
            return int(first), at + 1 + (second in _ORDINAL_ENDS)
        if first in self._tens and second in self._units:
            return self._tens[first] + self._units[second], at + 2
        if first in self._round or first in self._units:
            return self._round.get(first) or self._units[first], at + 1
        return 0, at

    def _term_at(self, sequence: Sequence[Token], at: int) -> tuple[int, str] | None:
        """The longest phrase of the table from here on; a plain word is read as nothing."""
        for size in range(min(_LONGEST, len(sequence) - at), 0, -1):
            words = tuple(t.raw.lower() for t in sequence[at : at + size])
            singular = (*words[:-1], words[-1].removesuffix("s"))
            meant = self._terms.get(words) or self._terms.get(singular)
            if meant is not None:
                return size, meant
        return (1, "") if sequence[at].raw.lower() in self._plain else None

    def _other(self, sequence: Sequence[Token], at: int, syllable: Mapping[str, object]) -> Iterator[Token]:
        """A word the table has not: of a name perhaps, which may want its marks; else it is English and stays so."""
        token = sequence[at]
        near = (*sequence[max(0, at - 1) : at], *sequence[at + 1 : at + 2])
        named = token.raw[0].isupper() or any(
            t.folded in syllable and not self._knows(t.raw.lower()) and t.kind == "word" for t in near
        )
        if token.kind != "word" or token.raw.lower() in _ORDINAL_ENDS:
            yield from () if token.kind == "word" else (token,)
        elif named and token.folded in syllable:
            yield token
        else:
            yield token._replace(kind=MEANT)


def settled(sequence: Sequence[Token]) -> list[Token]:
    """The tokens with what was left alone as words again, their marks sure."""
    return [t._replace(kind="word", sure=True) if t.kind == MEANT else t for t in sequence]


def _named(number: int) -> str:
    return f"hội nghị ngoại giao {'năm' if number >= _FIRST_YEAR else 'lần thứ'} {number}"


def _as_meant(text: str, place: Token) -> Iterator[Token]:
    """The Vietnamese words in the place of the English ones."""
    for i, token in enumerate(tokens(text)):
        kind = MEANT if token.kind == "word" else token.kind
        yield token._replace(kind=kind, start=place.start, end=place.end, gap=place.gap and i == 0)


def _words(phrase: str) -> Words:
    """A phrase as the tokens of a question have it: "people's" is two."""
    return tuple(t.raw.lower() for t in tokens(phrase))
