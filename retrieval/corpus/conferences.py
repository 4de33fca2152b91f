"""The operator's ``conferences.toml``: what the articles do not say of a conference, and where that is known from."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from retrieval.corpus.model import Conference
from retrieval.errors import CorpusError

FILE_NAME = "conferences.toml"
_FIELDS = frozenset({"number", "year", "opened", "closed", "known_from"})


def read_conferences(path: Path, content: bytes) -> Mapping[int, Conference]:
    """The table that ``conferences.toml`` at ``path`` holds, by number.

    Raises:
        CorpusError: it is not UTF-8, not TOML, or an entry is not as README.md describes.
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise CorpusError("tệp không phải UTF-8", path) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise CorpusError(f"không phải TOML hợp lệ ({error})", path, int(line[1]) if line else None) from error
    entries = table.get("conference", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CorpusError("mỗi hội nghị là một mục [[conference]]", path)
    found = [_conference(entry, path) for entry in entries]
    numbers = [conference.number for conference in found]
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice is not None:
        raise CorpusError(f"hội nghị {twice} được ghi hai lần", path)
    return MappingProxyType({c.number: c for c in found})


def _conference(entry: Mapping[str, Any], path: Path) -> Conference:
    number, year = entry.get("number"), entry.get("year")
    opened, closed = entry.get("opened"), entry.get("closed")
    unknown = next((name for name in entry if name not in _FIELDS), None)
    if unknown is not None:
        raise CorpusError(f"mục lạ “{unknown}”; các mục được dùng: {', '.join(sorted(_FIELDS))}", path)
    if not isinstance(number, int) or isinstance(number, bool):
        raise CorpusError("một mục [[conference]] thiếu “number” là số nguyên", path)
    if year is not None and not isinstance(year, int):
        raise CorpusError(f"“year” của hội nghị {number} phải là số nguyên", path)
    for name, value in (("opened", opened), ("closed", closed)):
        if value is not None and not isinstance(value, date):
            raise CorpusError(f"“{name}” của hội nghị {number} phải là ngày, viết 2016-08-22", path)
    if opened and closed and closed < opened:
        raise CorpusError(f"hội nghị {number} bế mạc trước ngày khai mạc", path)
    return Conference(number, year, opened, closed, str(entry.get("known_from", "")))
