"""Ranks sentences: BM25 of the sentence, of its paragraph and of its whole article, and the kind of answer asked for.

    score(s) = (S + P + A + 0.3 * before) * (1.2 if s holds something of the kind asked for, else 1)

S, P and A are BM25 scores of the same terms over three indexes. A sentence says once what it says, so S hardly rewards
repetition (k1 0.6); at P and A a term weighs idf / mean idf more, so that a context is chosen by its rare words.
``before`` is what the sentence before scores on the terms this one lacks: Vietnamese prose goes on with "ông", "đây",
"điều này". The parameters were tuned on one public collection and held on another (README.md, "How good it is").
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.best import at_least_kth
from retrieval.bm25 import Floats, Gains, Index, bounds
from retrieval.evidence import Hit
from retrieval.expected import Expectation, Holdings
from retrieval.postings import grouped
from retrieval.text.syllables import Token


@dataclass(frozen=True, slots=True)
class Settings:
    """The few parameters of the ranking; README.md has a table of what each part is worth."""

    sentence_k1: float = 0.6
    sentence_b: float = 0.6
    context_k1: float = 1.2
    context_b: float = 0.75
    paragraph: float = 1.0
    article: float = 1.0
    rarity: float = 1.0
    before: float = 0.3
    kind: float = 0.2
    candidates: int = 100
    folded: float = 0.5
    marked: float = 0.5
    pair: float = 0.2
    word: float = 0.3
    synonyms: float = 0.4


def index_terms(sequence: Sequence[Token], word_ends: Sequence[int]) -> list[str]:
    """The terms of a text: each syllable folded and marked, each pair of neighbours folded, each word of several.

    A marked syllable begins with "=", so that an unmarked "nam" never meets "=nam"; a word with "_".

    >>> from retrieval.text.syllables import tokens
    >>> index_terms(tokens("Hội nghị 32"), [2, 2, 3])
    ['hoi', '=hôị', 'nghi', '=nghị', 'hoi nghi', '_hôị nghị', '32', '=32', 'nghi 32']
    """
    terms: list[str] = []
    start = 0
    for at, token in enumerate(sequence):
        terms += (token.folded, "=" + token.normal)
        if token.kind == "date":
            terms += token.normal.split("/")
        if at:
            terms.append(f"{sequence[at - 1].folded} {token.folded}")
        if at + 1 == word_ends[at]:
            terms.append("_" + " ".join(t.normal for t in sequence[start : at + 1]))
            start = at + 1
    return terms


def term_weight(term: str, settings: Settings) -> float:
    """What a term weighs in a question, by its kind."""
    if term[0] == "=":
        return settings.marked
    if term[0] == "_":
        return settings.word
    return settings.pair if " " in term else settings.folded


class Ranker:
    """Sentences with the paragraph and the article each belongs to."""

    def __init__(
        self,
        terms: Iterable[Sequence[str]],
        paragraphs: Sequence[int],
        articles: Sequence[int],
        holdings: Sequence[Holdings],
        settings: Settings | None = None,
    ) -> None:
        """Index sentences in the order of the text.

        Args:
            terms: the index terms of each sentence. paragraphs, articles: where each stands, numbered from 0.
            holdings: what each sentence holds that a question could ask for.

        Raises:
            EmptyIndexError: no sentence has a term.
        """
        self.settings = settings or Settings()
        self.sentences = Index(terms, self.settings.sentence_k1, self.settings.sentence_b)
        self._paragraph_of = np.asarray(paragraphs, dtype=np.int64)
        self._article_of = np.asarray(articles, dtype=np.int64)
        self._paragraphs = self._context(self._paragraph_of)
        self._articles = self._context(self._article_of)
        self._holdings = holdings
        self._goes_on = np.append(False, self._paragraph_of[1:] == self._paragraph_of[:-1])

    def _context(self, groups: NDArray[np.int64]) -> Index:
        sentences, settings = self.sentences, self.settings
        return Index.over(sentences.terms, grouped(sentences.counted, groups), settings.context_k1, settings.context_b)

    def rank(
        self,
        terms: Mapping[str, float],
        expected: Expectation | None = None,
        k: int = 10,
        among: NDArray[np.int64] | None = None,
    ) -> list[Hit]:
        """The ``k`` best sentences (of those ``among``) that share a term with the query; ties by position."""
        first, last = (0, len(self._paragraph_of)) if among is None else bounds(among)
        own = self.sentences.sums(self.sentences.rows(terms), first, last)
        scores = own + self.settings.paragraph * self._wide(self._paragraphs, terms, self._paragraph_of[first:last])
        scores += self.settings.article * self._wide(self._articles, terms, self._article_of[first:last])
        scores[own == 0] = 0
        if among is not None:
            scores = scores if len(among) == last - first else scores[among - first]
        most = max(k, self.settings.candidates)
        best = at_least_kth(scores, most)
        best = best[np.lexsort((best, -scores[best]))][:most]
        top = best if among is None else among[best]
        final = scores[best] + self.settings.before * self._from_before(terms, top)
        if expected is not None:
            final *= [1 + self.settings.kind * expected.met_by(self._holdings[p]) for p in top]
        order = np.lexsort((top, -final))[:k]
        return [Hit(int(top[i]), float(final[i]), rank) for rank, i in enumerate(order, start=1)]

    def _wide(self, index: Index, terms: Mapping[str, float], groups: NDArray[np.int64]) -> Gains:
        """What each sentence gains by the paragraph or article, of ``groups``, that it stands in."""
        power = self.settings.rarity
        rows = [(row, weight * index.relative_idf(row) ** power) for row, weight in index.rows(terms)]
        first = int(groups.min(initial=index.corpus_size))
        return index.sums(rows, first, int(groups.max(initial=first - 1)) + 1)[groups - first]

    def _from_before(self, terms: Mapping[str, float], top: NDArray[np.int64]) -> Floats:
        """What the sentence before scores on the terms a sentence lacks, within its paragraph."""
        gains = self.sentences.gains_in(terms, np.append(top, np.maximum(top - 1, 0)))
        own, before = gains[:, : len(top)], gains[:, len(top) :]
        lacking: Floats = np.where(own > 0, 0.0, before).sum(axis=0)
        continued: Floats = lacking * self._goes_on[top]
        return continued
