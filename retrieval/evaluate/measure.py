"""Runs a system over the queries of a collection; the measures are computed by ir_measures."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import ir_measures
from ir_measures import RR, R, Success, nDCG

from retrieval.evaluate.collection import Collection
from retrieval.evaluate.systems import System

# By the names the field gives them, with their cutoffs; a query without results scores 0 and stays in the mean.
MEASURES: Mapping[str, Any] = {
    "Success@1": Success @ 1,
    "Success@3": Success @ 3,
    "Recall@10": R @ 10,
    "RR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}


def measure(
    system: System,
    collection: Collection,
    *,
    without_marks: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, float]:
    """Each measure of MEASURES, from 0 to 1, over all queries that have a relevant document."""
    run: dict[str, dict[str, float]] = {}
    for number, (query, text) in enumerate(collection.queries.items(), start=1):
        run[query] = system(strip_marks(text) if without_marks else text)
        if progress is not None:
            progress(number, len(collection.queries))
    qrels = {query: dict(found) for query, found in collection.qrels.items()}
    result = ir_measures.calc_aggregate(list(MEASURES.values()), qrels, run)
    return {name: float(result[value]) for name, value in MEASURES.items()}


def strip_marks(text: str) -> str:
    """``text`` as typed without diacritics, everything else as it is.

    >>> strip_marks("Đội thủ thua bao nhiêu điểm?")
    'Doi thu thua bao nhieu diem?'
    """
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).translate(str.maketrans("đĐ", "dD"))
