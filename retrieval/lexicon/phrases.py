"""Phrases looked up by their syllables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from retrieval.text.syllables import Token, tokens

Value = TypeVar("Value")
Key = tuple[str, ...]


class Phrases(Generic[Value]):
    """A table from phrases to values.

    >>> table = Phrases([("bao giờ", "when"), ("bao nhiêu", "how_many")])
    >>> table.get(tokens("Bao giờ")), table.get(tokens("bao giò"))
    ('when', None)
    """

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        """Take ``(phrase, value)`` pairs; of two values for one phrase the first stays."""
        self._normal: dict[Key, Value] = {}
        self._folded: dict[Key, Value] = {}
        self._written: list[Key] = []
        for text, value in entries:
            found = tokens(text)
            self._written.append(tuple(t.raw for t in found))
            self._normal.setdefault(tuple(t.normal for t in found), value)
            self._folded.setdefault(tuple(t.folded for t in found), value)

    def get(self, sequence: Sequence[Token]) -> Value | None:
        """The value of the phrase the tokens are; where no mark is sure, two syllables agree without marks too."""
        value = self._normal.get(tuple(t.normal for t in sequence))
        if value is None and len(sequence) > 1 and not any(t.sure for t in sequence):
            value = self._folded.get(tuple(t.folded for t in sequence))
        return value

    def keys(self) -> Iterator[Key]:
        """The phrases as they are written, syllable by syllable."""
        return iter(self._written)
