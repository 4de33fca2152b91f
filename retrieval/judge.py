"""The rule of evidence: whether a sentence covers what was asked.

A sentence is evidence when it holds the words of the question (or their synonyms), weighed by how rare they are; when
it holds something of the kind asked for (a date for "khi nào"); and when it says it of the conference asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evidence import Span
from retrieval.people import People
from retrieval.query.model import Concept, Form, Kind, Query
from retrieval.spans import Found, Reading
from retrieval.subject import another_event
from retrieval.text.syllables import normal_form

# What is credited for words that stand not in the sentence but before it, or in the title of the article.
BEFORE_CREDIT, TITLE_CREDIT, ATTRIBUTED_CREDIT = 0.6, 0.5, 0.7
# Where the syllables of a word stand apart, or only some of them are there.
SCATTERED_CREDIT = 0.3
# Where a part of a long word stands as a word: "đầu tư" for "nhà đầu tư", by the share of syllables.
PART_CREDIT = 0.8
# One syllable that agrees without marks only: with marks typed rather another word, with marks guessed perhaps not.
OTHER_MARKS_CREDIT, UNSURE_CREDIT, LONGER_WORD_CREDIT = 0.3, 0.6, 0.9
# One syllable that is only the tail of another word: "giá" asked, "đánh giá" found.
WITHIN_WORD_CREDIT = 0.3
# A frame ("hội nghị", "diễn ra") says little of what is asked: of its weight this share counts as evidence, and
# this share where the best of several sentences is chosen.
FRAME_EVIDENCE, FRAME_CHOICE = 0.15, 0.5
# A word of one syllable that is missed is often only a way of speaking ("đặt ra", "lấy"): it counts this much against.
VAGUE_EVIDENCE = 0.4
# A word that says little of what is asked (``light.toml``) counts this much, met or missed.
LIGHT_MET, LIGHT_MISSED = 0.4, 0.15
# The very thing asked about ("nói gì về …"), when it is missed.
ASKED_MISSED = 1.5
# From here on a concept counts as met.
MET = 0.5
# "Phó Thủ tướng" is not "Thủ tướng".
_DEPUTY, _OFFICES = normal_form("phó"), frozenset(normal_form(w) for w in ("thủ", "chủ", "bí", "trưởng", "giám", "vụ"))
TYPED = frozenset({Kind.WHEN, Kind.WHERE, Kind.WHO, Kind.NAMES, Kind.HOW_MANY, Kind.HOW_LONG, Kind.THEME})


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well a sentence covers a query.

    ``coverage`` is the share of the concepts' weight that is met, from 0 to 1, ``closeness`` the same with the frames
    counted more, by which sentences are compared; ``typed`` whether it holds an answer
    of the kind asked for, said of the right event; ``missed`` are the concepts not met, ``lacks_name`` whether a
    proper name or number is among them; ``neighbours`` the share of the question's pairs of syllables that it has;
    ``weight`` is the weight of what is met, frames aside.
    """

    coverage: float
    closeness: float
    typed: bool
    headline: Span | None
    matched: tuple[Span, ...]
    missed: tuple[Concept, ...]
    names_event: bool
    neighbours: float
    only_names: bool
    weight: float

    @property
    def lacks_name(self) -> bool:
        """Whether a name or an office of the question is missed, or that anyone said so, or everything but names."""
        return self.only_names or any(c.name or c.speech or c.office for c in self.missed)


Met = tuple[float, list[Found]]


class Meetings:
    """How well sentences hold the concepts of a question; what is asked twice of the same two is found once."""

    def __init__(self) -> None:
        """Begin with none; to be kept for one question."""
        # The reading is kept beside the result, so that its identity stays its own.
        self._met: dict[tuple[int, int], tuple[Concept, Reading, Met]] = {}

    def of(self, concept: Concept, reading: Reading) -> Met:
        """As `meet`."""
        key = (id(concept), id(reading))
        kept = self._met.get(key)
        if kept is None:
            kept = self._met[key] = (concept, reading, meet(concept, reading))
        return kept[2]


