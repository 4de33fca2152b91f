"""What was found -> one Telegram message. The only room, with its templates, that knows HTML."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from bot.display import one_line, utf16_length
from bot.listings import conference_views, source_groups
from bot.plain import plain_text
from bot.reading.shelf import Passage
from bot.texts import Phrases, load_texts
from bot.views import Block, block_views
from bot.wording import notes, reason, records, trust
from retrieval.corpus.model import Article, Conference, Corpus, Sentence
from retrieval.evidence import Answer, Quote, Refusal

LIMIT = 4096
_CUTS = (2000, 1000, 400, 150)
# How much of the passage around a quote is shown, where all of it does not fit.
_AROUND = (3500, 2500, 1500, 800, 400)
_MOST_SUGGESTIONS = 4
_MOST_LISTED = 60
T = TypeVar("T")
Cited = tuple[tuple[Sentence, Article], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as sent, as plain text, and the sentences it shows as an answer, with their articles."""

    html: str
    text: str
    cited: Cited = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """A sequence of which the first few are shown, and how many are not."""

    shown: tuple[Any, ...]
    more: int = 0


class Composer:
    """Makes messages of what was found, in the language of the reader; never over 4096 characters.

    >>> from retrieval.evidence import Reason, Refusal
    >>> Composer().render(Refusal("…", Reason.TOO_LONG), "en").text
    'This question is too long for me to read. Please ask again in one or two short sentences.'
    """

    def __init__(self, texts: Mapping[str, Phrases] | None = None) -> None:
        self._texts = texts or load_texts()
        self._templates = Environment(
            loader=PackageLoader("bot"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._frame = ("", "")

    def framed(self, head: str, foot: str) -> "Composer":
        """The same, every message of which begins and ends with these words; what stands between makes room.

        >>> Composer().framed("Hằng ngày:", "Thôi nhận: /huydangky").line("topic.gone").text
        'Hằng ngày:\\n\\nTôi không còn chủ đề này.\\n\\nThôi nhận: /huydangky'
        """
        other = copy(self)
        other._frame = (head, foot)
        return other

    def speak_as(self, username: str) -> None:
        """From now on citations are links to the bot of that username. Told once, when Telegram has said who we are."""
        self._texts = {code: replace(say, bot=username) for code, say in self._texts.items()}

    def render(
        self,
        result: Answer | Refusal,
        language: str = "vi",
        held: Sequence[Conference] = (),
        example: str = "",
        asked: str = "",
        around: Callable[[Sentence], Passage] | None = None,
    ) -> Message:
        """The message for one result.

        `held` are the conferences the corpus has articles on, `example` a question that has an answer, `asked` a
        line to begin with where the question itself is not in sight. `around` tells the passage around a sentence,
        where it is to be shown.
        """
        say = self._texts[language]
        if isinstance(result, Answer):
            return self._answer(result, say, held, asked, around)
        return self._refusal(result, say, example, asked)

    def line(self, key: str, language: str = "vi", **values: object) -> Message:
        """One line of `texts`, alone."""
        return self._message("lines.html.j2", lines=[self._texts[language](key, **values)])

    def lines(self, lines: Sequence[str]) -> Message:
        """Lines already in words."""
        return self._message("lines.html.j2", lines=lines)

    def start(self, corpus: Corpus, example: str, language: str = "vi", kept_days: int = 0) -> Message:
        """What the bot knows and what it is not, and where there is more to read: less than one screen of a phone."""
        say = self._texts[language]
        lines = [*trust(corpus, say), "", say("help.ask", example=one_line(example, 150)), say("start.more")]
        return self.lines([*lines, *([say("help.kept", days=kept_days)] if kept_days else [])])

    def help(self, example: str, language: str = "vi", kept_days: int = 0) -> Message:
        """How to ask, the commands, and for how many days unanswered questions are kept, where they are."""
        say = self._texts[language]
        return self._message(
            "help.html.j2",
            say=say,
            example=one_line(example, 150),
            commands=self.commands(language),
            kept=say("help.kept", days=kept_days) if kept_days else "",
        )

    def conferences(self, corpus: Corpus, themes: Mapping[int, Quote], language: str = "vi") -> Message:
        """The conferences held: when, by the operator's table, and their themes as articles state them."""
        say = self._texts[language]
        views = conference_views(corpus.held, themes, say)
        pages = ((page,) for page in _pages(views))
        return _first_fitting(
            pages, lambda page: self._message("conferences.html.j2", say=say, page=page, count=len(views))
        )

    def sources(self, corpus: Corpus, language: str = "vi") -> Message:
        """The articles held, by conference."""
        say = self._texts[language]
        articles = [article for conference in corpus.held for article in corpus.of_conference(conference.number)]

        def message(page: _Page) -> Message:
            groups = source_groups(page.shown, corpus, say)
            return self._message("sources.html.j2", say=say, groups=groups, page=page, count=len(articles))

        return _first_fitting(((page,) for page in _pages(articles)), message)

    def commands(self, language: str, of: str = "commands") -> Mapping[str, str]:
        """The commands and what they do, in the order shown; those of the operators under ``operator_commands``."""
        texts = self._texts[language].by_key
        return {key.partition(".")[2]: text for key, text in texts.items() if key.startswith(f"{of}.")}

    def phrase(self, key: str, language: str = "vi", **values: object) -> str:
        """A text as it is, for where no HTML goes (commands, descriptions, pop-ups)."""
        return self._texts[language](key, **values)

    def phrases(self, language: str = "vi") -> Phrases:
        """The texts of a language, for what is composed elsewhere."""
        return self._texts[language]

    def fitting(
        self, template: str, candidates: Iterable[tuple[Mapping[str, Any], Cited]], language: str = "vi"
    ) -> Message:
        """A template over the first of the candidates that makes a message Telegram takes."""
        say = self._texts[language]
        return _first_fitting(candidates, lambda values, cited: self._message(template, cited, say=say, **values))

    def others(self, quotes: Sequence[Quote], page: tuple[int, int], question: str, language: str) -> Message:
        """Other sentences found for a question; ``page`` is the number of this page, from 0, and of all."""
        say = self._texts[language]
        head = {"question": one_line(question, 150), "page": page[0] + 1, "pages": page[1]}

        def message(blocks: Sequence[Block], more: int) -> Message:
            views = block_views(blocks, say, headed=False)
            return self._message("others.html.j2", tuple(_cited(blocks)), say=say, **head, blocks=views, more=more)

        return _first_fitting(_smaller([Block(quote) for quote in quotes]), message)

    def block(self, head: str, text: str) -> Message:
        """A line, and a text that is copied with a tap."""
        return self._message("block.html.j2", head=head, text=text)

    def _answer(
        self,
        answer: Answer,
        say: Phrases,
        held: Sequence[Conference],
        asked: str,
        around: Callable[[Sentence], Passage] | None = None,
    ) -> Message:
        headed = len({quote.conference.number for quote in answer.quotes}) > 1
        beside = notes(answer, say, held)

        def message(blocks: Sequence[Block], more: int) -> Message:
            views = block_views(blocks, say, headed)
            cited = tuple(_cited(blocks))
            return self._message("answer.html.j2", cited, say=say, asked=asked, blocks=views, notes=beside, more=more)

        blocks = [Block(quote) for quote in answer.quotes]
        unfolded = _unfolded(blocks, around) if around else ()
        return _first_fitting(chain(unfolded, _smaller(blocks)), message)

    def _refusal(self, refusal: Refusal, say: Phrases, example: str, asked: str) -> Message:
        suggestions = [one_line(each, 150) for each in refusal.suggestions[:_MOST_SUGGESTIONS]]
        lines = [asked] if asked else []
        lines += (*reason(refusal, say, example), *records(refusal, say))

        def message(blocks: Sequence[Block], more: int) -> Message:
            nearest = block_views(blocks, say, headed=False)
            return self._message(
                "refusal.html.j2", say=say, lines=lines, nearest=nearest, suggestions=suggestions, more=more
            )

        return _first_fitting(_smaller([Block(refusal.nearest)] if refusal.nearest else []), message)

    def _message(self, template: str, cited: Cited = (), **values: object) -> Message:
        inner = self._templates.get_template(template).render(**values).strip()
        head, foot = (str(escape(words)) for words in self._frame)
        html = "\n\n".join(filter(None, (head, inner, foot)))
        return Message(html, plain_text(html), cited)


def _first_fitting(candidates: Iterable[tuple[T, ...]], message: Callable[..., Message]) -> Message:
    """The first message that Telegram takes; the last candidate is made to fit whatever it holds."""
    made = Message("", "")
    for candidate in candidates:
        made = message(*candidate)
        if utf16_length(made.text) <= LIMIT:
            break
    return made


def _unfolded(blocks: Sequence[Block], around: Callable[[Sentence], Passage]) -> Iterator[tuple[Any, ...]]:
    """The quotes with the passages around them, less and less of these, whole sentences each time."""
    for limit in _AROUND:
        yield tuple(block.unfolded(around(block.quote.sentence).within(limit)) for block in blocks), 0


def _smaller(blocks: Sequence[Block]) -> Iterator[tuple[Any, ...]]:
    """The quotes, then less and less of them, with the number of those left out.

    First the uncut sentences go, the last one first; then the last quotes; then the first quote is cut.
    """
    kept = list(blocks)
    yield tuple(kept), 0
    for index in reversed(range(len(kept))):
        kept[index] = kept[index].without_whole()
        yield tuple(kept), 0
    for count in reversed(range(1, len(kept))):
        yield tuple(kept[:count]), len(kept) - count
    for limit in _CUTS if kept else ():
        yield (kept[0].cut(limit),), len(kept) - 1


def _pages(rows: Sequence[T]) -> Iterator[_Page]:
    """The first rows, fewer and fewer."""
    for count in range(min(len(rows), _MOST_LISTED), 0, -1):
        yield _Page(tuple(rows[:count]), len(rows) - count)
    yield _Page((), len(rows))


def _cited(blocks: Sequence[Block]) -> Iterator[tuple[Sentence, Article]]:
    """The sentences shown: of each quote the one that answers, then the one it leans on."""
    for block in blocks:
        yield block.quote.sentence, block.quote.article
        if block.leans_on:
            yield block.leans_on, block.quote.article
