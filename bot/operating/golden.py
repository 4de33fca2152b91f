"""The operator's golden questions: what a new corpus must still answer before it takes the old one's place."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.corpus.folder import Folder
from retrieval.errors import CorpusError
from retrieval.evidence import Answer
from retrieval.search import Searcher

FILE_NAME = "golden.toml"
_HEAD = re.compile(r"^\s*\[\[\s*golden\s*\]\]", re.M)
_FIELDS = {"question", "conference", "pattern"}


@dataclass(frozen=True, slots=True)
class Golden:
    """A question, the conference whose sentence must answer it, what that must hold, and the line in the file."""

    question: str
    conference: int
    pattern: re.Pattern[str]
    line: int


def read_golden(folder: Folder) -> tuple[Golden, ...]:
    """The questions of ``golden.toml``, none where there is no such file; CorpusError names file and line."""
    path = folder.path / FILE_NAME
    try:
        text = folder.files.get(FILE_NAME, b"").decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise CorpusError("tệp không phải UTF-8", path) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise CorpusError(f"không phải TOML hợp lệ ({error})", path, int(line[1]) if line else None) from error
    entries = table.get("golden", [])
    if set(table) - {"golden"} or not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise CorpusError("mỗi câu hỏi kiểm tra là một mục [[golden]]", path)
    lines = [text.count("\n", 0, match.end()) + 1 for match in _HEAD.finditer(text)]
    lines += [1] * (len(entries) - len(lines))
    return tuple(_golden(entry, path, line) for entry, line in zip(entries, lines, strict=False))


def _golden(entry: dict[str, Any], path: Path, line: int) -> Golden:
    question, conference, pattern = (entry.get(name) for name in ("question", "conference", "pattern"))
    if set(entry) != _FIELDS or not isinstance(question, str) or not isinstance(pattern, str):
        raise CorpusError("cần đúng ba mục question, conference và pattern", path, line)
    if not isinstance(conference, int) or isinstance(conference, bool):
        raise CorpusError("“conference” phải là số của hội nghị", path, line)
    try:
        return Golden(question, conference, re.compile(pattern), line)
    except re.error as error:
        raise CorpusError(f"“pattern” không phải biểu thức chính quy ({error})", path, line) from error


def check_golden(searcher: Searcher, questions: Sequence[Golden], path: Path) -> None:
    """CorpusError, with the line of the question, for the first that is not answered as it should be."""
    for asked in questions:
        result = searcher.answer(asked.question).result
        if not isinstance(result, Answer):
            raise CorpusError(
                f"câu hỏi kiểm tra “{asked.question}” không còn câu trả lời", path / FILE_NAME, asked.line
            )
        texts = [quote.sentence.text for quote in result.quotes if quote.conference.number == asked.conference]
        if not any(asked.pattern.search(text) for text in texts):
            found = f"lần {asked.conference}, “{asked.pattern.pattern}”"
            raise CorpusError(
                f"câu hỏi kiểm tra “{asked.question}” không còn được trả lời bằng câu có {found}",
                path / FILE_NAME,
                asked.line,
            )
