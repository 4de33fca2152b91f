"""The best of many scores, most of them zero: by the maxima of blocks, never by sorting all."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32] | NDArray[np.float64]
# Below this many scores one look at each costs less than finding the blocks.
_FEW = 32_768


def at_least_kth(scores: Scores, k: int, slack: float = 0.0) -> NDArray[np.int64]:
    """Where the scores above 0 stand that may be among the ``k`` best: at least ``k`` where there are so many.

    Blocks are the columns of a table, so that their maxima are found row by row, many columns at a time: the ``k``-th
    best maximum is met or passed by ``k`` scores. ``slack`` is by what share a score may be off.
    """
    columns = 256 if len(scores) < _FEW else 2048
    rows = len(scores) // columns
    if k <= 0 or rows < 4 or k >= columns:
        return _above(scores, _kth(scores, k), k, slack)
    table = scores[: rows * columns].reshape(rows, columns)
    best = table.max(axis=0)
    floor = float(np.partition(best, columns - k)[columns - k]) * (1 - slack)
    if floor <= 0:
        return _above(scores, _kth(scores, k), k, slack)
    if len(scores) < _FEW:
        places = np.flatnonzero(scores >= floor)
    else:
        kept = np.flatnonzero(best >= floor)
        places = (np.arange(0, rows * columns, columns)[:, None] + kept).ravel()
        places = np.append(places, np.arange(rows * columns, len(scores)))
        places = places[scores[places] >= floor]
    if len(places) < 2 * k:
        return places
    return places[_above(scores[places], _kth(scores[places], k), k, slack)]


def _kth(scores: Scores, k: int) -> float:
    if not 0 < k < len(scores):
        return 0.0
    return float(np.partition(scores, len(scores) - k)[len(scores) - k])


def _above(scores: Scores, floor: float, k: int, slack: float) -> NDArray[np.int64]:
    if k <= 0:
        return np.empty(0, np.int64)
    least = floor * (1 - slack)
    return np.flatnonzero(scores >= least) if least > 0 else np.flatnonzero(scores > 0)
