"""What is measured: the product's own retrieval, and what a person would otherwise have."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.errors import CollectionError
from retrieval.evaluate.collection import Collection
from retrieval.people import People
from retrieval.rank import Settings
from retrieval.retriever import Progress, Retriever
from retrieval.text.words import plain_words

CUTOFF = 10
# A passage is found by its best sentence, so more sentences than passages are asked for.
_SENTENCES = 100
Run = dict[str, float]


class System(Protocol):
    """Something that ranks documents for a query."""

    def __call__(self, query: str) -> Run:
        """The scores of the best documents, by id."""
        ...


class Product:
    """The product's analysis, index and ranking; of a passage the best sentence counts."""

    def __init__(
        self, collection: Collection, settings: Settings | None = None, progress: Progress | None = None
    ) -> None:
        """Index the collection; a document's title stands for its article."""
        documents = collection.documents
        sentences = list(collection.sentences())
        self._ids = [documents[number].id for number, _ in sentences]
        passages: dict[str, int] = {}
        articles: dict[str, int] = {}
        self._retriever = Retriever(
            [text for _, text in sentences],
            [passages.setdefault(documents[n].passage, len(passages)) for n, _ in sentences],
            [articles.setdefault(documents[n].title or documents[n].passage, len(articles)) for n, _ in sentences],
            People(),
            settings=settings,
            progress=progress,
        )

    def __call__(self, query: str) -> Run:
        """The documents of the best sentences."""
        found: Run = {}
        for hit in self._retriever.rank(self._retriever.parse(query), _SENTENCES):
            found.setdefault(self._ids[hit.position], hit.score)
        return dict(list(found.items())[:CUTOFF])


class RankBM25:
    """rank_bm25's BM25Okapi as its README shows it, over whitespace syllables or pyvi words, in lower case."""

    def __init__(self, collection: Collection, cut: Callable[[str], list[str]]) -> None:
        """Index the documents; ``cut`` makes terms."""
        self._cut = cut
        self._ids = [d.id for d in collection.documents]
        self._index = BM25Okapi([cut(d.text) for d in collection.documents])

    def __call__(self, query: str) -> Run:
        """The best of ``get_scores``."""
        return _best(self._ids, self._index.get_scores(self._cut(query)))


class BM25S:
    """bm25s with its defaults, over pyvi words in lower case."""

    def __init__(self, collection: Collection, cut: Callable[[str], list[str]]) -> None:
        """Index the documents.

        Raises:
            CollectionError: bm25s is not installed.
        """
        try:
            import bm25s
        except ImportError as error:
            raise CollectionError("--compare cần gói bm25s: pip install 'hoinghi[dev]'") from error
        self._cut = cut
        self._ids = [d.id for d in collection.documents]
        self._index: Any = bm25s.BM25()
        self._index.index([cut(d.text) for d in collection.documents], show_progress=False)

    def __call__(self, query: str) -> Run:
        """The best of ``get_scores``."""
        return _best(self._ids, self._index.get_scores(self._cut(query)))


def syllables(text: str) -> list[str]:
    """Whitespace syllables in lower case."""
    return text.lower().split()


def words(text: str) -> list[str]:
    """pyvi words in lower case."""
    return plain_words(text).lower().split()


def rivals(collection: Collection) -> Iterable[tuple[str, Callable[[], System]]]:
    """The systems to compare with, by name, built when called."""
    yield "rank_bm25, âm tiết", lambda: RankBM25(collection, syllables)
    yield "rank_bm25, từ pyvi", lambda: RankBM25(collection, words)
    yield "bm25s, từ pyvi", lambda: BM25S(collection, words)


def _best(ids: Sequence[str], scores: Any) -> Run:
    order = np.argsort(-np.asarray(scores), kind="stable")[:CUTOFF]
    return {ids[i]: float(scores[i]) for i in order if scores[i] > 0}


def ablations() -> Mapping[str, Settings]:
    """The ranking with one part left out at a time."""
    return {
        "đầy đủ": Settings(),
        "không có đoạn": Settings(paragraph=0),
        "không có bài": Settings(article=0),
        "không có đoạn và bài": Settings(paragraph=0, article=0),
        "không có câu trước": Settings(before=0),
        "không xét loại câu trả lời": Settings(kind=0),
        "đoạn và bài không theo độ hiếm": Settings(rarity=0),
        "k1 = 1,5, b = 0,75 cho câu": Settings(sentence_k1=1.5, sentence_b=0.75),
        "không có từ pyvi": Settings(word=0),
        "không có cặp âm tiết": Settings(pair=0),
        "không có âm tiết có dấu": Settings(marked=0),
        "không có âm tiết bỏ dấu": Settings(folded=0),
        "không có từ đồng nghĩa": Settings(synonyms=0),
    }
