"""The sentences that may answer a question, judged and put in order."""

from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus import Corpus, Sentence
from retrieval.evidence import Hit, Quote
from retrieval.judge import Evidence, Judge, Meetings
from retrieval.people import People
from retrieval.query.model import Kind, Query
from retrieval.quote import clause, leans
from retrieval.retriever import Retriever
from retrieval.spans import Reading

# How many of the ranked sentences are judged.
MOST = 30
# How the best of them is chosen: the score of the ranking, as a share of the best one's, is 1.
CLOSENESS, NEIGHBOURS, TYPED, NAMES_EVENT, LACKS_NAME = 1.5, 0.3, 0.4, 0.1, 0.5
# The share of what was asked that a sentence must cover to be an answer; chosen on labelled questions (README.md).
MIN_COVERAGE = 0.6
MIN_WEIGHT = 0.4
# From here on a sentence that does not answer may still be of interest.
NEAR_COVERAGE = 0.35


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer: how good it is, why, and whether that is evidence enough."""

    score: float
    evidence: Evidence
    enough: bool
    sentence: Sentence
    corpus: Corpus

    @property
    def answers(self) -> bool:
        """Whether it may be given as the answer."""
        return self.enough and self.evidence.typed and not self.evidence.lacks_name

    def is_near(self, query: Query) -> bool:
        """Whether it is of interest though it does not answer: something but names is met."""
        if self.evidence.coverage < NEAR_COVERAGE or not self.evidence.typed or self.evidence.lacks_name:
            return False
        missed = set(self.evidence.missed)
        return any(c not in missed and not c.name and c.text for c in query.content)

    @cached_property
    def quote(self) -> Quote:
        """As it would be shown."""
        sentence, evidence = self.sentence, self.evidence
        before = sentence.position - 1
        leaned_on = before >= 0 and leans(sentence.text)
        leaned_on = leaned_on and self.corpus.sentences[before].article == sentence.article
        return Quote(
            sentence,
            self.corpus.article(sentence.article),
            self.corpus.conference(sentence.conference),
            evidence.matched,
            evidence.headline,
            clause(sentence.text, evidence.headline, evidence.matched),
            self.corpus.sentences[before] if leaned_on else None,
        )


class Candidates:
    """Finds and judges them; sentences are read when they are first judged."""

    def __init__(self, corpus: Corpus, retriever: Retriever, people: People) -> None:
        """Take what was indexed."""
        self._corpus = corpus
        self._retriever = retriever
        self._people = people
        self._judge = Judge(people)
        self._min_coverage = MIN_COVERAGE
        self._reading = lru_cache(maxsize=4096)(self._read)
        self._title = lru_cache(maxsize=1024)(lambda article: Reading(corpus.article(article).title, people))

    def with_coverage(self, threshold: float) -> "Candidates":
        """The same with another threshold of the rule of evidence."""
        other = copy(self)
        other._min_coverage = threshold
        return other

    def judge(self, query: Query, among: NDArray[np.int64] | None) -> list[Candidate]:
        """The candidates (of those ``among``): those that answer first, the best of them first."""
        hits = self._hits(query, among)
        top = max((hit.score for hit in hits), default=0.0) or 1.0
        meetings = Meetings()
        judged = [self._candidate(query, hit, top, meetings) for hit in hits]
        return sorted(judged, key=lambda each: (not each.answers, -each.score, each.sentence.position))

    def _hits(self, query: Query, among: NDArray[np.int64] | None) -> list[Hit]:
        """The best ranked; for a bare question about one conference ("ở đâu?") also what shares no word with it."""
        hits = self._retriever.rank(query, MOST, among)
        if query.implied and among is not None:
            seen = {hit.position for hit in hits}
            rest = [int(p) for p in among if int(p) not in seen][: MOST - len(hits)]
            hits += [Hit(p, 0.0, len(hits) + i) for i, p in enumerate(rest, start=1)]
        return hits

    def _candidate(self, query: Query, hit: Hit, top: float, meetings: Meetings) -> Candidate:
        sentence = self._corpus.sentences[hit.position]
        evidence = self._judge.weigh(
            query,
            self._reading(hit.position),
            self._before(hit.position),
            self._title(sentence.article),
            attributed=self._attributed(query, sentence),
            meetings=meetings,
        )
        score = hit.score / top + CLOSENESS * evidence.closeness + NEIGHBOURS * evidence.neighbours
        # A named answer is worth more than an office that could be one.
        score += TYPED * evidence.typed * (1.0 if evidence.headline or query.kind is not Kind.WHO else 0.5)
        score += NAMES_EVENT * (evidence.names_event + _own_name(query, sentence))
        score -= LACKS_NAME * evidence.lacks_name
        # A question that does not name the field must meet more than an everyday word of it.
        enough = evidence.coverage >= self._min_coverage and (query.on_topic or evidence.weight >= MIN_WEIGHT)
        enough = enough and (bool(query.content) or bool(query.conferences)) and (query.on_topic or not query.implied)
        return Candidate(score, evidence, enough, sentence, self._corpus)

    def _attributed(self, query: Query, sentence: Sentence) -> bool:
        """Whether the article has let the person asked about speak before this sentence."""
        if not query.speaker:
            return False
        at = sentence.position - 1
        while at >= 0 and self._corpus.sentences[at].article == sentence.article:
            if self._judge.speaks(query, self._reading(at)):
                return True
            at -= 1
        return False

    def _before(self, position: int) -> Reading | None:
        """The sentence before, in the same paragraph."""
        if not position:
            return None
        here, there = self._corpus.sentences[position], self._corpus.sentences[position - 1]
        same = (here.article, here.paragraph) == (there.article, there.paragraph)
        return self._reading(position - 1) if same else None

    def _read(self, position: int) -> Reading:
        return Reading(self._corpus.sentences[position].text, self._people, self._retriever.word_ends[position])


def _own_name(query: Query, sentence: Sentence) -> int:
    """1 when the sentence names the conference asked about, -1 when it names only another."""
    if not query.conferences or not sentence.mentions:
        return 0
    return 1 if sentence.mentions & set(query.conferences) else -1
