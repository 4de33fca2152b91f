"""Links that open the bot at a sentence of an article: `https://t.me/<bot>?start=…`, at most 64 of A-Za-z0-9_-."""

import base64
import re
from dataclasses import dataclass
from hashlib import blake2b

from retrieval.corpus.model import Sentence

KEY = "[A-Za-z0-9_-]{8}"
_PAYLOAD = re.compile(rf"b({KEY})({KEY})?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads: the key of an article, and that of a sentence in it, "" for its beginning."""

    article: str
    sentence: str = ""


def article_key(article_id: str) -> str:
    """Eight characters that stand for an article as long as its file keeps its name.

    >>> article_key("bai"), len(article_key("bài " * 100))
    ('7S4H4kCT', 8)
    """
    return key_of(article_id)


def sentence_key(sentence: Sentence) -> str:
    """Eight characters that stand for a sentence as long as its article holds it, wherever it stands there."""
    return key_of(f"{sentence.article}\n{sentence.text}")


def payload(article_id: str, sentence: Sentence | None = None) -> str:
    """The start parameter for a sentence of an article, or for its beginning."""
    return f"b{article_key(article_id)}{sentence_key(sentence) if sentence else ''}"


def read_payload(parameter: str) -> Place | None:
    """Where a start parameter leads; None for what is none of ours.

    >>> read_payload("bAAAAAAAA--------"), read_payload("b123")
    (Place(article='AAAAAAAA', sentence='--------'), None)
    """
    match = _PAYLOAD.fullmatch(parameter)
    return Place(match[1], match[2] or "") if match else None


def deep_link(bot: str, article_id: str, sentence: Sentence | None = None) -> str:
    """The link itself; "" where the bot has no name, as in the terminal."""
    return f"https://t.me/{bot}?start={payload(article_id, sentence)}" if bot else ""


def key_of(text: str) -> str:
    """Eight characters that stand for a text.

    48 bits of BLAKE2b: of a million sentences two have the same key once in five hundred corpora.
    """
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii")
