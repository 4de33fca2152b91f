"""The one public door: a folder of articles, questions in, answers out."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.candidates import Candidate, Candidates
from retrieval.corpus import Conference, Corpus, Sentence, read_corpus
from retrieval.evidence import Answer, Conversation, Hit, Named, Quote, Reason, Refusal, Reply, Said
from retrieval.people import People
from retrieval.query.follow import follow
from retrieval.query.model import Kind, Query
from retrieval.query.naming import Calendar
from retrieval.query.open import left_open
from retrieval.retriever import Progress, Retriever, Segmented
from retrieval.suggest import Suggestion, suggestions_about
from retrieval.summary import Summarizer, Summary
from retrieval.text.numbers import with_numerals
from retrieval.text.syllables import tokens
from retrieval.themes import ThemeWeights, read_themes, theme_weights

MAX_QUESTION = 4096
# How close another conference's best sentence must come to be named as well.
NEAR_TIE = 0.93
# Kinds of answer of which two that differ contradict one another.
_MEASURED = frozenset({Kind.WHEN, Kind.WHERE, Kind.HOW_MANY, Kind.HOW_LONG, Kind.THEME})
_LONGEST_NAME = 200
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# How much of a conversation is kept to ask again: its beginning, and the last questions that leaned on it.
_LONGEST_SAID = 8


class Searcher:
    """Answers questions from one corpus; immutable, so that another can take its place in one step."""

    def __init__(self, corpus: Corpus, earlier: "Searcher | None" = None, progress: Progress | None = None) -> None:
        """Index ``corpus``; sentences that ``earlier`` holds too are not segmented again.

        ``progress`` is called with the number of sentences analysed and of all.
        """
        self.corpus = corpus
        self._people = People()
        self._suggestions: dict[int, tuple[Suggestion, ...]] = {}
        self._summaries: dict[int, Summary] = {}
        paragraphs: dict[tuple[str, int], int] = {}
        articles: dict[str, int] = {}
        held = frozenset(c.number for c in corpus.held)
        self._retriever = Retriever(
            [s.text for s in corpus.sentences],
            [paragraphs.setdefault((s.article, s.paragraph), len(paragraphs)) for s in corpus.sentences],
            [articles.setdefault(s.article, len(articles)) for s in corpus.sentences],
            self._people,
            Calendar(_years(corpus), max(held), held),
            progress=progress,
            segmented=earlier.segmented() if earlier else None,
        )
        self._among = self._by_conference()
        self._summarizer = Summarizer(
            corpus, lambda question: self.answer(question).result, lambda s: self._retriever.vector(s.position, s.text)
        )
        self._candidates = Candidates(corpus, self._retriever, self._people)

    @classmethod
    def open(cls, folder: Path) -> "Searcher":
        """Read the articles of ``folder`` and index them.

        Raises:
            CorpusError: the folder cannot be used; the message names file and line.
        """
        return cls(read_corpus(folder))

    def segmented(self) -> Segmented:
        """Where the words of each sentence end, by its text."""
        return dict(zip((s.text for s in self.corpus.sentences), self._retriever.word_ends, strict=True))

    def with_coverage(self, threshold: float) -> "Searcher":
        """The same searcher with another threshold of the rule of evidence, for measuring."""
        other = copy(self)
        other._candidates = self._candidates.with_coverage(threshold)
        return other

    def answer(self, text: str, conversation: Conversation | None = None) -> Reply:
        """Answer a question; any text is taken, none raises."""
        if len(text) > MAX_QUESTION:
            return Reply(Refusal(text, Reason.TOO_LONG, held=self.corpus.held), conversation or Conversation())
        asked = self._retriever.parse(text)
        if not asked.tokens:
            return Reply(Refusal(text, Reason.EMPTY, held=self.corpus.held), conversation or Conversation())
        if asked.small_talk:
            return Reply(Refusal(text, Reason.SMALL_TALK, held=self.corpus.held), conversation or Conversation())
        before = conversation or Conversation()
        readings = follow(asked, before.query, self._retriever.settings)
        found = [(readings[0], self._answer(readings[0]))]
        for query in readings[1:]:
            if not isinstance(found[-1][1], Answer):
                found.append((query, self._answer(query)))
        query, result = found[-1] if isinstance(found[-1][1], Answer) else found[0]
        said = (text,) if query is asked else _lengthened(before.said, text)
        return Reply(self._with_records(query, result), Conversation(query, said))

    def same_of(self, conversation: Conversation, number: int) -> Reply:
        """The question last asked, asked of another conference."""
        if conversation.query is None:
            return self.answer("", conversation)
        here = replace(conversation.query, conferences=(number,), unknown_years=(), every=False, which=False)
        result = self._with_records(here, self._answer(here))
        return Reply(result, Conversation(here, _lengthened(conversation.said, number)))

    def again(self, said: Said) -> Reply:
        """What a conversation came to, from what was said in it; not the same where the articles are others now."""
        reply = Reply(Refusal("", Reason.EMPTY, held=self.corpus.held))
        for each in said:
            before = reply.conversation
            reply = self.answer(each, before) if isinstance(each, str) else self.same_of(before, each)
        return reply

    def _with_records(self, query: Query, result: Answer | Refusal) -> Answer | Refusal:
        """With what the operator's table knows of the time, when that is asked and no sentence shown tells the year."""
        quotes = result.quotes if isinstance(result, Answer) else ()
        dated = (q for q in quotes if q.headline and _YEAR.search(q.sentence.text[slice(*q.headline)]))
        told = {number for q in dated for number in (q.conference.number, *q.sentence.mentions)}
        asked = query.conferences if query.kind is Kind.WHEN else ()
        known = tuple(self.corpus.conference(n) for n in asked if n not in told)
        return replace(result, records=tuple(c for c in known if c.year))

    def themes(self) -> Mapping[int, Quote]:
        """The stated theme of each conference held, as the headline of a quote; those without one are left out."""
        found: dict[int, Quote] = {}
        for conference in self.corpus.held:
            result = self.answer(f"Chủ đề của {conference.label} là gì?").result
            if isinstance(result, Answer) and result.quotes[0].headline:
                found[conference.number] = result.quotes[0]
        return found

    def suggestions(self, number: int) -> tuple[Suggestion, ...]:
        """Questions about a conference that do have an answer; none about one that is not held."""
        if number not in self._suggestions:
            held = number in self._among and number not in self.corpus.mentioned
            found = suggestions_about(self.corpus.conference(number), self._best_sentence) if held else ()
            self._suggestions[number] = tuple(found)
        return self._suggestions[number]

    def summary(self, number: int) -> Summary:
        """The facts and the key sentences of a conference held; KeyError for any other."""
        if number not in self._summaries:
            self._summaries[number] = self._summarizer.summary(number)
        return self._summaries[number]

    def in_english(self, text: str) -> bool:
        """Whether a question is in English, as far as its words tell."""
        return self._retriever.in_english(text[:MAX_QUESTION])

    def named(self, text: str) -> Named:
        """The conferences that a text names in any form: "32", "XXXII", "năm 2023", "mới nhất", "tất cả"."""
        text = text[:_LONGEST_NAME].strip()
        for reading in () if not text else (text, f"Hội nghị Ngoại giao lần thứ {text}", f"{text} hội nghị"):
            query = self._retriever.parse(reading)
            if query.conferences or query.unknown_years or query.every:
                return Named(query.conferences, query.unknown_years, query.every)
        return Named()

    def unheld(self, named: Named) -> tuple[Conference, ...]:
        """Of the conferences named, those that no article is about."""
        held = {c.number for c in self.corpus.held}
        numbered = tuple(self.corpus.conference(n) for n in named.numbers if n not in held)
        return numbered + tuple(Conference(0, year=year) for year in named.unknown_years)

    def related(self, text: str, most: int = 10) -> tuple[Quote, ...]:
        """The sentences that are evidence on a question or come near, the best first; each holds a word of it."""
        return self.related_to(Conversation(self._retriever.parse(text[:MAX_QUESTION])), most)

    def related_to(self, conversation: Conversation, most: int = 10, *, anywhere: bool = False) -> tuple[Quote, ...]:
        """The same for the question last asked, as it was understood; ``anywhere`` of any conference."""
        query = conversation.query
        if query is None:
            return ()
        query = replace(query, conferences=()) if anywhere else query
        among = [self._among[n] for n in query.conferences if n in self._among]
        if not query.content or (query.conferences and not among):
            return ()
        judged = self._candidates.judge(query, np.unique(np.concatenate(among)) if among else None)
        found = (j.quote for j in judged if j.answers or j.is_near(query))
        return tuple(quote for quote in found if quote.matched or quote.before)[:most]

    def ranked(self, text: str, k: int = 10) -> list[Hit]:
        """The ``k`` sentences that rank best for a question, not judged."""
        return self._retriever.rank(self._retriever.parse(text[:MAX_QUESTION]), k)

    def theme_weights(self) -> ThemeWeights:
        """How much each conference speaks of each theme."""
        words = [len(set(ends)) for ends in self._retriever.word_ends]
        return theme_weights(self.corpus, words, read_themes())

    def _answer(self, query: Query) -> Answer | Refusal:
        held = {c.number for c in self.corpus.held}
        asked = query.conferences or (tuple(sorted(held)) if query.every or query.which else ())
        missing = tuple(self.corpus.conference(n) for n in asked if n not in self._among)
        missing += tuple(Conference(0, year=year) for year in query.unknown_years)
        present = [n for n in asked if n in self._among]
        if missing and not present:
            return self._refusal(query, Reason.NOT_HELD, missing)
        if not present:
            return self._of_any(query)
        judged = {n: self._candidates.judge(self._of(query, n), self._among[n]) for n in present}
        found = {n: best for n in present if (best := _best(judged[n]))}
        if query.which:
            found = _strongest(found)
        if not found:
            same = len(query.conferences) == len(judged) == 1 and not self.corpus.mentioned & judged.keys()
            return self._refusal(query, Reason.NOT_FOUND, missing, judged[present[0]] if same else None)
        return Answer(
            query.text,
            tuple(quote for n, best in found.items() for quote in (best.quote, *_contrary(query, best, judged[n]))),
            silent=() if query.which else tuple(self.corpus.conference(n) for n in present if n not in found),
            missing=missing,
            mention=next((self.corpus.conference(n) for n in found if n not in held), None),
        )

    def _of(self, query: Query, number: int) -> Query:
        """The question asked of one of its conferences."""
        if number in self.corpus.mentioned:
            return self._retriever.about_mention(query, number)
        return replace(query, conferences=(number,))

    def _of_any(self, query: Query) -> Answer | Refusal:
        """The answer when no conference is named: the best of all, and whose else come near."""
        judged = self._candidates.judge(query, None)
        best = _best(judged)
        if best is None:
            return self._refusal(query, Reason.NOT_FOUND, judged=judged)
        near = {
            j.quote.conference.number
            for j in judged
            if j.answers and j.score >= NEAR_TIE * best.score and j.quote.conference != best.quote.conference
        }
        return Answer(query.text, (best.quote,), others=tuple(self.corpus.conference(n) for n in sorted(near)))

    def _refusal(
        self,
        query: Query,
        reason: Reason,
        missing: Sequence[Conference] = (),
        judged: Sequence[Candidate] | None = None,
    ) -> Refusal:
        """Why there is no answer; ``judged`` are the candidates for the question as it is, where they are known."""
        asked = tuple(self.corpus.conference(n) for n in query.conferences)
        found = self._asked_of(query, reason) if judged is None else judged
        # Not found is what no sentence has; a word that some sentence has is not said to be missing.
        everywhere = set(query.content).intersection(*(candidate.evidence.missed for candidate in found))
        missed = [c for c in query.content if c in everywhere]
        near = (candidate for candidate in found if candidate.is_near(query))
        nearest = max(near, key=lambda each: (each.evidence.coverage, each.score), default=None)
        nearest = nearest or self._instead(query, [c.text for c in missed])
        held = [c.number for c in asked if c not in missing] or [c.number for c in self.corpus.held[-1:]]
        typed = query.text.strip().rstrip("?").lower()
        offered = [q.text for n in held for q in self.suggestions(n) if typed not in q.text.lower()]
        return Refusal(
            query.text,
            reason,
            sought=tuple(dict.fromkeys(c.text for c in missed if c.text)),
            asked=asked,
            missing=tuple(missing),
            held=self.corpus.held,
            nearest=nearest.quote if nearest else None,
            suggestions=tuple(offered[:2]),
        )

    def _instead(self, query: Query, missing: Sequence[str]) -> Candidate | None:
        """What the articles say where the question supposes a number or a date that they do not have."""
        asked = left_open(query, missing)
        if not asked or len(query.conferences) != 1 or query.conferences[0] not in self._among:
            return None
        return _best(self._candidates.judge(self._retriever.parse(asked), self._among[query.conferences[0]]))

    def _asked_of(self, query: Query, reason: Reason) -> list[Candidate]:
        """The candidates of each conference named, or of all."""
        among: list[NDArray[np.int64] | None] = [self._among[n] for n in query.conferences if n in self._among]
        if not query.conferences and reason is Reason.NOT_FOUND:
            among = [None]
        return [candidate for held_by in among for candidate in self._candidates.judge(query, held_by)]

    def _best_sentence(self, question: str, number: int) -> Sentence | None:
        best = _best(self._candidates.judge(self._retriever.parse(question), self._among[number]))
        return best.sentence if best else None

    def _by_conference(self) -> dict[int, NDArray[np.int64]]:
        """The sentences that may answer for each conference: of its articles, or for one without, its mentions."""
        found: dict[int, list[int]] = {c.number: [] for c in self.corpus.held}
        found |= {n: [] for n in self.corpus.mentioned}
        for sentence in self.corpus.sentences:
            found[sentence.conference].append(sentence.position)
            for number in sentence.mentions & self.corpus.mentioned:
                found[number].append(sentence.position)
        return {number: np.asarray(positions, dtype=np.int64) for number, positions in found.items()}


