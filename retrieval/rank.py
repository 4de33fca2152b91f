"""Ranks sentences: BM25 over the sentence, its paragraph and its whole article, with the same terms for all three."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.bm25 import Index
from retrieval.evidence import Hit
from retrieval.text.syllables import Token


@dataclass(frozen=True, slots=True)
class Weights:
    """How the three fields are weighed and how each is normalised."""

    sentence: float = 1.0
    paragraph: float = 0.8
    article: float = 0.6
    sentence_k1: float = 0.6
    sentence_b: float = 0.6
    context_k1: float = 1.2
    context_b: float = 0.75


def index_terms(sequence: Sequence[Token]) -> list[str]:
    """The terms of a text: each syllable folded and marked, and each pair of neighbours folded.

    A marked syllable begins with "=", so that an unmarked "nam" never meets "=nam".

    >>> from retrieval.text.syllables import tokens
    >>> index_terms(tokens("Hội nghị 32"))
    ['hoi', '=hôị', 'nghi', '=nghị', 'hoi nghi', '32', 'nghi 32']
    """
    terms: list[str] = []
    for at, token in enumerate(sequence):
        terms.append(token.folded)
        if token.kind == "word":
            terms.append("=" + token.normal)
        if at and not token.gap:
            terms.append(f"{sequence[at - 1].folded} {token.folded}")
    return terms


class Ranker:
    """Sentences with the paragraph and the article each belongs to."""

    def __init__(
        self,
        sentences: Sequence[Sequence[Token]],
        paragraphs: Sequence[int],
        articles: Sequence[int],
        weights: Weights | None = None,
    ) -> None:
        """Index the sentences; ``paragraphs[i]`` and ``articles[i]`` number where sentence i stands, from 0.

        Raises:
            EmptyIndexError: no sentence has a term.
        """
        self.weights = weights or Weights()
        terms = [index_terms(sentence) for sentence in sentences]
        self.sentences = Index(terms, self.weights.sentence_k1, self.weights.sentence_b)
        self._paragraph_of = np.asarray(paragraphs)
        self._article_of = np.asarray(articles)
        self._paragraphs = self._context(terms, paragraphs)
        self._articles = self._context(terms, articles)

    def _context(self, terms: Sequence[Sequence[str]], groups: Sequence[int]) -> Index:
        joined: list[list[str]] = [[] for _ in range(max(groups) + 1)]
        for sentence, group in zip(terms, groups, strict=True):
            joined[group].extend(sentence)
        return Index(joined, self.weights.context_k1, self.weights.context_b)

    def rank(self, terms: Mapping[str, float], k: int, among: NDArray[np.int64] | None = None) -> list[Hit]:
        """The ``k`` best sentences (of those ``among``) that share a term with the query; ties by position."""
        own = self.sentences.gains(terms)
        scores = (
            self.weights.sentence * own
            + self.weights.paragraph * self._paragraphs.gains(terms)[self._paragraph_of]
            + self.weights.article * self._articles.gains(terms)[self._article_of]
        )
        allowed = np.flatnonzero(own > 0) if among is None else among[own[among] > 0]
        order = allowed[np.lexsort((allowed, -scores[allowed]))][:k]
        return [Hit(int(p), float(scores[p]), rank) for rank, p in enumerate(order, start=1)]
