"""What the bot says, by language: one TOML file each, read once when asked for."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

LANGUAGES = ("vi", "en")
_MOST_NUMBERS = 12


@dataclass(frozen=True, slots=True)
class Phrases:
    """The texts of one language, by key such as ``"answer.more"``.

    ``bot`` is the username of who speaks, for links to itself; "" where nothing can be linked, as in the terminal.

    >>> vietnamese = load_texts()["vi"]
    >>> vietnamese("sources.sentences", count=7)
    '7 câu'
    """

    language: str
    by_key: Mapping[str, str]
    bot: str = ""

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key, its placeholders filled; KeyError for an unknown key or a value not given."""
        return self.by_key[key].format(**values)

    def years(self, years: Iterable[int]) -> str:
        """Conferences known only by their year.

        >>> load_texts()["vi"].years([2019])
        'Hội nghị Ngoại giao năm 2019'
        """
        return self.both(self("conference.of_year", year=year) for year in dict.fromkeys(years))

    def both(self, names: Iterable[str]) -> str:
        """Several names, as one reads them out; those that are empty left out."""
        *first, last = [name for name in names if name] or [""]
        return self("list.last").join(filter(None, (", ".join(first), last)))

    def conferences(self, numbers: Iterable[int]) -> str:
        """Conferences by number, as one reads them out.

        >>> load_texts()["vi"].conferences([29, 30, 32])
        'các Hội nghị Ngoại giao lần thứ 29, 30 và 32'
        """
        named = list(dict.fromkeys(numbers))
        if not named:
            return ""
        if len(named) == 1:
            return self("conference.label", number=named[0])
        if len(named) > _MOST_NUMBERS:
            shown = ", ".join(map(str, named[:_MOST_NUMBERS])) + self("list.rest", count=len(named))
        else:
            shown = self.both(map(str, named))
        return self("conference.labels", numbers=shown)


def load_texts() -> Mapping[str, Phrases]:
    """The texts of every language, by its code."""
    folder = files(__name__)
    return {
        language: Phrases(language, dict(_flat(tomllib.loads((folder / f"{language}.toml").read_text("utf-8")))))
        for language in LANGUAGES
    }


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
