"""Words of several syllables: pyvi's segmentation and its dictionary. The only room that imports pyvi."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from retrieval.text.syllables import Token


@cache
def _tokenizer() -> Any:
    # Importing pyvi loads scikit-learn and a model, more than a second: only those who need it pay.
    from pyvi.ViTokenizer import ViTokenizer

    return ViTokenizer


def word_ends(sequence: Sequence[Token]) -> list[int]:
    """For each token, the index one past the last token of the word it belongs to, by pyvi.

    pyvi is given the syllables and bare commas, never the raw text: some of its patterns take quadratic time on
    hostile input, and a number or a date would be shattered.

    >>> word_ends(tokens("Hội nghị Ngoại giao bế mạc"))
    [2, 2, 4, 4, 6, 6]
    """
    if not sequence:
        return []
    pieces: list[str] = []
    for token in sequence:
        pieces += [","] if token.gap else []
        pieces.append(token.raw if token.kind == "word" else "0")
    segmented = _tokenizer().tokenize(" ".join(pieces)).split()
    ends: list[int] = []
    for word in segmented:
        if word != ",":
            size = word.count("_") + 1
            ends += [len(ends) + size] * size
    return ends if len(ends) == len(sequence) else [i + 1 for i in range(len(sequence))]


@cache
def dictionary_words() -> tuple[tuple[str, ...], ...]:
    """pyvi's dictionary of words of two and three syllables, for cutting questions into words."""
    tokenizer = _tokenizer()
    return tuple(sorted(tuple(word.split()) for word in (*tokenizer.bi_grams, *tokenizer.tri_grams)))


def plain_words(text: str) -> str:
    """pyvi's own segmentation of a text as it is, for comparisons: words of several syllables joined by "_"."""
    return str(_tokenizer().tokenize(text))
