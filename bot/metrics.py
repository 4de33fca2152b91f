"""What the bot counts and measures, for Prometheus. No text and no id of anybody: only kinds and numbers."""

import time
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest

from bot.answering import Answering, Knowledge
from bot.turn import Turn

_SEARCH = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_TURN = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The metrics of one bot, in a registry of their own. The names stand in deploy/README.md."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("hoinghi", "The version that runs.", registry=registry).info({"version": version("hoinghi")})
        self._questions = Counter(
            "hoinghi_questions", "Questions searched for.", ("surface", "outcome"), registry=registry
        )
        self._refusals = Counter("hoinghi_refusals", "Questions without an answer.", ("reason",), registry=registry)
        self._search = Histogram(
            "hoinghi_search_seconds", "A search, with its answer composed.", buckets=_SEARCH, registry=registry
        )
        self._turn = Histogram(
            "hoinghi_turn_seconds",
            "From a chat's turn until its answer is with Telegram.",
            ("surface",),
            buckets=_TURN,
            registry=registry,
        )
        self._failures = Counter("hoinghi_failures", "Updates that met an error in the bot.", registry=registry)
        self._undelivered = Counter("hoinghi_undelivered", "Answers that Telegram never took.", registry=registry)
        self._calls = Counter("hoinghi_telegram_calls", "Calls to Telegram, tries.", ("method",), registry=registry)
        self._errors = Counter(
            "hoinghi_telegram_errors", "Calls that failed, by HTTP status or fault.", ("kind",), registry=registry
        )
        self._last_answer = Gauge(
            "hoinghi_telegram_last_answer_timestamp_seconds", "When Telegram last said yes.", registry=registry
        )
        self._digests = Counter("hoinghi_digests", "Summaries sent by themselves.", ("outcome",), registry=registry)
        self._reloads = Counter("hoinghi_reloads", "Times the articles were replaced.", registry=registry)
        self._loaded = Gauge("hoinghi_index_loaded_timestamp_seconds", "When they last were.", registry=registry)
        self._sentences = Gauge("hoinghi_index_sentences", "Sentences in the index.", registry=registry)
        self._articles = Gauge("hoinghi_index_articles", "Articles in the index.", registry=registry)
        self._inbox = Gauge("hoinghi_inbox_updates", "Updates kept and not yet answered.", registry=registry)
        self._answered_at = float("-inf")

    def watch(self, answering: Answering) -> None:
        """Measure its index now, and whenever it is replaced."""
        self._index(answering.knowledge)
        answering.watch(self._swapped)

    def turned(self, turn: Turn) -> None:
        """An update is answered."""
        self._turn.labels(turn.surface or "none").observe(turn.milliseconds / 1000)
        if turn.failed:
            self._failures.inc()
        if turn.undelivered:
            self._undelivered.inc()
        if turn.asked is not None:
            self._questions.labels(turn.surface or "none", turn.asked.outcome).inc()
            self._search.observe(turn.asked.took_ms / 1000)
            if turn.asked.reason:
                self._refusals.labels(turn.asked.reason).inc()

    def called(self, method: str, ended: str) -> None:
        """A call to Telegram has ended: with an HTTP status, or "timeout" or "network"."""
        self._calls.labels(method if method.isalpha() else "file").inc()
        if ended == "200":
            self._last_answer.set_to_current_time()
            self._answered_at = time.monotonic()
        else:
            self._errors.labels(ended).inc()

    def digested(self, outcome: str) -> None:
        """A digest has ended: "sent", "refused", "unsure" or "gone"."""
        self._digests.labels(outcome).inc()

    @property
    def since_answer(self) -> float:
        """Seconds since Telegram last said yes to a call; infinite before it ever did."""
        return time.monotonic() - self._answered_at

    def page(self, unanswered: float) -> bytes:
        """All of it as Prometheus reads it; ``unanswered`` updates are in the inbox, NaN when that is not known."""
        self._inbox.set(unanswered)
        return generate_latest(self._registry)

    def _swapped(self, _: Knowledge, new: Knowledge) -> None:
        self._reloads.inc()
        self._index(new)

    def _index(self, knowledge: Knowledge) -> None:
        self._sentences.set(len(knowledge.corpus.sentences))
        self._articles.set(len(knowledge.corpus.articles))
        self._loaded.set_to_current_time()
