"""Grades the product on a file of questions with labelled answers (JSON Lines).

Each line: ``id``, ``kind``, ``question``, ``expect`` ("answer" or "refuse"), ``conferences`` (whose article must be
cited; with ``all`` true each of them), ``pattern`` (a regular expression that the first sentence shown must hold) or
``patterns`` by conference number, and ``after``, the questions before it in the conversation.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.errors import CollectionError
from retrieval.evidence import Answer, Conversation, Quote, Refusal
from retrieval.search import Searcher


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is right."""

    id: str
    kind: str
    question: str
    expect: str
    conferences: tuple[int, ...] = ()
    all: bool = False
    pattern: str = ""
    patterns: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()

    def right(self, result: Answer | Refusal) -> bool:
        """Whether the first sentence shown (of each conference asked for) is a right one, or a refusal is due."""
        if self.expect == "refuse" or isinstance(result, Refusal):
            return self.expect == "refuse" and isinstance(result, Refusal)
        if not self.all:
            first = result.quotes[0]
            patterns = [self.pattern] if self.pattern else list(self.patterns.values())
            return first.sentence.conference in self.conferences and any(_holds(first, p) for p in patterns)
        wanted = self.patterns or {str(number): self.pattern for number in self.conferences}
        return all(_first_holds(result, int(number), pattern) for number, pattern in wanted.items())


def _holds(quote: Quote, pattern: str) -> bool:
    return bool(re.search(pattern, quote.sentence.text, re.IGNORECASE))


def _first_holds(answer: Answer, number: int, pattern: str) -> bool:
    first = next((q for q in answer.quotes if q.sentence.conference == number), None)
    return first is not None and _holds(first, pattern)


@dataclass(frozen=True, slots=True)
class Graded:
    """A question with the answer it got."""

    question: Question
    result: Answer | Refusal

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.question.right(self.result)


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions.

    Raises:
        CollectionError: it cannot be read; the message names file and line.
    """
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CollectionError(f"{path}: không đọc được ({error})") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = {name: value for name, value in json.loads(line).items() if name != "note"}
                row |= {name: tuple(row.get(name, ())) for name in ("conferences", "after")}
                found.append(Question(**row))
            except (json.JSONDecodeError, TypeError, AttributeError) as error:
                raise CollectionError(f"{path}:{number}: không phải một câu hỏi ({error})") from error
    return found


def grade(
    searcher: Searcher, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> list[Graded]:
    """Ask every question, each in a conversation of its own."""
    graded = []
    for number, question in enumerate(questions, start=1):
        conversation = Conversation()
        for before in question.after:
            conversation = searcher.answer(before, conversation).conversation
        graded.append(Graded(question, searcher.answer(question.question, conversation).result))
        if progress is not None:
            progress(number, len(questions))
    return graded


def by_kind(graded: Sequence[Graded]) -> dict[str, tuple[int, int]]:
    """Right ones and all of each kind, then of all that have an answer and all that have none."""
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for each in graded:
        found[each.question.kind].append(each.right)
    for each in graded:
        found["có câu trả lời" if each.question.expect == "answer" else "không có câu trả lời"].append(each.right)
    return {kind: (sum(right), len(right)) for kind, right in found.items()}


@dataclass(frozen=True, slots=True)
class Trade:
    """What a threshold of coverage costs and brings: shares from 0 to 1 of all questions with and without an answer."""

    coverage: float
    answered_right: float
    answered_wrong: float
    refused_rightly: float


def trade_off(searcher: Searcher, questions: Sequence[Question], thresholds: Sequence[float]) -> list[Trade]:
    """Grade the questions at each threshold of the rule of evidence."""
    trades = []
    for threshold in thresholds:
        graded = grade(searcher.with_coverage(threshold), questions)
        due = [g for g in graded if g.question.expect == "answer"]
        not_due = [g for g in graded if g.question.expect == "refuse"]
        wrong = [g for g in graded if isinstance(g.result, Answer) and not g.right]
        trades.append(
            Trade(
                threshold,
                sum(g.right for g in due) / max(len(due), 1),
                len(wrong) / max(len(graded), 1),
                sum(g.right for g in not_due) / max(len(not_due), 1),
            )
        )
    return trades
