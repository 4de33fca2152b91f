"""The bot's own HTML, read back: as plain text, or as pieces with their marks."""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the tags around it; ``link`` is where it leads, if anywhere."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""


def pieces(html: str) -> tuple[Piece, ...]:
    """The pieces of a message, in order.

    >>> pieces("<b>23</b> phiên")
    (Piece(text='23', marks=frozenset({'b'}), link=''), Piece(text=' phiên', marks=frozenset(), link=''))
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.found)


def plain_text(html: str) -> str:
    """The text of a message as Telegram shows it, without formatting.

    >>> plain_text("<blockquote>“Qua <b>23 phiên</b>” &amp; …</blockquote>")
    '“Qua 23 phiên” & …'
    """
    return "".join(piece.text for piece in pieces(html))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Piece] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        marks = frozenset(tag for tag, _ in self._open)
        self.found.append(Piece(data, marks, "".join(link for _, link in self._open)))
