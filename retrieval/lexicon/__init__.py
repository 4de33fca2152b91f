"""Data about Vietnamese and its newspapers, as files; every entry is general, none is about one question."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from retrieval.errors import LexiconError


@dataclass(frozen=True, slots=True)
class PressLexicon:
    """What newspapers write around and inside articles (``press.toml``)."""

    abbreviations: frozenset[str]
    captions: tuple[str, ...]
    furniture: tuple[str, ...]
    notices: tuple[str, ...]
    boxes: tuple[str, ...]
    comments: tuple[str, ...]
    publishers: dict[str, str]


def read_table(name: str) -> dict[str, Any]:
    """The table of ``name`` in this folder; LexiconError when it cannot be read."""
    try:
        return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"lexicon/{name}: {error}") from error


def press_lexicon() -> PressLexicon:
    """Read ``press.toml``."""
    table = read_table("press.toml")
    return PressLexicon(
        abbreviations=frozenset(table["abbreviations"]),
        captions=tuple(table["captions"]),
        furniture=tuple(table["furniture"]),
        notices=tuple(table["notices"]),
        boxes=tuple(table["boxes"]),
        comments=tuple(table["comments"]),
        publishers=dict(table["publishers"]),
    )
