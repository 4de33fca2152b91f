"""The rule of evidence: whether a sentence covers what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evidence import Span
from retrieval.query.model import Concept, Form, Kind, Query
from retrieval.spans import Found, Reading

# What a sentence is credited with for words that stand around it: in the sentence before, in the title.
BEFORE_CREDIT = 0.6
TITLE_CREDIT = 0.5
# Where the syllables of a word stand apart, or only some of them are there.
SCATTERED_CREDIT = 0.35
# Syllables that agree without marks and differ with them: rather another word than a slip.
OTHER_MARKS_CREDIT = 0.4
TYPED = frozenset({Kind.WHEN, Kind.WHERE, Kind.WHO, Kind.HOW_MANY, Kind.HOW_LONG, Kind.THEME})


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well a sentence covers a query.

    ``coverage`` is the share of the concepts' weight that is met, from 0 to 1; ``typed`` whether it holds an
    answer of the kind asked for (True when no kind has a shape); ``missed`` the concepts not met.
    """

    coverage: float
    typed: bool
    headline: Span | None
    matched: tuple[Span, ...]
    missed: tuple[Concept, ...]


def weigh_evidence(query: Query, reading: Reading, before: Reading | None, title: Reading, people_named: bool) -> Evidence:
    """Judge one sentence, with the sentence before it and the title of its article."""
    total = met = 0.0
    matched: list[Found] = []
    missed: list[Concept] = []
    for concept in query.concepts:
        credit, found = meet(concept, reading)
        context = max(BEFORE_CREDIT * meet(concept, before)[0] if before else 0.0, TITLE_CREDIT * meet(concept, title)[0])
        total += concept.weight
        met += concept.weight * max(credit, context)
        matched += found
        if max(credit, context) < 0.5 and not concept.frame:
            missed.append(concept)
    headline = _headline(query, reading, matched)
    typed = query.kind not in TYPED or headline is not None or (query.kind is Kind.WHO and people_named)
    spans = tuple((f.start, f.end) for f in matched)
    return Evidence(met / total if total else 0.0, typed, headline, _joined(spans), tuple(missed))


def meet(concept: Concept, reading: Reading) -> tuple[float, list[Found]]:
    """How well a sentence holds a concept, from 0 to 1, and where."""
    best, where = 0.0, []
    for form in concept.forms:
        credit, found = _meet_form(form, reading)
        if credit * form.weight > best:
            best, where = credit * form.weight, found
    return best, where


def _meet_form(form: Form, reading: Reading) -> tuple[float, list[Found]]:
    places = reading.places
    size = len(form.folded)
    best, found = 0.0, []
    for at in places.get(form.folded[0], ()) if size else ():
        if tuple(t.folded for t in reading.tokens[at : at + size]) != form.folded:
            continue
        credit = _marks_credit(form, reading, at)
        if credit > best:
            best, found = credit, []
        if credit == best:
            found.append(Found(reading.tokens[at].start, reading.tokens[at + size - 1].end, at, at + size))
    if best or size < 2:
        return best, found
    held = sum(syllable in places for syllable in form.folded)
    return SCATTERED_CREDIT * held / size, []


def _marks_credit(form: Form, reading: Reading, at: int) -> float:
    if not form.trusted:
        return 1.0
    here = [t.normal for t in reading.tokens[at : at + len(form.normal)]]
    wrong = sum(a != b and b != f for a, b, f in zip(here, form.normal, form.folded, strict=True))
    if not wrong:
        return 1.0
    return OTHER_MARKS_CREDIT if len(here) == 1 else 0.9


def _headline(query: Query, reading: Reading, matched: Sequence[Found]) -> Span | None:
    """The words that answer: of the spans of the kind asked for, the one nearest to the matched words."""
    options = reading.spans(query.kind)
    if query.kind is Kind.HOW_MANY and query.unit is not None:
        options = [f for f in (_counting(query.unit, o, reading) for o in options) if f is not None]
    if not options:
        return None
    best = min(options, key=lambda o: (_distance(o, matched), o.first))
    return best.start, best.end


def _counting(unit: Concept, count: Found, reading: Reading) -> Found | None:
    """The count, if the unit follows its number at once, drawn out to the end of the unit."""
    _, found = meet(unit, reading)
    for unit_found in found:
        if count.first < unit_found.first <= count.last and unit_found.first <= count.first + 4:
            last = max(unit_found.last, count.last if unit_found.last > count.last - 1 else unit_found.last)
            return Found(count.start, reading.tokens[last - 1].end, count.first, last)
    return None


def _distance(option: Found, matched: Sequence[Found]) -> int:
    gaps = [max(m.first - option.last, option.first - m.last, 0) for m in matched]
    return min(gaps, default=0)


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping spans as one, in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
