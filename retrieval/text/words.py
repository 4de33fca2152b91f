"""Words of several syllables: pyvi's segmentation and its dictionary.

With the rules and the model that pyvi 0.1.1 ships the decoding is our own (``segmenter``), with identical words; with
any other it is pyvi's. Only this room imports pyvi.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from retrieval.text.pyvi_model import dictionary, known_model
from retrieval.text.segmenter import Segmenter
from retrieval.text.syllables import Token


@cache
def _pyvi() -> Any:
    # Importing pyvi loads scikit-learn and a model, more than a second: only those who need it pay.
    from pyvi.ViTokenizer import ViTokenizer

    return ViTokenizer


@cache
def _segmenter() -> Segmenter | None:
    model = known_model()
    return Segmenter(model) if model else None


def word_ends(sequence: Sequence[Token]) -> list[int]:
    """For each token, the index one past the last token of the word it belongs to, by pyvi.

    pyvi is given the syllables and bare commas, never the raw text: some of its patterns take quadratic time on
    hostile input, and a number or a date would be shattered.

    >>> from retrieval.text.syllables import tokens
    >>> word_ends(tokens("Hội nghị Ngoại giao bế mạc"))
    [2, 2, 4, 4, 6, 6]
    """
    return ends_by(_segmenter(), sequence)


def ends_by(segmenter: Segmenter | None, sequence: Sequence[Token]) -> list[int]:
    """The same by a segmenter; by pyvi itself with None."""
    if not sequence:
        return []
    pieces: list[str] = []
    for _, _, raw, kind, _, _, gap, _ in sequence:
        if gap:
            pieces.append(",")
        pieces.append(raw if kind == "word" else "0")
    if segmenter is None:
        return _by_pyvi(pieces, len(sequence))
    goes_on = segmenter.goes_on(_composed(pieces))
    if goes_on is None:
        return _each_alone(len(sequence))
    return _ends([on for piece, on in zip(pieces, goes_on, strict=True) if piece != ","])


def _composed(pieces: list[str]) -> list[str]:
    """The pieces in NFC, as pyvi reads them."""
    if unicodedata.is_normalized("NFC", " ".join(pieces)):
        return pieces
    return [unicodedata.normalize("NFC", piece) for piece in pieces]


def _ends(goes_on: Sequence[bool]) -> list[int]:
    """From whether each token goes on with the word before it to where the word of each ends."""
    ends: list[int] = []
    end = len(goes_on)
    for at in range(len(goes_on) - 1, -1, -1):
        ends.append(end)
        if not goes_on[at]:
            end = at
    return ends[::-1]


def _by_pyvi(pieces: Sequence[str], size: int) -> list[int]:
    """The same by pyvi itself; where it shatters a token, each token is a word."""
    ends: list[int] = []
    for word in _pyvi().tokenize(" ".join(pieces)).split():
        if word != ",":
            length = word.count("_") + 1
            ends += [len(ends) + length] * length
    return ends if len(ends) == size else _each_alone(size)


def _each_alone(size: int) -> list[int]:
    """The words where pyvi shatters a token: what it would say cannot be told of the tokens."""
    return list(range(1, size + 1))


@cache
def dictionary_words() -> tuple[tuple[str, ...], ...]:
    """pyvi's dictionary of words of two and three syllables, for cutting questions into words."""
    return tuple(sorted({tuple(word.split()) for word in dictionary()}))


def plain_words(text: str) -> str:
    """pyvi's own segmentation of a text as it is, for comparisons: words of several syllables joined by "_"."""
    return str(_pyvi().tokenize(text))
