"""Unanswered questions in groups: the same words with and without their marks are one question."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.display import one_line
from bot.operating.words import moment
from bot.store.questions import Unanswered
from retrieval.text.syllables import has_marks, tokens

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Group:
    """A question as it was written most often with its marks, how often it was asked, and when first and last."""

    question: str
    count: int
    first: float
    last: float


def grouped(asked: Iterable[Unanswered]) -> list[Group]:
    """The questions by their normal form, the most frequent first, of equals the later.

    One typed without any mark joins the most frequent of those that have the same letters.
    """
    groups: dict[tuple[str, ...], list[Unanswered]] = defaultdict(list)
    plain: dict[tuple[str, ...], list[Unanswered]] = defaultdict(list)
    for each in asked:
        found = tokens(each.question)
        folded = tuple(token.folded for token in found) or (each.question,)
        if has_marks(each.question):
            groups[tuple(token.normal for token in found)].append(each)
        else:
            plain[folded].append(each)
    by_letters: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key, members in groups.items():
        folded = tuple(token.folded for token in tokens(members[0].question))
        if folded not in by_letters or len(groups[by_letters[folded]]) < len(members):
            by_letters[folded] = key
    for folded, members in plain.items():
        groups[by_letters.get(folded, folded)] += members
    return sorted(map(_group, groups.values()), key=lambda group: (-group.count, -group.last, group.question))


def _group(members: Sequence[Unanswered]) -> Group:
    written = Counter(each.question for each in members if has_marks(each.question))
    question = (written or Counter(each.question for each in members)).most_common(1)[0][0]
    times = [each.at for each in members]
    return Group(one_line(question, _LONGEST), len(members), min(times), max(times))


def as_csv(groups: Iterable[Group], head: Sequence[str]) -> bytes:
    """The groups as a table for a spreadsheet."""
    return table_of(head, ((each.question, each.count, moment(each.first), moment(each.last)) for each in groups))


def table_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table for a spreadsheet, which is to take no reader's words for a formula."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(head)
    table.writerows([_as_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _as_text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") else cell
