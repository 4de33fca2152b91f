"""What a template shows of a quote or an article: values only, ready to be escaped."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.display import ELLIPSIS, Run, one_line, runs, sendable, shorten, web_link
from bot.reading.links import deep_link
from bot.reading.shelf import Passage
from bot.texts import Phrases
from retrieval.corpus.model import Article, Sentence
from retrieval.evidence import Quote, Span

_LONGEST_TITLE = 200
_LONGEST_NAME = 80
_LONGEST_HEADLINE = 400
_FOLDED = 400
_SPARED = 100


@dataclass(frozen=True, slots=True)
class Block:
    """A quote and how much of it is to be shown.

    ``limit`` is for the quote itself, in characters; ``whole`` and ``before`` allow the uncut sentence and
    the sentence it leans on; ``passage`` is what stands around it, shown in place of both.
    """

    quote: Quote
    limit: int = 3000
    whole: bool = True
    before: bool = True
    passage: Passage | None = None

    @property
    def leans_on(self) -> Sentence | None:
        """The sentence before it, where it is shown."""
        return self.quote.before if self.before else None

    def unfolded(self, passage: Passage) -> "Block":
        """The same with the passage around it."""
        return replace(self, whole=False, before=False, passage=passage)

    def without_whole(self) -> "Block":
        """The same, without the uncut sentence."""
        return replace(self, whole=False)

    def cut(self, limit: int) -> "Block":
        """The same alone, its quote no longer than so many characters."""
        return replace(self, limit=limit, whole=False, before=False)


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a quote comes from, as words; no ``conference`` where it stands above already.

    ``link`` opens the quote in its article, here in the chat where that can be, and ``original`` is then the article
    as it was published.
    """

    title: str
    link: str
    publisher: str
    date: str
    conference: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class BlockView:
    """A quote as shown: heading, headline, the quote, the whole of it, the sentence it leans on, the source.

    A long quote is ``folded``: Telegram shows its first lines and unfolds it at a tap.
    """

    heading: str
    headline: str
    before: str
    before_label: str
    shown: tuple[Run, ...]
    whole: tuple[Run, ...]
    folded: bool
    source: SourceView | None
    passage: tuple[Run, ...] = ()
    passage_label: str = ""


def block_views(blocks: Sequence[Block], say: Phrases, headed: bool) -> tuple[BlockView, ...]:
    """The views of the quotes of one answer.

    With `headed`, each conference stands as a heading over its quotes. Quotes of one article that follow
    each other share one source line, under the last.
    """
    views = []
    for index, block in enumerate(blocks):
        quote = block.quote
        first = index == 0 or blocks[index - 1].quote.conference != quote.conference
        last = index + 1 == len(blocks) or _place(blocks[index + 1].quote) != _place(quote)
        heading = say.conferences([quote.conference.number]) if headed and first else ""
        named = headed and quote.conference.number == quote.article.conference
        source = source_view(quote.article, say, not named, quote.sentence) if last else None
        views.append(_block_view(block, heading, source, say))
    return tuple(views)


def source_view(
    article: Article, say: Phrases, with_conference: bool = True, sentence: Sentence | None = None
) -> SourceView:
    """The source line of an article, or of a sentence in it."""
    original = web_link(article.link)
    here = deep_link(say.bot, article.id, sentence)
    return SourceView(
        title=title_of(article),
        link=here or original,
        publisher=one_line(article.publisher, _LONGEST_NAME) or say("source.no_publisher"),
        date=day(article.date, say) or say("source.no_date"),
        conference=say.conferences([article.conference]) if with_conference else "",
        original=original if here else "",
    )


def title_of(article: Article) -> str:
    """The title of an article; its opening words in quotation marks where it has none."""
    title = one_line(article.title, _LONGEST_TITLE) or one_line(article.id, _LONGEST_TITLE)
    return title if article.titled else f"“{title.rstrip(ELLIPSIS + '. ')}{ELLIPSIS}”"


def day(date: datetime.date | None, say: Phrases) -> str:
    """A date in the reader's form, "" for none."""
    if date is None:
        return ""
    month = say("date.months").split()[date.month - 1]
    return say("date.day", day=date.day, month=month, year=date.year)


def headline_of(quote: Quote) -> str:
    """The exact words that answer the question, where they could be told."""
    if quote.headline is None:
        return ""
    start, end = quote.headline
    return shorten(sendable(quote.sentence.text[start:end]).strip(), _LONGEST_HEADLINE)


def _place(quote: Quote) -> tuple[str, int]:
    return quote.article.id, quote.conference.number


def _block_view(block: Block, heading: str, source: SourceView | None, say: Phrases) -> BlockView:
    quote, text = block.quote, block.quote.sentence.text
    strong = (*quote.matched, quote.headline) if quote.headline else quote.matched
    shown = _shown(block)
    cut_before, cut_after = bool(text[: shown[0]].strip()), bool(text[shown[1] :].strip())
    opening = (Run(f"{ELLIPSIS} "),) if cut_before else ()
    closing = (Run(f" {ELLIPSIS}"),) if cut_after and not text[: shown[1]].endswith((ELLIPSIS, "...")) else ()
    length = shown[1] - shown[0]
    return BlockView(
        heading=heading,
        headline=headline_of(quote),
        before=sendable(block.leans_on.text) if block.leans_on else "",
        before_label=say("answer.before") if block.leans_on else "",
        shown=(*opening, *runs(text, strong, shown), *closing),
        whole=runs(text, strong, (0, len(text))) if block.whole and (cut_before or cut_after) else (),
        folded=length > _FOLDED,
        source=source,
        passage=_passage(block.passage) if block.passage else (),
        passage_label=say("answer.passage") if block.passage else "",
    )


def _passage(passage: Passage) -> tuple[Run, ...]:
    """The passage as it stands in the article, the quoted sentence strong; what was left out on a side is marked."""
    sentence = passage.sentence
    return runs(passage.article.text, [(sentence.start, sentence.end)], passage.span)


def _shown(block: Block) -> Span:
    """The part of the sentence to show: its clause, without the space around it, cut at a word if it must be.

    Where the clause would spare but a line of a phone, the sentence stays whole: that is shorter than both.
    """
    text = block.quote.sentence.text
    start, end = block.quote.clause or (0, len(text))
    if len(text) - (end - start) < _SPARED:
        start, end = 0, len(text)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    clause = text[start:end].rstrip()
    cut = shorten(clause, block.limit)
    return start, start + len(clause if cut == clause else cut.removesuffix(ELLIPSIS))
