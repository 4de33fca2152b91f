"""The one public door: a folder of articles, questions in, answers out."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus import Conference, Corpus, Sentence, read_corpus
from retrieval.evidence import Answer, Conversation, Quote, Reason, Refusal, Reply
from retrieval.judge import Evidence, weigh_evidence
from retrieval.query.model import Form, Kind, Query
from retrieval.query.parse import Parser, read_tables
from retrieval.query.vocabulary import Vocabulary
from retrieval.rank import Ranker
from retrieval.spans import People, Reading
from retrieval.text.syllables import clean, tokens
from retrieval.text.words import dictionary_words, word_ends

MAX_QUESTION = 4096
CANDIDATES = 50
MIN_COVERAGE = 0.6


class Searcher:
    """Answers questions from one corpus; immutable, so that another can take its place in one step."""

    def __init__(self, corpus: Corpus) -> None:
        """Index ``corpus``."""
        self.corpus = corpus
        self._people = People()
        self._tokens = [tokens(s.text) for s in corpus.sentences]
        paragraphs: dict[tuple[str, int], int] = {}
        articles: dict[str, int] = {}
        self._ranker = Ranker(
            self._tokens,
            [paragraphs.setdefault((s.article, s.paragraph), len(paragraphs)) for s in corpus.sentences],
            [articles.setdefault(s.article, len(articles)) for s in corpus.sentences],
        )
        self._among = self._by_conference()
        self._parser = self._make_parser()
        self._reading = lru_cache(maxsize=4096)(self._read)
        self._titles = {a.id: Reading(a.title, self._people) for a in corpus.articles}

    @classmethod
    def open(cls, folder: Path) -> "Searcher":
        """Read the articles of ``folder`` and index them.

        Raises:
            CorpusError: the folder cannot be used; the message names file and line.
        """
        return cls(read_corpus(folder))

    def answer(self, text: str, conversation: Conversation | None = None) -> Reply:
        """Answer a question; any text is taken, none raises."""
        if len(text) > MAX_QUESTION:
            return Reply(Refusal(text, Reason.TOO_LONG))
        query = self._parser.parse(text)
        if not query.tokens:
            return Reply(Refusal(text, Reason.EMPTY))
        return Reply(self._answer(query), Conversation(text, query.conferences))

    def _answer(self, query: Query) -> Answer | Refusal:
        held = {c.number for c in self.corpus.held}
        asked = query.conferences or (tuple(sorted(held)) if query.every else ())
        missing = tuple(self.corpus.conference(n) for n in asked if n not in held and n not in self.corpus.mentioned)
        present = [n for n in asked if n in held or n in self.corpus.mentioned]
        if query.unknown_years and not present or (asked and not present):
            missing = (*missing, *(Conference(0, year=y) for y in query.unknown_years))
            return self._refusal(query, Reason.NOT_HELD, missing=missing)
        found: list[tuple[int, Quote | None]] = [(n, self._best(query, self._among[n])) for n in present]
        if not present:
            quote = self._best(query, None)
            return Answer(query.text, (quote,)) if quote else self._refusal(query, Reason.NOT_FOUND)
        quotes = tuple(q for _, q in found if q)
        if not quotes:
            return self._refusal(query, Reason.NOT_FOUND)
        silent = tuple(self.corpus.conference(n) for n, q in found if q is None)
        mention = next((self.corpus.conference(n) for n in present if n not in held), None)
        return Answer(query.text, quotes, silent, missing, mention=mention)

    def _refusal(self, query: Query, reason: Reason, missing: Sequence[Conference] = ()) -> Refusal:
        return Refusal(
            query.text,
            reason,
            sought=tuple(c.text for c in query.concepts if not c.frame),
            asked=tuple(self.corpus.conference(n) for n in query.conferences),
            missing=tuple(missing),
            held=self.corpus.held,
        )

    def _best(self, query: Query, among: NDArray[np.int64] | None) -> Quote | None:
        judged = self.judge(query, among)
        if not judged or judged[0][2].coverage < MIN_COVERAGE or not judged[0][2].typed:
            return None
        return self._quote(judged[0][1], judged[0][2])

    def judge(self, query: Query, among: NDArray[np.int64] | None) -> list[tuple[float, Sentence, Evidence]]:
        """The candidates with their evidence, the best first."""
        hits = self._ranker.rank(query.terms, CANDIDATES, among)
        top = hits[0].score if hits else 1.0
        judged = []
        for hit in hits:
            sentence = self.corpus.sentences[hit.position]
            reading = self._reading(hit.position)
            before = hit.position - 1
            near = before >= 0 and self.corpus.sentences[before].article == sentence.article
            near = near and self.corpus.sentences[before].paragraph == sentence.paragraph
            evidence = weigh_evidence(
                query,
                reading,
                self._reading(before) if near else None,
                self._titles[sentence.article],
                self._people.has_role(sentence.text),
            )
            score = hit.score / top + evidence.coverage + 0.4 * evidence.typed
            judged.append((score, sentence, evidence))
        return sorted(judged, key=lambda j: (-j[0], j[1].position))

    def _quote(self, sentence: Sentence, evidence: Evidence) -> Quote:
        article = self.corpus.article(sentence.article)
        return Quote(
            sentence, article, self.corpus.conference(sentence.conference), evidence.matched, evidence.headline
        )

    def _read(self, position: int) -> Reading:
        return Reading(self.corpus.sentences[position].text, self._people)

    def _by_conference(self) -> dict[int, NDArray[np.int64]]:
        """The sentences that may answer for each conference: of its articles, or for one without, its mentions."""
        found: dict[int, list[int]] = {c.number: [] for c in self.corpus.held}
        found |= {n: [] for n in self.corpus.mentioned}
        for sentence in self.corpus.sentences:
            found[sentence.conference].append(sentence.position)
            for number in sentence.mentions & self.corpus.mentioned:
                found[number].append(sentence.position)
        return {number: np.asarray(positions, dtype=np.int64) for number, positions in found.items()}

    def _make_parser(self) -> Parser:
        tables = read_tables()
        words = [
            tuple(t.raw for t in sequence[start:end])
            for sequence, sentence in zip(self._tokens, self.corpus.sentences, strict=True)
            for start, end in _words(sequence, sentence.text)
        ]
        return Parser(
            tables,
            Vocabulary([*dictionary_words(), *tables.phrases()], words),
            self._rarity,
            {c.year: c.number for c in self.corpus.known.values() if c.year},
            max(c.number for c in self.corpus.held),
            frozenset(c.number for c in self.corpus.held),
        )

    def _rarity(self, form: Form) -> float:
        """How much it tells that a sentence holds the form: ln((N + 1) / df) over the rarest pair in it, 0 to 1.

        A form that no sentence holds counts as one that a single sentence does.
        """
        index = self._ranker.sentences
        pairs = [" ".join(form.folded[i : i + 2]) for i in range(len(form.folded) - 1)] or list(form.folded)
        found = min(len(index.postings(pair)) for pair in pairs) if pairs else 0
        size = math.log(index.corpus_size + 1)
        return math.log((index.corpus_size + 1) / max(found, 1)) / size


def _words(sequence: Sequence, text: str) -> list[tuple[int, int]]:
    ends = word_ends(sequence, text)
    spans, at = [], 0
    while at < len(ends):
        spans.append((at, ends[at]))
        at = ends[at]
    return [s for s in spans if s[1] - s[0] > 1]
