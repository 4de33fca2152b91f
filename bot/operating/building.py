"""Making new knowledge beside the old: in a thread, step by step, checked before anybody is answered from it."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.answering import Knowledge
from bot.operating.golden import check_golden, read_golden
from retrieval.corpus import Corpus, read_corpus
from retrieval.corpus.folder import Folder
from retrieval.errors import CorpusError
from retrieval.search import Searcher

# Python runs one thread at a time. After so many seconds of work the building thread rests as long, so that those
# who answer questions get at least half of the time.
_WORK = 0.002


class StoppedError(Exception):
    """The building was broken off: the bot ends."""


@dataclass
class Progress:
    """How far a building is: written by its thread, read by whoever shows it. `stop` breaks it off."""

    stage: str = ""
    done: int = 0
    count: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    _rested: float = field(default_factory=time.perf_counter)

    def reading(self, done: int, count: int) -> None:
        """So many articles are read."""
        self._at("reading", done, count)

    def indexing(self, done: int, count: int) -> None:
        """So many sentences are analysed."""
        self._at("indexing", done, count)

    def _at(self, stage: str, done: int, count: int) -> None:
        self.stage, self.done, self.count = stage, done, count
        if self.stop.is_set():
            raise StoppedError
        if (worked := time.perf_counter() - self._rested) > _WORK:
            time.sleep(min(worked, 10 * _WORK))
            self._rested = time.perf_counter()


@dataclass(frozen=True, slots=True)
class Built:
    """New knowledge that passed every check, and how many golden questions it was asked."""

    knowledge: Knowledge
    golden: int


def build(folder: Folder, current: Knowledge, progress: Progress) -> Built:
    """Knowledge from the files of a folder; what `current` holds too is not segmented again.

    Raises:
        CorpusError: a file cannot be used, an article has no sentence, or a golden question is no longer answered.
        StoppedError: it was broken off.
    """
    with _giving_way():
        return _built(folder, current, progress)


def _built(folder: Folder, current: Knowledge, progress: Progress) -> Built:
    golden = read_golden(folder)
    corpus = read_corpus(folder, progress.reading)
    _check_sentences(corpus, folder.path)
    if corpus.fingerprint == current.corpus.fingerprint:
        knowledge = Knowledge(current.searcher, folder)
    else:
        knowledge = Knowledge(Searcher(corpus, current.searcher, progress.indexing), folder)
        knowledge.prepare()
    check_golden(knowledge.searcher, golden, folder.path)
    return Built(knowledge, len(golden))


@contextmanager
def _giving_way() -> Iterator[None]:
    """Let other threads have their turn ten times as soon: an answer passes from thread to thread many times."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _check_sentences(corpus: Corpus, path: Path) -> None:
    told = {sentence.article for sentence in corpus.sentences}
    for article in corpus.articles:
        if article.id not in told:
            line = article.left_out[0].line if article.left_out else 1
            reason = "bài không còn câu nào để trả lời (các câu đều quá ngắn, hoặc đã có trong bài khác)"
            raise CorpusError(reason, path / article.file, line)
