"""The one path of a question, for the chat, the terminal and JSON alike: search, then compose."""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot.compose import Composer, Message
from bot.languages import ChosenLanguage
from bot.languages import language_for as language_for  # what handlers need beside the answer
from bot.reading.shelf import Shelf
from bot.turn import Asked, current_turn
from retrieval.corpus import Corpus, read_corpus
from retrieval.corpus.folder import Folder, take
from retrieval.evidence import Answer, Conversation, Quote, Refusal, Reply, Said
from retrieval.search import Searcher
from retrieval.themes import Theme, ThemeWeights, read_themes

_SEARCHES = 2
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Knowledge:
    """What the bot knows at one moment: the searcher, what is made of it once, and the files it was read from."""

    searcher: Searcher
    source: Folder | None = None

    @classmethod
    def read(cls, folder: Path) -> "Knowledge":
        """From a folder of articles; CorpusError when it cannot be used."""
        taken = take(folder)
        return cls(Searcher(read_corpus(taken)), taken)

    def prepare(self) -> None:
        """Make now what is made once, so that no question has to wait for it."""
        _ = self.themes, self.theme_weights, self.topics

    @property
    def corpus(self) -> Corpus:
        """The articles, sentences and conferences."""
        return self.searcher.corpus

    @cached_property
    def shelf(self) -> Shelf:
        """The articles as one reads them."""
        return Shelf(self.corpus)

    @cached_property
    def themes(self) -> Mapping[int, Quote]:
        """The stated themes, by conference number."""
        return self.searcher.themes()

    @cached_property
    def topics(self) -> tuple[Theme, ...]:
        """The general themes of diplomacy, to choose from."""
        return read_themes()

    @cached_property
    def theme_weights(self) -> ThemeWeights:
        """How much each conference speaks of each of them."""
        return self.searcher.theme_weights()

    @cached_property
    def example(self) -> int:
        """The newest conference with a stated theme, for a first question that has an answer."""
        return max(self.themes or (each.number for each in self.corpus.held), default=0)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question answered: what was found, the message, and how long it took in milliseconds."""

    reply: Reply
    message: Message
    took_ms: float

    @property
    def found(self) -> bool:
        """Whether there is an answer."""
        return isinstance(self.reply.result, Answer)

    @property
    def reason(self) -> str:
        """Why there is none, "" where there is one."""
        return str(self.reply.result.reason.value) if isinstance(self.reply.result, Refusal) else ""


Watcher = Callable[[Knowledge, Knowledge], None]


class Answering:
    """Answers questions from the knowledge it has now; `swap` replaces all of it in one step."""

    def __init__(self, knowledge: Knowledge, composer: Composer) -> None:
        self.composer = composer
        self._knowledge = knowledge
        self._watching: list[Watcher] = []
        # More would not search faster, Python runs one at a time, but each takes its share from the event loop.
        self._threads = ThreadPoolExecutor(_SEARCHES, "search")

    @property
    def knowledge(self) -> Knowledge:
        """What the bot knows now. Take it once for one message."""
        return self._knowledge

    def swap(self, knowledge: Knowledge) -> None:
        """Answer from now on from other knowledge; a question under way keeps the old. Those who watch are told."""
        old, self._knowledge = self._knowledge, knowledge
        for tell in self._watching:
            tell(old, knowledge)

    def watch(self, swapped: Watcher) -> None:
        """Call ``swapped`` with the old and the new knowledge after each swap, on the event loop."""
        self._watching.append(swapped)

    def example(self, language: str = "vi") -> str:
        """A question that has an answer."""
        return self.composer.phrase("ask.example", language, number=self._knowledge.example)

    def language_of(self, question: str, code: str | None) -> str:
        """The language to answer a question in: English for one in English, unless the person chose another."""
        chosen = isinstance(code, ChosenLanguage)
        return "en" if not chosen and self._knowledge.searcher.in_english(question) else language_for(code, question)

    def answer(
        self, question: str, conversation: Conversation | None = None, language: str = "vi", asked: str = ""
    ) -> Answered:
        """Answer a question, whatever it holds; blocks while it searches.

        `asked` is a line to begin the message with, where the question itself is not in sight.
        """
        began = time.perf_counter()
        knowledge = self._knowledge
        reply = knowledge.searcher.answer(question, conversation or Conversation())
        return self._composed(knowledge, reply, language, asked, began)

    def again(self, said: Said, language: str, asked: str = "", unfolded: bool = False) -> Answered:
        """What was answered before, from what was said to get it; ``unfolded`` with the passage around each quote."""
        began, knowledge = time.perf_counter(), self._knowledge
        return self._composed(knowledge, knowledge.searcher.again(said), language, asked, began, unfolded)

    def same_of(self, conversation: Conversation, number: int, language: str, asked: str) -> Answered:
        """The question last asked, of another conference."""
        began, knowledge = time.perf_counter(), self._knowledge
        return self._composed(knowledge, knowledge.searcher.same_of(conversation, number), language, asked, began)

    def _composed(
        self, knowledge: Knowledge, reply: Reply, language: str, asked: str, began: float, unfolded: bool = False
    ) -> Answered:
        example = self.composer.phrase("ask.example", language, number=knowledge.example)
        around = knowledge.shelf.passage if unfolded else None
        message = self.composer.render(reply.result, language, knowledge.corpus.held, example, asked, around)
        return Answered(reply, message, round(1000 * (time.perf_counter() - began), 1))

    async def answer_aside(self, question: str, conversation: Conversation, language: str, asked: str = "") -> Answered:
        """The same in a thread, so that a hard question holds up nobody else."""
        answered = await self.aside(self.answer, question, conversation, language, asked)
        if turn := current_turn():
            turn.asked = Asked(
                question, "answered" if answered.found else "not_found", answered.took_ms, answered.reason
            )
        return answered

    async def aside(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Whatever else takes a while, in the threads of the searches."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **kwargs))