class Judge:
    """Judges sentences; ``people`` knows who may be meant by "ai"."""

    def __init__(self, people: People) -> None:
        """Take the names and offices to judge by."""
        self._people = people

    def weigh(
        self,
        query: Query,
        reading: Reading,
        before: Reading | None,
        title: Reading,
        *,
        attributed: bool = False,
        meetings: Meetings | None = None,
    ) -> Evidence:
        """Judge one sentence, with the sentence before it in its paragraph and the title of its article.

        ``attributed`` tells that the article has let the person asked about speak before; ``meetings`` are those of
        the other sentences judged for the question.
        """
        met = (meetings or Meetings()).of
        credits: list[tuple[Concept, float]] = []
        matched: list[Found] = []
        missed: list[Concept] = []
        for concept in query.concepts:
            credit, found = met(concept, reading)
            if credit < BEFORE_CREDIT:
                context = TITLE_CREDIT * met(concept, title)[0]
                if before:
                    context = max(context, BEFORE_CREDIT * met(concept, before)[0])
                credit = max(credit, context)
            if attributed and credit < ATTRIBUTED_CREDIT and concept in query.speaker:
                credit = ATTRIBUTED_CREDIT
            credits.append((concept, credit))
            matched += found
            if credit < MET and not concept.frame:
                missed.append(concept)
        headline = _headline(query, reading, matched)
        vague = VAGUE_EVIDENCE if query.on_topic else 1.0
        # A bare question ("ở đâu?") is answered by whatever is of its kind.
        bare = query.implied and query.kind in TYPED
        return Evidence(
            coverage=float(headline is not None) if bare else _share(credits, FRAME_EVIDENCE, vague),
            closeness=_share(credits, FRAME_CHOICE, vague),
            typed=self._typed(query, reading, headline, matched),
            headline=(headline.start, headline.end) if headline else None,
            matched=_joined([(f.start, f.end) for f in matched]),
            missed=tuple(missed),
            names_event="nghi" in reading.places,
            neighbours=_neighbours(query, reading),
            only_names=_only_names(query, missed),
            weight=sum(c.weight * credit for c, credit in credits if not c.frame),
        )

    def speaks(self, query: Query, reading: Reading) -> bool:
        """Whether the sentence lets all the persons of the question speak: their names and a verb of saying."""
        names = [c for c in query.speaker if c.name or c.office]
        return all(meet(c, reading)[0] >= MET for c in names) and (
            self._people.says(reading.tokens) or "theo" in reading.places
        )

    def _typed(self, query: Query, reading: Reading, headline: Found | None, matched: Sequence[Found]) -> bool:
        if query.kind not in TYPED:
            return True
        role = query.kind is Kind.WHO and not query.implied and self._people.has_role(reading.text)
        if headline is None and not role:
            return False
        anchor = headline.first if headline else max((f.first for f in matched), default=0)
        return not another_event(query, reading, anchor)


def _only_names(query: Query, missed: Sequence[Concept]) -> bool:
    """Whether of a question about more than names nothing but the names is met."""
    more = [c for c in query.content if not (c.name or c.office)]
    return bool(more) and all(c in missed for c in more) and any(c.name for c in query.content)


def _neighbours(query: Query, reading: Reading) -> float:
    """The share of the question's neighbouring syllables, its asking aside, that are neighbours in the sentence."""
    return len(query.neighbours & reading.neighbours) / len(query.neighbours) if query.neighbours else 0.0


def _share(credits: Sequence[tuple[Concept, float]], frames: float, vague: float) -> float:
    """The share of the concepts' weight that is met, a frame counted at ``frames`` of its own."""
    met = total = 0.0
    for concept, credit in credits:
        weight = concept.weight * _counts(concept, credit, frames, vague)
        total += weight
        met += weight * credit
    return met / total if total else 0.0


