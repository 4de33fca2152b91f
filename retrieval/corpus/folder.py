"""The files of a folder of articles, taken as they stood at one moment."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import CorpusError, os_reason

SUFFIXES = (".txt", ".md")
TABLES = ("conferences.toml", "golden.toml")
_TRIES, _PAUSE = 4, 0.25
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder's path, and what its articles and tables held, by file name, when they were read together."""

    path: Path
    files: Mapping[str, bytes]

    @property
    def articles(self) -> tuple[str, ...]:
        """The names of the articles, in order."""
        return tuple(sorted(name for name in self.files if name not in TABLES))


def take(path: Path, pause: Callable[[float], None] = time.sleep) -> Folder:
    """Read every ``.txt`` and ``.md`` file (README files aside) and the tables; ``pause`` waits between tries.

    Raises:
        CorpusError: the folder is missing, a file cannot be read, or it changes each time it is read.
    """
    if not path.is_dir():
        raise CorpusError("không có thư mục này; đặt SEEDS_DIR hoặc tạo thư mục với các bài .txt", path)
    changed = path
    for attempt in range(_TRIES):
        if attempt:
            pause(_PAUSE * 2**attempt)
        before = _stamps(path)
        files = {name: content for name in before if (content := _content(path / name)) is not None}
        after = _stamps(path)
        if before == after and files.keys() == before.keys():
            return Folder(path, files)
        changed = path / next(name for name in sorted(before | after) if before.get(name) != after.get(name))
    raise CorpusError("tệp thay đổi trong lúc đọc; hãy đợi ghi xong rồi đọc lại", changed)


def _stamps(path: Path) -> dict[str, _Stamp]:
    """What tells a file that was written from the same file as it was."""
    found: dict[str, _Stamp] = {}
    try:
        for each in path.iterdir():
            if each.name in TABLES or is_article(each):
                with suppress(FileNotFoundError):  # gone since it was listed
                    stat = each.stat()
                    found |= {each.name: (stat.st_ino, stat.st_size, stat.st_mtime_ns)} if each.is_file() else {}
    except OSError as error:
        raise CorpusError(f"không đọc được thư mục ({os_reason(error)})", path) from error
    return found


def is_article(path: Path) -> bool:
    """Whether a file of that name is read as an article."""
    named = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    return named and not path.name.upper().startswith("README")


def _content(path: Path) -> bytes | None:
    """What a file holds; None when it has gone meanwhile."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CorpusError(f"không đọc được tệp ({os_reason(error)})", path) from error
