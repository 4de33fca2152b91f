"""Test collections in BEIR form (Thakur et al., NeurIPS 2021): corpus.jsonl, queries.jsonl, qrels/test.tsv."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.corpus.sentences import sentence_spans
from retrieval.errors import CollectionError
from retrieval.lexicon import press_lexicon

# Sentence collections number the sentences of a passage: "p00012.003".
_SENTENCE_ID = re.compile(r"(?P<passage>.+)\.\d+")


@dataclass(frozen=True, slots=True)
class Document:
    """What is retrieved: a sentence or a passage; ``passage`` is the id of the passage it is or belongs to."""

    id: str
    title: str
    text: str
    passage: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, queries by id, and qrels: for each query the relevance of documents by id."""

    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]

    def sentences(self) -> Iterator[tuple[int, str]]:
        """The sentences of all documents in order, each with the number of its document, from 0."""
        abbreviations = press_lexicon().abbreviations
        whole = len({d.passage for d in self.documents}) < len(self.documents)
        for number, document in enumerate(self.documents):
            pieces = [document.text] if whole else list(_split(document.text, abbreviations))
            for piece in pieces or [document.text]:
                yield number, piece


def read_collection(folder: Path) -> Collection:
    """Read a collection.

    Raises:
        CollectionError: a file is missing or not in BEIR form; the message names file and line.
    """
    rows = list(_rows(folder / "corpus.jsonl", ("_id", "text")))
    passages = _passages([str(row["_id"]) for row in rows])
    documents = tuple(
        Document(str(row["_id"]), str(row.get("title") or ""), str(row["text"]), passage)
        for row, passage in zip(rows, passages, strict=True)
    )
    queries = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl", ("_id", "text"))}
    qrels = _qrels(folder / "qrels" / "test.tsv")
    if not documents or not qrels:
        raise CollectionError(f"{folder}: bộ thử không có văn bản hoặc không có đánh giá nào")
    return Collection(documents, {q: queries[q] for q in qrels if q in queries}, qrels)


def _passages(ids: Sequence[str]) -> list[str]:
    """The passage of each document: the id before the last dot where all are numbered so, else itself."""
    matches = [_SENTENCE_ID.fullmatch(each) for each in ids]
    passages = [match["passage"] if match else each for match, each in zip(matches, ids, strict=True)]
    return passages if all(matches) and len(set(passages)) < len(ids) else list(ids)


def _split(text: str, abbreviations: frozenset[str]) -> Iterator[str]:
    for line in text.splitlines():
        for start, end in sentence_spans(line, abbreviations):
            yield line[start:end]


def _rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict) or any(name not in row for name in needed):
                        raise CollectionError(f"{path}:{number}: thiếu {' hoặc '.join(needed)}")
                    yield row
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CollectionError(f"{path}: không đọc được ({error})") from error


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    """Relevance above 0 only; the first line is the heading."""
    found: dict[str, dict[str, int]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CollectionError(f"{path}: không đọc được ({error})") from error
    for number, line in enumerate(lines[1:], start=2):
        parts = line.split("\t")
        if len(parts) != 3 or not parts[2].strip().lstrip("-").isdigit():
            raise CollectionError(f"{path}:{number}: cần ba cột query-id, corpus-id, score")
        if int(parts[2]) > 0:
            found.setdefault(parts[0], {})[parts[1]] = int(parts[2])
    return found
