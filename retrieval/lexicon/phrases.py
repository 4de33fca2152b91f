"""Phrases looked up by syllables, with marks where the text has them and without where it has not."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from retrieval.text.syllables import Token, tokens

Value = TypeVar("Value")
Key = tuple[str, ...]


class Phrases(Generic[Value]):
    """A table from phrases to values.

    >>> table = Phrases([("bao giờ", "when"), ("bao nhiêu", "how_many")])
    >>> table.get(tokens("Bao giờ"), marked=True), table.get(tokens("bao nhieu"), marked=False)
    ('when', 'how_many')
    """

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        """Take ``(phrase, value)`` pairs; of two values for one phrase the first stays."""
        self._normal: dict[Key, Value] = {}
        self._folded: dict[Key, Value] = {}
        for text, value in entries:
            found = tokens(text)
            self._normal.setdefault(tuple(t.normal for t in found), value)
            self._folded.setdefault(tuple(t.folded for t in found), value)

    def get(self, sequence: Sequence[Token], *, marked: bool) -> Value | None:
        """The value of the phrase the tokens are; in a marked text a phrase of one syllable must agree in marks."""
        value = self._normal.get(tuple(t.normal for t in sequence))
        if value is None and (not marked or (len(sequence) > 1 and any(t.normal == t.folded for t in sequence))):
            value = self._folded.get(tuple(t.folded for t in sequence))
        return value

    def keys(self) -> Iterator[Key]:
        """The phrases, in normal form."""
        return iter(self._normal)
