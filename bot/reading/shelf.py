"""The articles as one reads them: found by their keys, their sentences in order, the passage around one."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from bot.reading.links import article_key, sentence_key
from retrieval.corpus.model import Article, Corpus, Sentence
from retrieval.corpus.sentences import sentence_spans
from retrieval.evidence import Span
from retrieval.lexicon import press_lexicon


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands around a sentence: spans of the article's text, whole sentences, the nearest to it last dropped."""

    sentence: Sentence
    article: Article
    around: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From where to where in the article."""
        return self.around[0][0], self.around[-1][1]

    def shorter(self) -> "Passage | None":
        """Without the sentence farthest away; None when only the sentence itself is left."""
        if len(self.around) < 2:
            return None
        before = self.sentence.start - self.around[0][0]
        after = self.around[-1][1] - self.sentence.end
        return Passage(self.sentence, self.article, self.around[1:] if before > after else self.around[:-1])

    def within(self, limit: int) -> "Passage":
        """At most so many characters, or the sentence alone."""
        passage = self
        while passage.span[1] - passage.span[0] > limit and (shorter := passage.shorter()):
            passage = shorter
        return passage


class Shelf:
    """The articles of one corpus, in the order they are offered: the newest conference first."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._abbreviations = press_lexicon().abbreviations

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """All of them."""
        return tuple(sorted(self._corpus.articles, key=lambda article: -article.conference))

    @cached_property
    def _by_key(self) -> Mapping[str, Article]:
        return {article_key(article.id): article for article in self._corpus.articles}

    @cached_property
    def _starts(self) -> Mapping[str, int]:
        """The position of the first sentence of each article; sentences stand in the order of the articles."""
        starts: dict[str, int] = {}
        for sentence in self._corpus.sentences:
            starts.setdefault(sentence.article, sentence.position)
        return starts

    def article(self, key: str) -> Article | None:
        """The article with that key."""
        return self._by_key.get(key)

    def sentence(self, article: Article, key: str) -> Sentence | None:
        """The sentence of that article with that key."""
        return next((each for each in self.sentences(article) if key and sentence_key(each) == key), None)

    def sentences(self, article: Article) -> Sequence[Sentence]:
        """The sentences of an article, in order."""
        start = self._starts.get(article.id)
        if start is None:
            return ()
        rest = islice(self._corpus.sentences, start, None)
        return tuple(takewhile(lambda sentence: sentence.article == article.id, rest))

    def passage(self, sentence: Sentence) -> Passage:
        """The paragraph a sentence stands in; where it is all of it, the paragraphs next to it as well."""
        article = self._corpus.article(sentence.article)
        at = max(0, bisect_right([start for start, _ in article.paragraphs], sentence.start) - 1)
        around = self._spans(article, range(at, at + 1), sentence)
        if len(around) == 1:
            around = self._spans(article, range(max(0, at - 1), at + 2), sentence)
        return Passage(sentence, article, around)

    def _spans(self, article: Article, paragraphs: range, sentence: Sentence) -> tuple[Span, ...]:
        """The sentences of some paragraphs; the one given stands among them as it is."""
        spans = [
            (start + a, start + b)
            for start, end in article.paragraphs[paragraphs.start : paragraphs.stop]
            for a, b in sentence_spans(article.text[start:end], self._abbreviations)
        ]
        own = (sentence.start, sentence.end)
        apart = [span for span in spans if span[1] <= own[0] or span[0] >= own[1]]
        return tuple(sorted([*apart, own]))
