"""The page: each conversation in two phones, light and dark."""

import re
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.gallery.playing import Played

_BLOCK = re.compile(r"\n?(<(?:blockquote|pre)[^>]*>.*?</(?:blockquote|pre)>)\n?", re.S)


def page_of(scenes: Sequence[Played], themes: Sequence[str] = ("light", "dark")) -> str:
    """The HTML of the conversations."""
    environment = Environment(
        loader=PackageLoader("bot"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("gallery.html.j2").render(scenes=scenes, themes=themes, shown=_shown)


def _shown(html: str) -> Markup:
    """A message of the bot as a browser shows it: a block ends its line, as in Telegram.

    Markup: it is the bot's own HTML, in which every word of others was escaped when it was composed.
    """
    return Markup(_BLOCK.sub(r"\1", html))
