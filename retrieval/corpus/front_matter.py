"""Optional front matter: YAML between ``---`` lines at the head of a file, stating what the article is."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CorpusError
from retrieval.text.numbers import roman

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_OPEN_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n")
_DAY_MONTH_YEAR = re.compile(r"\b(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|,?\s*năm)\s*(\d{4})\b", re.I)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
FIELDS = frozenset({"title", "conference", "date", "publisher", "author", "link"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the operator states; ``start`` is the offset at which the article itself begins."""

    title: str = ""
    conference: int | None = None
    date: datetime.date | None = None
    publisher: str = ""
    author: str = ""
    link: str = ""
    stated: frozenset[str] = frozenset()
    start: int = 0


def read_front_matter(text: str, path: Path) -> FrontMatter:
    """The front matter of a file, empty when it has none.

    Raises:
        CorpusError: it is not closed, not YAML, or a field is unknown or has a value that cannot be used.
    """
    match = _FRONT.match(text)
    if match is None:
        if _OPEN_FRONT.match(text):
            raise CorpusError("phần đầu mở bằng --- nhưng không có dòng --- đóng lại", path, 1)
        return FrontMatter()
    table = _table(match["yaml"], path)
    for name, value in table.items():
        if name not in FIELDS:
            fields = ", ".join(sorted(FIELDS))
            raise CorpusError(f"phần đầu có mục lạ “{name}”; các mục được dùng: {fields}", path, _line(text, name))
        if isinstance(value, list | dict):
            raise CorpusError(f"“{name}” phải là một giá trị, không phải danh sách", path, _line(text, name))
    return FrontMatter(
        title=str(table.get("title") or ""),
        conference=_conference(table.get("conference"), path, _line(text, "conference")),
        date=_date(table.get("date"), path, _line(text, "date")),
        publisher=str(table.get("publisher") or ""),
        author=str(table.get("author") or ""),
        link=str(table.get("link") or ""),
        stated=frozenset(table),
        start=match.end(),
    )


def parse_date(text: str) -> datetime.date | None:
    """The first full date of a text: "19:42 26/08/2016", "ngày 26 tháng 8 năm 2016", "2016-08-26"."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_MONTH_YEAR, (3, 2, 1))):
        for match in pattern.finditer(text):
            year, month, day = (int(match[i]) for i in order)
            try:
                return datetime.date(year, month, day)
            except ValueError:
                continue
    return None


def _table(text: str, path: Path) -> Mapping[str, Any]:
    try:
        table = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        raise CorpusError(f"phần đầu không phải YAML hợp lệ ({problem})", path, 2 + mark.line if mark else 2) from error
    if not isinstance(table, dict):
        raise CorpusError("phần đầu phải gồm các dòng “tên: giá trị”", path, 2)
    return {str(name): value for name, value in table.items()}


def _line(text: str, name: str) -> int:
    """The line on which a field stands."""
    return 1 + next((i for i, row in enumerate(text.splitlines()) if row.startswith(name)), 1)


def _conference(value: Any, path: Path, line: int) -> int | None:
    if value is None:
        return None
    number = value if isinstance(value, int) and not isinstance(value, bool) else None
    if isinstance(value, str):
        number = int(value) if value.isdecimal() else roman(value.strip())
    if number is None or not 0 < number < 1000:
        raise CorpusError(f"“conference: {value}” không phải số của một Hội nghị Ngoại giao", path, line)
    return number


def _date(value: Any, path: Path, line: int) -> datetime.date | None:
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    found = value if isinstance(value, datetime.date) else parse_date(str(value))
    if found is None:
        raise CorpusError(f"“date: {value}” không phải ngày (viết 2016-08-26 hoặc 26/08/2016)", path, line)
    return found
