"""What is asked, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.text.syllables import Token


class Kind(StrEnum):
    """The kind of answer a question wants."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    HOW_MANY = "how_many"
    HOW_LONG = "how_long"
    THEME = "theme"
    WHY = "why"
    COMPARE = "compare"
    WHAT = "what"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Form:
    """A way to say a concept: its syllables folded and in normal form.

    ``trusted`` tells that the marks were written (or come from a dictionary), so that they count.
    """

    folded: tuple[str, ...]
    normal: tuple[str, ...]
    trusted: bool = True
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Concept:
    """A content word of the question: the tokens ``start`` to ``end``, how it may be said, and its weight."""

    text: str
    forms: tuple[Form, ...]
    weight: float
    frame: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood.

    ``conferences`` are the numbers named (by number or by a year that is known), ``unknown_years`` years named
    for a conference that no table knows; ``every`` asks about all of them ("mỗi hội nghị", "hội nghị nào").
    ``terms`` are the index terms with their weights; ``unit`` is what "bao nhiêu …" counts.
    """

    text: str
    tokens: tuple[Token, ...]
    kind: Kind
    concepts: tuple[Concept, ...]
    terms: dict[str, float]
    conferences: tuple[int, ...] = ()
    unknown_years: tuple[int, ...] = ()
    every: bool = False
    unit: Concept | None = None
    marked: bool = True
