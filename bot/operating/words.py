"""What was done to the corpus, in lines for the operator."""

from collections.abc import Sequence

from bot.digests.schedule import local
from bot.display import one_line
from bot.operating.changes import Changes, Failed, Reloaded, Understood
from bot.operating.drafts import Draft
from bot.operating.drafts import Understood as Read
from bot.store.corpus_journal import Entry
from bot.texts import Phrases

_MOST_NAMED, _MOST_DESCRIBED = 8, 5
_LONGEST_NAME, _LONGEST_REASON = 80, 600


def outcome_lines(outcome: Reloaded | Failed, say: Phrases, restored: bool = False) -> list[str]:
    """What came of a reload, or of going back."""
    if isinstance(outcome, Failed):
        return [say("operator.failed"), "", one_line(outcome.reason, _LONGEST_REASON)]
    made = outcome.changes
    if made.none:
        return [say("operator.unchanged", articles=number(len(made.after.articles), say)), *_golden(outcome, say)]
    head = say("operator.restored" if restored else "operator.reloaded", seconds=decimal(outcome.seconds, say))
    lines = [head, *_counts(made, say), "", *_files(made, say)]
    lines += _described(made.understood, say)
    lines += [] if restored else _golden(outcome, say)
    lines += [] if outcome.kept else ["", say("operator.not_kept")]
    return [*lines, "", say("operator.still_there")] if restored else lines


def _counts(made: Changes, say: Phrases) -> list[str]:
    counts = [(corpus.articles, corpus.sentences) for corpus in (made.before, made.after)]
    (articles_before, sentences_before), (articles, sentences) = [tuple(map(len, each)) for each in counts]
    return [
        say("operator.articles", before=number(articles_before, say), after=number(articles, say)),
        say("operator.sentences", before=number(sentences_before, say), after=number(sentences, say)),
        say("operator.fingerprint", before=made.before.fingerprint, after=made.after.fingerprint),
    ]


def _files(made: Changes, say: Phrases) -> list[str]:
    kinds = (("operator.added", made.added), ("operator.changed", made.changed), ("operator.removed", made.removed))
    lines = [say(key, count=number(len(files), say), files=_named(files, say)) for key, files in kinds if files]
    return lines or [say("operator.only_table")]


def _named(files: Sequence[str], say: Phrases) -> str:
    shown = ", ".join(one_line(file, _LONGEST_NAME) for file in files[:_MOST_NAMED])
    rest = len(files) - _MOST_NAMED
    return say("operator.rest", files=shown, count=number(rest, say)) if rest > 0 else shown


def _described(understood: Sequence[Understood], say: Phrases) -> list[str]:
    lines = []
    for each in understood[:_MOST_DESCRIBED]:
        inferred = ", ".join(say(f"field.{name}") for name in each.inferred) or say("operator.nothing")
        values = {"file": one_line(each.file, _LONGEST_NAME), "inferred": inferred}
        lines += ["", say("operator.understood", **values, sentences=each.sentences, left_out=each.left_out)]
    return lines


def _golden(outcome: Reloaded, say: Phrases) -> list[str]:
    return ["", say("operator.golden", count=outcome.golden) if outcome.golden else say("operator.no_golden")]


def draft_lines(draft: Draft, understood: Read, name: str, say: Phrases) -> list[str]:
    """What was understood of a draft, and what is wrong with it."""
    article = understood.article
    if article is None:
        stated = [
            f"{say(f'field.{each}').capitalize()}: {one_line(value, 200)}" for each, value in draft.fields.items()
        ]
        return [say("adding.not_yet"), one_line(understood.problem, _LONGEST_REASON), *stated, "", say("adding.how")]
    rows = {
        "title": one_line(article.title, 200),
        "conference": str(article.conference),
        "date": f"{article.date:%d/%m/%Y}" if article.date else "",
        "publisher": one_line(article.publisher, 80),
        "author": one_line(article.author, 80),
        "link": one_line(article.link, 300),
    }
    lines = [say("adding.head")]
    for each, value in rows.items():
        shown = value or say("adding.none")
        shown = say("adding.guessed", value=value) if value and each not in draft.fields else shown
        lines.append(f"{say(f'field.{each}').capitalize()}: {shown}")
    lines.append(say("adding.counts", sentences=understood.sentences, left_out=len(article.left_out)))
    opening = one_line(understood.opening, 300)
    return [*lines, "", f"“{opening}”", "", say("adding.file", file=name)]


def journal_lines(entries: Sequence[Entry], say: Phrases) -> list[str]:
    """The journal, the newest first, each entry a line or two."""
    if not entries:
        return [say("journal.empty")]
    lines = [say("journal.head")]
    for entry in entries:
        what = say(f"journal.{entry.action}" + ("" if entry.done else "_failed"))
        lines += ["", f"{moment(entry.at)} · {what} · {who(entry.who, say)}"]
        if entry.detail:
            lines.append(one_line(entry.detail, 150))
        if entry.before != entry.after:
            lines.append(f"{entry.before} → {entry.after}")
    return lines


def who(name: str, say: Phrases) -> str:
    """Who did it: an operator by id, a signal, or a change in the folder."""
    return say("journal.by_operator", id=name) if name.isdigit() else say(f"journal.by_{name}")


def moment(at: float) -> str:
    """A time, as the clocks of Vietnam show it.

    >>> moment(0.0)
    '01/01/1970 08:00'
    """
    return f"{local(at):%d/%m/%Y %H:%M}"


def number(count: int, say: Phrases) -> str:
    """A count as the reader writes it: 2.000 or 2,000."""
    return f"{count:,}".replace(",", "." if say.language == "vi" else ",")


def decimal(value: float, say: Phrases) -> str:
    """A figure with one decimal: 3,2 or 3.2."""
    return f"{value:.1f}".replace(".", "," if say.language == "vi" else ".")
