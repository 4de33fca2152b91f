"""pyvi's segmentation with a decoder of our own: the same features and weights, looked up instead of spelled out.

pyvi spells out some fifteen features a syllable as text and hands them to CRFsuite. But they depend only on a syllable
and its neighbours, so what it adds to itself and to them is worked out once for each syllable. With two labels (a word
begins, a word goes on) only the difference of their scores matters, and Viterbi's recursion is one number carried from
syllable to syllable.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from retrieval.text.pyvi_model import PyviModel

_LABELS = ("B_W", "I_W")
# What pyvi's rules take for one syllable, whatever stands around it.
_ONE = re.compile(r"\w+")
_COMMA = ","
# How many syllables are kept, some 300 bytes each; a language has about ten thousand.
_MOST_SYLLABLES = 200_000
_NONE: frozenset[str] = frozenset()


class _Begun(NamedTuple):
    """What two syllables begin that the dictionary has: what it adds to both, and what ends a word of three."""

    to_first: float
    to_second: float
    thirds: frozenset[str]


class _Syllable(NamedTuple):
    """A syllable: what its features add to itself, to the one before and to the one after.

    What is added is always weight for going on with a word less weight for beginning one. ``begins`` is what it begins
    with each second syllable; ``whole`` is pyvi's last word: punctuation and numbers stand alone.
    """

    own: float
    to_before: float
    to_after: float
    lower: str
    begins: Mapping[str, _Begun]
    capital: bool
    whole: bool


_EDGE = _Syllable(0.0, 0.0, 0.0, "", {}, capital=False, whole=True)


class Segmenter:
    """Cuts syllables into words as pyvi does."""

    def __init__(self, model: PyviModel) -> None:
        """Take the model; ValueError for one of other labels than pyvi's two."""
        if model.weights.labels != _LABELS:
            raise ValueError(f"labels {model.weights.labels}")
        self._transitions = model.weights.transitions
        self._gain = {attribute: goes_on - begins for attribute, (begins, goes_on) in model.weights.states.items()}
        self._sides = [
            (f"{to}word.lower():", self._of(f"{to}word.istitle()"), self._of(f"{to}word.isupper()"))
            for to in ("", "+1:", "-1:")
        ]
        self._bias, self._digit = self._of("bias"), self._of("word.isdigit()")
        self._begins = self._dictionary(model.pairs, model.triples)
        self._opens_triple, self._ends_triple = self._of("+2:word.tri_gram()"), self._of("-2:word.tri_gram()")
        self._met: dict[str, _Syllable] = {}

    def goes_on(self, pieces: Sequence[str]) -> list[bool] | None:
        """Whether each piece goes on with the word of the piece before it; None if one is no single syllable to pyvi.

        Pieces are syllables in NFC and bare commas; there is at least one.
        """
        try:
            syllables = [self._met[piece] for piece in pieces]
        except KeyError:
            if any(piece != _COMMA and not _ONE.fullmatch(piece) for piece in pieces):
                return None
            syllables = [self._meet(piece) for piece in pieces]
        labels = self._decode(self._gains(syllables))
        return [
            on and not (b.whole or a.whole) and (a.capital or not b.capital)
            for on, a, b in zip(labels, [_EDGE, *syllables], syllables, strict=False)
        ]

    def _gains(self, syllables: Sequence[_Syllable]) -> list[float]:
        """How much more the features of each speak for going on than for beginning."""
        gains: list[float] = []
        gain = from_before = 0.0
        begins: Mapping[str, _Begun] = {}
        thirds = _NONE
        for own, to_before, to_after, lower, begins_next, _, _ in syllables:
            gains.append(gain + to_before)
            gain = own + from_before
            if thirds and lower in thirds:
                gains[-2] += self._opens_triple
                gain += self._ends_triple
            begun = begins.get(lower)
            if begun is None:
                thirds = _NONE
            else:
                gains[-1] += begun.to_first
                gain += begun.to_second
                thirds = begun.thirds
            from_before, begins = to_after, begins_next
        return [*gains[1:], gain]

    def _decode(self, gains: Sequence[float]) -> list[bool]:
        """Which syllables go on, on the best path (Viterbi); of two equal ones the one that begins, as in CRFsuite."""
        (begin_begin, begin_go), (go_begin, go_go) = self._transitions
        lead = gains[0]
        leads = [lead]
        for gain in gains[1:]:
            goes, begins = lead + go_go, lead + go_begin
            lead = gain + (goes if goes > begin_go else begin_go) - (begins if begins > begin_begin else begin_begin)
            leads.append(lead)
        labels: list[bool] = []
        least_to_go, least_to_begin = begin_go - go_go, begin_begin - go_begin
        least = 0.0
        for lead in reversed(leads):
            labels.append(lead > least)
            least = least_to_go if lead > least else least_to_begin
        return labels[::-1]

    def _meet(self, piece: str) -> _Syllable:
        """A syllable, worked out when it is first seen."""
        if piece in self._met:
            return self._met[piece]
        lower = piece.lower()
        title, upper, digit = piece.istitle(), piece.isupper(), piece.isdigit()
        own, to_before, to_after = (
            self._gain.get(where + lower, 0.0) + if_title * title + if_upper * upper
            for where, if_title, if_upper in self._sides
        )
        own += self._bias + self._digit * digit
        whole = piece == _COMMA or piece[0].isdigit()
        begins = self._begins.get(lower, {})
        syllable = _Syllable(own, to_before, to_after, lower, begins, capital=piece[0].istitle(), whole=whole)
        if len(self._met) < _MOST_SYLLABLES:
            self._met[piece] = syllable
        return syllable

    def _of(self, attribute: str) -> float:
        return self._gain.get(attribute, 0.0)

    def _dictionary(self, pairs: Collection[str], triples: Collection[str]) -> dict[str, dict[str, _Begun]]:
        """What syllables begin, by the first and the second of them."""
        thirds: dict[str, set[str]] = {}
        for triple in triples:
            first_two, _, third = triple.rpartition(" ")
            thirds.setdefault(first_two, set()).add(third)
        to_first, to_second = self._of("+1:word.bi_gram()"), self._of("-1:word.bi_gram()")
        found: dict[str, dict[str, _Begun]] = {}
        for both in {*pairs, *thirds}:
            first, _, second = both.partition(" ")
            own = (to_first, to_second) if both in pairs else (0.0, 0.0)
            found.setdefault(first, {})[second] = _Begun(*own, frozenset(thirds.get(both, ())))
        return found
