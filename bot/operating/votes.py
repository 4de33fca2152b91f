"""What readers think of answers, for the operator: in lines, and as a table."""

from collections.abc import Sequence

from bot.display import one_line
from bot.operating.unanswered import table_of
from bot.store.answers import Tally
from bot.texts import Phrases

_LONGEST_QUESTION, _LONGEST_QUOTED = 100, 100


def vote_lines(votes: Sequence[Tally], say: Phrases) -> list[str]:
    """A section of its own, those found wrong most often first; nothing where nobody said anything."""
    if not votes:
        return []
    return ["", say("votes.head"), *(_line(each, say) for each in votes)]


def votes_csv(votes: Sequence[Tally], head: Sequence[str]) -> bytes:
    """All of them, for a spreadsheet."""
    return table_of(head, ((each.question, each.quoted, each.good, each.bad) for each in votes))


def _line(vote: Tally, say: Phrases) -> str:
    question, quoted = one_line(vote.question, _LONGEST_QUESTION), one_line(vote.quoted, _LONGEST_QUOTED)
    return say("votes.one", bad=vote.bad, good=vote.good, question=question, quoted=quoted)