def _years(corpus: Corpus) -> dict[int, int]:
    """The conference of each year: by the operator's table, for one it has no year of by the date of an article."""
    dated = {a.date.year: a.conference for a in corpus.articles if a.date and not corpus.conference(a.conference).year}
    return dated | {c.year: c.number for c in corpus.known.values() if c.year}


def _best(judged: Sequence[Candidate]) -> Candidate | None:
    return judged[0] if judged and judged[0].answers else None


def _contrary(query: Query, best: Candidate, judged: Sequence[Candidate]) -> tuple[Quote, ...]:
    """What another article on the same conference says otherwise, as well covered: both are shown."""
    if query.kind not in _MEASURED or best.quote.headline is None:
        return ()
    others = (j for j in judged if j.answers and j.sentence.article != best.sentence.article)
    return next(((j.quote,) for j in others if _contradicts(best, j)), ())


def _contradicts(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences, of which the second covers the question as well, give different answers."""
    first, second = (_said(c) for c in (one, other))
    as_good = other.evidence.closeness >= 0.8 * one.evidence.closeness
    return as_good and bool(second) and not (set(first) <= set(second) or set(second) <= set(first))


def _said(candidate: Candidate) -> list[str]:
    """The numbers and dates, or else the words, of the headline, in normal form."""
    start, end = candidate.evidence.headline or (0, 0)
    found = with_numerals(tokens(candidate.sentence.text[start:end]))
    return [t.normal for t in found if t.kind != "word"] or [t.normal for t in found]


def _strongest(found: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """Of the answers to "which conference", those about as well covered as the best, the best first."""
    top = max((best.evidence.coverage for best in found.values()), default=0.0)
    kept = sorted(found.items(), key=lambda pair: -pair[1].score)
    return {number: best for number, best in kept if best.evidence.coverage >= top - 0.1}


def _lengthened(said: Said, last: str | int) -> Said:
    """What was said and what was said last; of a long conversation the beginning and the end."""
    whole = (*said, last)
    return whole if len(whole) <= _LONGEST_SAID else (*whole[:1], *whole[2:])
