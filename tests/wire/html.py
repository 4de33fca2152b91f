"""Telegram's HTML, read strictly: `parse_html` gives the plain text and its entities.

    >>> parse_html("<b>Hội nghị</b> &lt;32&gt;")
    ('Hội nghị <32>', (Entity(type='bold', offset=0, length=8, url=None, language=None),))

Offsets and lengths are UTF-16 code units. Refusals are in Telegram's words. Where Telegram
silently drops markup (unknown named entities, forbidden nesting, links that lead nowhere) this
parser refuses instead, so that a test notices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from .api import BotApiError, Json, bad_request

TYPES = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SCHEMES = {"http", "https", "tg", "mailto", "tel", "ton"}

_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_UNKNOWN_REFERENCE = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#\w*);")
_NAME = re.compile(r"<([^\s>]*)")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)(?=[\s>])))?""")
_END_TAG = re.compile(r"</([^\s>]*)\s*>")
_CLOSE = re.compile(r"\s*>")


@dataclass(frozen=True)
class Entity:
    """A stretch of text that means more than its characters."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    def to_json(self) -> Json:
        """A MessageEntity of the Bot API."""
        return {name: value for name, value in vars(self).items() if value is not None}

    def of(self, text: str) -> str:
        """The characters it covers."""
        units = text.encode("utf-16-le")
        return units[2 * self.offset : 2 * (self.offset + self.length)].decode("utf-16-le")


@dataclass(frozen=True)
class _Open:
    """A start tag still waiting for its end tag."""

    tag: str
    attributes: dict[str, str]
    offset: int


def utf16_length(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def escape(text: str) -> str:
    """Plain text as Telegram HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Plain text and entities of a text sent with parse_mode HTML; raises BotApiError."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.offset = 0
        self.plain: list[str] = []
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, tuple[Entity, ...]]:
        while self.position < len(self.source):
            if self.source.startswith("</", self.position):
                self._end_tag()
            elif self.source[self.position] == "<":
                self._start_tag()
            else:
                self._characters()
        if self.open:
            tag = self.open[-1].tag
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{tag}"')
        self.entities.sort(key=lambda entity: (entity.offset, -entity.length))
        return "".join(self.plain), tuple(self.entities)

    def _characters(self) -> None:
        if self.source[self.position] == "&":
            text, self.position = _reference(self.source, self.position)
        else:
            found = re.compile(r"[^<&]+").match(self.source, self.position)
            assert found
            text, self.position = found[0], found.end()
        self.plain.append(text)
        self.offset += utf16_length(text)

    def _start_tag(self) -> None:
        found = _NAME.match(self.source, self.position)
        assert found
        tag = found[1].lower()
        if found.end() == len(self.source):
            raise _refusal(f"Unclosed start tag{self._at()}")
        if tag not in TYPES:
            raise _refusal(f'Unsupported start tag "{tag}"{self._at()}')
        attributes, end = self._attributes(tag, found.end())
        self._check_attributes(tag, attributes)
        self._check_nesting(tag)
        self.open.append(_Open(tag, attributes, self.offset))
        self.position = end

    def _attributes(self, tag: str, position: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while not (closed := _CLOSE.match(self.source, position)):
            found = _ATTRIBUTE.match(self.source, position)
            if not found:
                if self.source[position:].strip():
                    raise _refusal(f'Empty attribute name in the tag "{tag}"{self._at()}')
                raise _refusal(f'Unclosed start tag "{tag}"{self._at()}')
            attributes[found[1].lower()] = _unescape(found[2] or found[3] or found[4] or "")
            position = found.end()
        return attributes, closed.end()

    def _check_attributes(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler"{self._at()}')
        if tag == "a" and not _leads_somewhere(attributes.get("href", "")):
            raise _refusal(f'Tag "a" must have a valid "href"{self._at()}')
        known = {"a": "href", "span": "class", "code": "class", "blockquote": "expandable"}
        for name in attributes:
            if name != known.get(tag):
                raise _refusal(f'Unsupported attribute "{name}" in tag "{tag}"{self._at()}')

    def _check_nesting(self, tag: str) -> None:
        around = [each.tag for each in self.open]
        inside_code = [each for each in around if each in ("code", "pre")]
        if inside_code and (tag, around[-1]) != ("code", "pre"):
            raise _refusal(f'Tag "{tag}" can\'t be nested in "{inside_code[0]}"{self._at()}')
        styled = [each for each in around if each not in ("blockquote", "pre")]
        if tag in ("code", "pre") and styled:
            raise _refusal(f'Tag "{tag}" can\'t be nested in "{styled[-1]}"{self._at()}')
        if tag in ("a", "blockquote") and tag in around:
            raise _refusal(f'Tag "{tag}" can\'t be nested{self._at()}')

    def _end_tag(self) -> None:
        if not self.open:
            raise _refusal(f"Unexpected end tag{self._at()}")
        found = _END_TAG.match(self.source, self.position)
        if not found:
            raise _refusal(f"Unclosed end tag{self._at()}")
        opened = self.open.pop()
        if found[1].lower() not in ("", opened.tag):
            expected = f'expected "</{opened.tag}>", found "</{found[1]}>"'
            raise _refusal(f"Unmatched end tag{self._at()}, {expected}")
        self.position = found.end()
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        kind, url, language = TYPES[opened.tag], opened.attributes.get("href"), None
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        if opened.tag == "pre":
            language = self._take_code(opened.offset, length)
        if opened.tag == "code" and self.open and self.open[-1].tag == "pre":
            language = opened.attributes.get("class", "").removeprefix("language-") or None
        self.entities.append(Entity(kind, opened.offset, length, url, language))

    def _take_code(self, offset: int, length: int) -> str | None:
        """`<pre><code class="language-x">` is one entity: pre, in the language x."""
        inner = self.entities[-1] if self.entities else None
        if inner and (inner.type, inner.offset, inner.length) == ("code", offset, length):
            return self.entities.pop().language
        return None

    def _at(self) -> str:
        return f" at byte offset {len(self.source[: self.position].encode())}"


def _reference(source: str, position: int) -> tuple[str, int]:
    """The character a reference such as `&lt;` stands for; a bare ampersand is itself."""
    if found := _REFERENCE.match(source, position):
        hexadecimal, decimal, name = found.groups()
        code = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else 0
        if name:
            return CHARACTERS[name], found.end()
        if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
            return chr(code), found.end()
    if unknown := _UNKNOWN_REFERENCE.match(source, position):
        at = len(source[:position].encode())
        raise _refusal(f'Unsupported entity "{unknown[0]}" at byte offset {at}')
    return "&", position + 1


def _unescape(value: str) -> str:
    """An attribute's value: unlike in the text, an unknown reference stays as it is."""
    return _REFERENCE.sub(lambda found: _reference(found[0], 0)[0], value)


def _leads_somewhere(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.netloc or parts.path)


def _refusal(reason: str) -> BotApiError:
    return bad_request(f"can't parse entities: {reason}")
