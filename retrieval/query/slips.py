"""Slips of the finger and of the ear: letters added, dropped, changed or swapped, sounds written for others."""

from collections import defaultdict
from collections.abc import Iterable

_SOUNDS = (("ch", "tr"), ("s", "x"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n"), ("ngh", "ng"))
_ENDINGS = (("n", "ng"), ("c", "t"), ("n", "nh"))


def shorter(word: str) -> set[str]:
    """The word with one letter dropped, in every way."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def deletions(known: Iterable[str]) -> dict[str, list[str]]:
    """Each known syllable under itself and under itself less a letter (Garbe's symmetric deletes)."""
    near: dict[str, list[str]] = defaultdict(list)
    for word in known:
        if 1 < len(word) <= 8:
            for key in {word, *shorter(word)}:
                near[key].append(word)
    return near


def alike(folded: str) -> set[str]:
    """The syllables that sound alike in parts of the country: chương, trương; sử, xử."""
    found = set()
    for a, b in (*_SOUNDS, *((y, x) for x, y in _SOUNDS)):
        if folded.startswith(a):
            found.add(b + folded[len(a) :])
    for a, b in (*_ENDINGS, *((y, x) for x, y in _ENDINGS)):
        if folded.endswith(a):
            found.add(folded[: -len(a)] + b)
    return found - {folded}


def edit_distance(a: str, b: str) -> int:
    """Letters added, dropped, changed or swapped with a neighbour (Damerau; optimal string alignment).

    >>> edit_distance("nghanh", "nganh"), edit_distance("giaoo", "giao"), edit_distance("hopj", "hop")
    (1, 1, 1)
    """
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            best = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
