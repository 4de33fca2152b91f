"""The HTML parser of the double, held against an independent construction and against PTB."""

from __future__ import annotations

import datetime as dtm

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity

from . import BotApiError, Entity, escape, parse_html, utf16_length

Piece = tuple[str, str, list[tuple[str, int, int]]]

TAGS = {"b": "bold", "em": "italic", "ins": "underline", "del": "strikethrough"}
VIETNAMESE = "Hội nghị Ngoại giao lần thứ 32 “đối ngoại” ĐÀ NẴNG e\u0323\u0302 🇻🇳👩‍👩‍👧😀 <&>\"';#\n"
texts = st.text(st.sampled_from(VIETNAMESE) | st.characters(exclude_categories=["Cs"]), min_size=1)


def _joined(pieces: list[Piece]) -> Piece:
    source, plain, entities = "", "", list[tuple[str, int, int]]()
    for html, text, inner in pieces:
        at = len(plain.encode("utf-16-le")) // 2
        entities += [(kind, at + offset, length) for kind, offset, length in inner]
        source, plain = source + html, plain + text
    return source, plain, entities


def _tagged(tag: str, pieces: list[Piece]) -> Piece:
    source, plain, entities = _joined(pieces)
    whole = (TAGS[tag], 0, len(plain.encode("utf-16-le")) // 2)
    return f"<{tag}>{source}</{tag}>", plain, [whole, *entities]


leaves = texts.map(lambda text: (escape(text), text, list[tuple[str, int, int]]()))
trees = st.recursive(
    leaves,
    lambda inner: st.builds(_tagged, st.sampled_from(sorted(TAGS)), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=8,
)


@given(texts)
def test_escaped_text_comes_back(text: str) -> None:
    assert parse_html(escape(text)) == (text, ())
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(st.lists(trees, max_size=4).map(_joined))
def test_entities_are_where_they_were_built(piece: Piece) -> None:
    source, plain, expected = piece
    text, entities = parse_html(source)
    assert text == plain
    assert sorted((each.type, each.offset, each.length) for each in entities) == sorted(expected)


@given(texts, texts)
def test_an_entity_covers_its_own_text(before: str, inside: str) -> None:
    text, (entity,) = parse_html(f"{escape(before)}<code>{escape(inside)}</code>")
    assert entity.of(text) == inside


@given(st.lists(leaves | st.builds(_tagged, st.sampled_from(sorted(TAGS)), st.lists(leaves))))
def test_ptb_writes_what_we_read(pieces: list[Piece]) -> None:
    text, entities = parse_html(_joined(pieces)[0])
    message = Message(
        1,
        dtm.datetime.now(tz=dtm.UTC),
        Chat(1, "private"),
        text=text,
        entities=[MessageEntity(each.type, each.offset, each.length) for each in entities],
    )
    assert parse_html(message.text_html if text else "") == (text, entities)


@pytest.mark.parametrize(
    ("source", "text", "entity"),
    [
        ("😀<B>Việt</B>", "😀Việt", Entity("bold", 2, 4)),
        ("a &amp;&lt;&#39;&#x1F600;<i>b</>", "a &<'😀b", Entity("italic", 7, 1)),
        ("a & b &c <u>d</u>", "a & b &c d", Entity("underline", 9, 1)),
        (
            '<a href="https://e.vn/?a&amp;b">x</a>',
            "x",
            Entity("text_link", 0, 1, "https://e.vn/?a&b"),
        ),
        ("<a href='tg://user?id=1' >x</a >", "x", Entity("text_link", 0, 1, "tg://user?id=1")),
        ('<span class="tg-spoiler">x</span>', "x", Entity("spoiler", 0, 1)),
        ("<tg-spoiler>x</tg-spoiler>", "x", Entity("spoiler", 0, 1)),
        ("<blockquote expandable>x\ny</blockquote>", "x\ny", Entity("expandable_blockquote", 0, 3)),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            Entity("pre", 0, 1, None, "python"),
        ),
    ],
)
def test_reads(source: str, text: str, entity: Entity) -> None:
    assert parse_html(source) == (text, (entity,))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("á<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("a <3", "Unclosed start tag at byte offset 2"),
        ("1 < 2 >", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<a href=>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a>x</a>", 'Tag "a" must have a valid "href" at byte offset 0'),
        ("<a href='nowhere'>x</a>", 'Tag "a" must have a valid "href" at byte offset 0'),
        ("<b class='x'>x</b>", 'Unsupported attribute "class" in tag "b" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x&nbsp;y", 'Unsupported entity "&nbsp;" at byte offset 1'),
        ("&#0;", 'Unsupported entity "&#0;" at byte offset 0'),
        ("<code><b>x</b></code>", 'Tag "b" can\'t be nested in "code" at byte offset 6'),
        ("<b><code>x</code></b>", 'Tag "code" can\'t be nested in "b" at byte offset 3'),
        (
            "<blockquote><blockquote>x</blockquote></blockquote>",
            'Tag "blockquote" can\'t be nested at byte offset 12',
        ),
    ],
)
def test_refuses(source: str, reason: str) -> None:
    with pytest.raises(BotApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"
