"""How much each conference speaks of each theme: mentions per 1,000 words, so that length decides nothing.

A word is what the product's own segmentation takes for one ("ngoại giao" is one). The themes are general
(``lexicon/themes.toml``), none is made for the articles at hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.corpus.model import Conference, Corpus
from retrieval.lexicon import read_table
from retrieval.text.syllables import tokens

PER_WORDS = 1000


@dataclass(frozen=True)
class Theme:
    """A theme: a short ASCII key, its names by language, and its phrases in normal form, the longest first."""

    key: str
    names: tuple[tuple[str, str], ...]
    phrases: tuple[tuple[str, ...], ...]

    def name(self, language: str) -> str:
        """The name in a language; the Vietnamese one where there is none."""
        return dict(self.names).get(language) or dict(self.names)["vi"]

    def count(self, words: Sequence[str]) -> int:
        """How often the phrases stand in a text given as syllables in normal form; overlapping ones once.

        >>> Theme("x", (), (("đa", "phương", "hóa"), ("đa", "phương"))).count("đa phương hóa đa phương".split())
        2
        """
        found, at = 0, 0
        while at < len(words):
            possible = self._by_first.get(words[at], ())
            size = next((len(p) for p in possible if tuple(words[at : at + len(p)]) == p), 0)
            found += bool(size)
            at += size or 1
        return found

    @cached_property
    def _by_first(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The phrases by their first syllable: most syllables of a text begin none."""
        firsts = {phrase[0] for phrase in self.phrases}
        return {first: tuple(p for p in self.phrases if p[0] == first) for first in firsts}


@dataclass(frozen=True, slots=True)
class ThemeWeights:
    """A row for each theme, a column for each conference: mentions per 1,000 words of its articles."""

    themes: tuple[Theme, ...]
    conferences: tuple[Conference, ...]
    words: tuple[int, ...]
    mentions: tuple[tuple[int, ...], ...]

    def weight(self, theme: int, conference: int) -> float:
        """The weight in a cell; 0 where the conference has no words."""
        words = self.words[conference]
        return PER_WORDS * self.mentions[theme][conference] / words if words else 0.0

    def leading(self, conference: int) -> Theme | None:
        """The theme a conference speaks of most, None when it speaks of none."""
        best = max(range(len(self.themes)), key=lambda row: self.mentions[row][conference], default=None)
        return self.themes[best] if best is not None and self.mentions[best][conference] else None

    def latest(self, count: int) -> "ThemeWeights":
        """The same for the last ``count`` conferences only."""
        first = max(0, len(self.conferences) - count)
        rows = tuple(row[first:] for row in self.mentions)
        return ThemeWeights(self.themes, self.conferences[first:], self.words[first:], rows)


def read_themes() -> tuple[Theme, ...]:
    """The themes of ``themes.toml``; LexiconError when it cannot be read."""
    return tuple(
        Theme(
            row["key"],
            tuple((language, row[language]) for language in ("vi", "en")),
            tuple(sorted({_normal(phrase) for phrase in row["phrases"]}, key=lambda phrase: (-len(phrase), phrase))),
        )
        for row in read_table("themes.toml")["theme"]
    )


def theme_weights(corpus: Corpus, words: Sequence[int], themes: Sequence[Theme]) -> ThemeWeights:
    """Count the themes over the sentences of a corpus; ``words`` is how many words each sentence has."""
    column = {conference.number: at for at, conference in enumerate(corpus.held)}
    totals = [0] * len(column)
    counts = [[0] * len(column) for _ in themes]
    for sentence in corpus.sentences:
        at = column[sentence.conference]
        totals[at] += words[sentence.position]
        syllables = [token.normal for token in tokens(sentence.text)]
        for row, theme in zip(counts, themes, strict=True):
            row[at] += theme.count(syllables)
    return ThemeWeights(tuple(themes), corpus.held, tuple(totals), tuple(tuple(row) for row in counts))


def _normal(phrase: str) -> tuple[str, ...]:
    return tuple(token.normal for token in tokens(phrase))
