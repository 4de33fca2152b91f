"""An article cut into pages: whole paragraphs where they fit, all of them, as they stand in the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.display import utf16_length
from retrieval.corpus.model import Article, Sentence
from retrieval.evidence import Span

# Two screens of a phone; a message would hold 4096.
PAGE = 1800
_STOPS = (". ", "! ", "? ", "… ")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number, from 0, of how many, and the spans of its paragraphs."""

    number: int
    count: int
    paragraphs: tuple[Span, ...]


def pages_of(article: Article, limit: int = PAGE) -> tuple[Page, ...]:
    """The pages of an article, each of at most ``limit`` characters as Telegram counts them."""
    cut: list[list[Span]] = [[]]
    size = 0
    for start, end in _parts(article, limit):
        length = utf16_length(article.text[start:end]) + 2
        if cut[-1] and size + length > limit:
            cut.append([])
            size = 0
        cut[-1].append((start, end))
        size += length
    return tuple(Page(number, len(cut), tuple(spans)) for number, spans in enumerate(cut))


def page_with(pages: Sequence[Page], sentence: Sentence) -> int:
    """The number of the page a sentence begins on."""
    return next((page.number for page in pages if any(a <= sentence.start < b for a, b in page.paragraphs)), 0)


def _parts(article: Article, limit: int) -> Iterator[Span]:
    """The paragraphs; one that no page could hold in pieces."""
    for start, end in article.paragraphs:
        yield from split(article.text, (start, end), limit - 2)


def split(text: str, span: Span, limit: int) -> Iterator[Span]:
    """A stretch of a text in pieces of at most ``limit``: cut after a sentence, else between words, else anywhere.

    >>> [("Một hai. Ba bốn năm."[a:b]) for a, b in split("Một hai. Ba bốn năm.", (0, 20), 12)]
    ['Một hai. ', 'Ba bốn năm.']
    """
    start, end = span
    while utf16_length(text[start:end]) > limit:
        head = text[start : min(end, start + limit)]
        while utf16_length(head) > limit:
            head = head[:-1]
        at = max(head.rfind(stop) + len(stop) for stop in _STOPS) if any(stop in head for stop in _STOPS) else 0
        at = at if at > limit // 3 else head.rfind(" ") + 1 or len(head)
        yield start, start + at
        start += at
    if start < end:
        yield start, end
