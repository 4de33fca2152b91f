"""Questions worth offering: each was asked of the articles, and has an answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.corpus.model import Conference, Sentence
from retrieval.lexicon import read_table

Best = Callable[[str, int], Sentence | None]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question about a conference, short forms of it by language, and the sentence that answers it."""

    number: int
    text: str
    short: Mapping[str, str]
    sentence: Sentence


def suggestions_about(conference: Conference, best: Best) -> Iterator[Suggestion]:
    """Those of the lexicon that have an answer; ``best`` finds the sentence for a question about a conference."""
    table = read_table("suggestions.toml")
    for question in table["questions"]:
        text = _capital(question["vi"].format(conference=conference.label))
        if sentence := best(text, conference.number):
            short = {
                language: _short(form, table["short"][language], conference) for language, form in question.items()
            }
            yield Suggestion(conference.number, text, short, sentence)


def following(suggestions: Sequence[Suggestion], asked: str, shown: Sequence[Sentence]) -> tuple[Suggestion, ...]:
    """Those that ask for something else than was just asked or shown, from the next in the order on.

    So whoever goes on by suggestions comes to all of them, not back and forth between two.
    """
    at = next((i for i, each in enumerate(suggestions) if _same(each, asked)), None)
    if at is None:
        at = next((i for i, each in enumerate(suggestions) if each.sentence in shown), -1)
    turned = [*suggestions[at + 1 :], *suggestions[: at + 1]]
    return tuple(each for each in turned if not _same(each, asked) and each.sentence not in shown)


def _same(suggestion: Suggestion, asked: str) -> bool:
    typed = asked.strip().rstrip("? ").lower()
    return typed in (form.rstrip("?").lower() for form in (suggestion.text, *suggestion.short.values()))


def _short(form: str, name: str, conference: Conference) -> str:
    return _capital(form.format(conference=name.format(number=conference.number)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
