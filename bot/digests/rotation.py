"""What comes next: every conference and every theme once, then from the beginning."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from bot.answering import Knowledge

CONFERENCE, THEME, NEWS = "c", "t", "n"


def keys_of(knowledge: Knowledge) -> tuple[str, ...]:
    """All there is to show, conferences (the newest first) and themes by turns, as short names."""
    numbers = sorted((each.number for each in knowledge.corpus.held), reverse=True)
    weights = knowledge.theme_weights
    spoken_of = [theme.key for theme, row in zip(weights.themes, weights.mentions, strict=True) if any(row)]
    pairs = zip_longest((f"{CONFERENCE}:{each}" for each in numbers), (f"{THEME}:{each}" for each in spoken_of))
    return tuple(key for pair in pairs for key in pair if key)


def order(keys: Sequence[str], shown: Sequence[str]) -> Iterator[str]:
    """What to show next, best first: what was not shown in this cycle, then what was, the longest ago first.

    >>> list(order(["a", "b", "c"], ["b", "gone", "a"]))
    ['c', 'b', 'a']
    """
    yield from (key for key in keys if key not in shown)
    yield from (key for key in shown if key in keys)


def after(shown: Sequence[str], key: str) -> tuple[str, ...]:
    """What is shown in the cycle once `key` was; shown again, it begins the next cycle.

    >>> after(("a", "b"), "c"), after(("a", "b"), "a")
    (('a', 'b', 'c'), ('a',))
    """
    return (key,) if key in shown else (*shown, key)
