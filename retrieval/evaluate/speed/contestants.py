"""Who races: this index and what a person would otherwise take. Each gets the same terms and finds the best ten.

All but tantivy and FTS5 compute BM25+ with k1 1.5, b 0.75 and delta 1; those have BM25 formulas of their own
(k1 1.2), so that only their speed can be compared. A package that is not installed leaves its contestant out.
"""

import pickle
import sqlite3
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from rank_bm25 import BM25Plus

from retrieval.bm25 import Index
from retrieval.evaluate.speed.sentences import Course, Question
from retrieval.kept import keep, open_kept

BEST = 10
# What two sums of the same numbers may differ by.
_LEVEL = 1e-9


class Contestant(Protocol):
    """A way to find sentences; made with a folder for its files. What it imports is imported then."""

    def build(self, course: Course) -> None:
        """Index the sentences."""
        ...

    def keep(self) -> None:
        """Write to the disk what a second start needs."""
        ...

    def open(self) -> None:
        """Begin anew with what was written."""
        ...

    def ask(self, question: Question) -> Sequence[int]:
        """The places of the best sentences."""
        ...


def _documents(course: Course) -> Iterator[list[str]]:
    with course.terms.open(encoding="ascii") as file:
        for line in file:
            yield line.split()


class Hoinghi:
    """The index of the product."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, course: Course) -> None:
        """From a stream of sentences."""
        self._index = Index(_documents(course))

    def keep(self) -> None:
        """As raw arrays."""
        keep(self._index, self._folder / "index", "")

    def open(self) -> None:
        """Mapped."""
        opened = open_kept(self._folder / "index", "")
        if opened is None:
            raise OSError(f"{self._folder} cannot be read back")
        self._index = opened

    def ask(self, question: Question) -> Sequence[int]:
        """Exact scores."""
        return [place for place, _ in self._index.top(question.terms, BEST)]


class RankBM25:
    """The library, as it is; the best of its scores by place, and none that every sentence has."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, course: Course) -> None:
        """From a stream of sentences."""
        self._index = BM25Plus(_documents(course))

    def keep(self) -> None:
        """Pickled: it has no form of its own."""
        with (self._folder / "index.pickle").open("wb") as file:
            pickle.dump(self._index, file)

    def open(self) -> None:
        """From the pickle just written."""
        with (self._folder / "index.pickle").open("rb") as file:
            self._index = pickle.load(file)

    def ask(self, question: Question) -> Sequence[int]:
        """Scores of all, sorted; what is level with the tenth, rounding aside, is as good and comes too."""
        scores = self._index.get_scores(list(question.terms))
        order = np.argsort(-scores, kind="stable")
        nothing = sum(self._index.idf.get(term, 0.0) for term in question.terms)
        floor = max(nothing, scores[order[min(BEST, len(order)) - 1]] - _LEVEL)
        best = order[: np.searchsorted(-scores[order], -floor)]
        return [int(place) for place in best if scores[place] > nothing + _LEVEL]


class BM25S:
    """bm25s with numba, one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bm25s: Any = import_module("bm25s")
        import_module("numba")

    def build(self, course: Course) -> None:
        """From numbered terms, which it takes in less memory than texts."""
        vocabulary: dict[str, int] = {}
        numbered = []
        for document in _documents(course):
            numbered.append(array("i", [vocabulary.setdefault(term, len(vocabulary)) for term in document]))
        self._index: Any = self._bm25s.BM25(method="bm25+", k1=1.5, b=0.75, delta=1.0, backend="numba")
        self._index.index((numbered, vocabulary), show_progress=False)

    def keep(self) -> None:
        """Its own form."""
        self._index.save(str(self._folder))

    def open(self) -> None:
        """Mapped, as it can be."""
        self._index = self._bm25s.BM25.load(str(self._folder), mmap=True)
        self._index.backend = "numba"
        self._index.activate_numba_scorer()

    def ask(self, question: Question) -> Sequence[int]:
        """Its own selection of the best."""
        found = self._index.retrieve([list(question.terms)], k=BEST, n_threads=0, show_progress=False)
        return [int(place) for place in found.documents[0]]


class Tantivy:
    """tantivy over terms as they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tantivy: Any = import_module("tantivy")

    def build(self, course: Course) -> None:
        """In one segment, by one thread."""
        schema = self._tantivy.SchemaBuilder()
        schema.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
        schema.add_unsigned_field("place", stored=True)
        self._schema: Any = schema.build()
        self._kept: Any = self._tantivy.Index(self._schema, path=str(self._folder))
        writer = self._kept.writer(heap_size=512_000_000, num_threads=1)
        for place, document in enumerate(_documents(course)):
            writer.add_document(self._tantivy.Document(terms=" ".join(document), place=place))
        writer.commit()
        writer.wait_merging_threads()
        self._kept.reload()
        self._search: Any = self._kept.searcher()

    def keep(self) -> None:
        """It is on the disk."""

    def open(self) -> None:
        """Mapped."""
        self._kept = self._tantivy.Index.open(str(self._folder))
        self._search = self._kept.searcher()

    def ask(self, question: Question) -> Sequence[int]:
        """Any of the terms."""
        occur, query = self._tantivy.Occur.Should, self._tantivy.Query
        terms = [(occur, query.term_query(self._schema, "terms", term)) for term in question.terms]
        found = self._search.search(query.boolean_query(terms), BEST, count=False).hits
        return [self._search.doc(address)["place"][0] for _, address in found]


class FTS5:
    """SQLite's full-text search."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, course: Course) -> None:
        """In a file, without the texts."""
        self._file = self._folder / "index.db"
        with sqlite3.connect(self._file) as self._database:
            self._database.execute("CREATE VIRTUAL TABLE found USING fts5(terms, content='')")
            rows = ((place, " ".join(document)) for place, document in enumerate(_documents(course)))
            self._database.executemany("INSERT INTO found(rowid, terms) VALUES (?, ?)", rows)
            self._database.execute("INSERT INTO found(found) VALUES ('optimize')")

    def keep(self) -> None:
        """It is on the disk."""

    def open(self) -> None:
        """The same file."""
        self._database.close()
        self._database = sqlite3.connect(self._folder / "index.db")

    def ask(self, question: Question) -> Sequence[int]:
        """Any of the terms."""
        words = " OR ".join(f'"{term}"' for term in question.terms)
        rows = self._database.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?", (words, BEST)
        )
        return [int(place) for (place,) in rows]


Make = Callable[[Path], Contestant]
CONTESTANTS: Mapping[str, Make] = {
    "hoinghi": Hoinghi,
    "rank_bm25": RankBM25,
    "bm25s": BM25S,
    "tantivy": Tantivy,
    "fts5": FTS5,
}
_NEEDS = {"bm25s": ("bm25s", "numba"), "tantivy": ("tantivy",)}


def missing() -> tuple[str, ...]:
    """The contestants whose packages are not installed."""
    return tuple(name for name, needs in _NEEDS.items() if not all(find_spec(need) for need in needs))