def _counts(concept: Concept, credit: float, frames: float, vague: float) -> float:
    if concept.frame:
        return frames
    if concept.light:
        return LIGHT_MET if credit >= MET else LIGHT_MISSED
    if concept.asked and credit < MET:
        return ASKED_MISSED
    missed_word = credit < MET and len(concept.forms[0].folded) == 1 and not concept.name
    return vague if missed_word else 1.0


def meet(concept: Concept, reading: Reading) -> Met:
    """How well a sentence holds a concept, from 0 to 1, and where."""
    best: float = 0.0
    where: list[Found] = []
    if concept.syllables.isdisjoint(reading.syllables):
        return best, where
    for form in concept.forms:
        # No form is worth more than its weight, none is met without one of its syllables.
        if form.weight > best and not form.syllables.isdisjoint(reading.syllables):
            credit, found = _meet_form(form, reading, scattered=not concept.name)
            if credit * form.weight > best:
                best, where = credit * form.weight, found
    return best, where


def _meet_form(form: Form, reading: Reading, *, scattered: bool) -> Met:
    size = len(form.folded)
    best: float = 0.0
    found: list[Found] = []
    for at in reading.places.get(form.folded[0], ()):
        if reading.folded[at : at + size] != form.folded:
            continue
        credit = _marks_credit(form, reading, at)
        if credit > best:
            best, found = credit, []
        if credit == best:
            found.append(Found(reading.tokens[at].start, reading.tokens[at + size - 1].end, at, at + size))
    if best or size < 2 or not scattered:
        return best, found
    held = sum(syllable in reading.places for syllable in form.folded)
    if size > 2 and held > 1 and (run := _longest_run(form, reading)) > 1:
        return PART_CREDIT * run / size, []
    return SCATTERED_CREDIT * held / size, []


def _longest_run(form: Form, reading: Reading) -> int:
    """How many neighbouring syllables of a long word stand together in the sentence: 2 of "nhà đầu tư" in "đầu tư"."""
    longest = 0
    for start in range(len(form.folded) - 1):
        for at in reading.places.get(form.folded[start], ()):
            here = reading.normal[at : at + len(form.normal) - start]
            run = next(
                (i for i, (a, b) in enumerate(zip(here, form.normal[start:], strict=False)) if a != b), len(here)
            )
            longest = max(longest, run)
    return longest


def _marks_credit(form: Form, reading: Reading, at: int) -> float:
    here = reading.normal[at : at + len(form.normal)]
    if at and reading.normal[at - 1] == _DEPUTY and here[0] in _OFFICES:
        return WITHIN_WORD_CREDIT
    if len(here) == 1 and reading.within_word(at) and reading.tokens[at].raw[0].islower():
        return WITHIN_WORD_CREDIT
    if here == form.normal:
        return 1.0
    if len(here) > 1:
        return LONGER_WORD_CREDIT
    return OTHER_MARKS_CREDIT if form.sure[0] else UNSURE_CREDIT


def _headline(query: Query, reading: Reading, matched: Sequence[Found]) -> Found | None:
    """The words that answer: of the spans of the kind asked for, the one nearest to the matched words."""
    options = [] if query.object else reading.spans(query.kind)
    if query.kind is Kind.HOW_MANY and query.unit is not None:
        counted = [f for f in (_counting(query.unit, o, reading) for o in options) if f is not None]
        # "bao nhiêu lần phát biểu" counts the speaking, whatever the article calls one time of it.
        vague = query.unit.frame and not counted
        options = [o for o in options if _distance(o, matched) == 0] if vague and matched else counted
    return min(options, key=lambda o: (_distance(o, matched), o.first), default=None)


def _counting(unit: Concept, count: Found, reading: Reading) -> Found | None:
    """The count, if the unit follows its number, drawn out to the end of the unit."""
    for found in meet(unit, reading)[1]:
        if count.first < found.first <= min(count.last, count.first + 3):
            last = max(found.last, count.last)
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
