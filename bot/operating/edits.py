"""Changes to the folder of articles: tried on what was read of it first, and made only when they pass every check."""

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from bot.operating.files import write_atomically
from retrieval.corpus.folder import is_article

_READABLE = 0o644
_ASIDE = "aside"


class Edit(Protocol):
    """A change to the folder."""

    def tried(self, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """What the files of the folder would be; OSError when it cannot be made."""

    def make(self, folder: Path) -> None:
        """Make it; OSError when it cannot be, and then nothing has changed."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A new article; never in place of another."""

    name: str
    content: bytes

    def tried(self, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """With it."""
        if self.name in files:
            raise FileExistsError(0, "đã có tệp cùng tên", self.name)
        return {**files, self.name: self.content}

    def make(self, folder: Path) -> None:
        """Write it."""
        write_atomically(folder / self.name, self.content, mode=_READABLE)


@dataclass(frozen=True, slots=True)
class SettingAside:
    """An article leaves the folder for another, from which it can be brought back."""

    name: str
    aside: Path

    def tried(self, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Without it."""
        if self.name not in files:
            raise FileNotFoundError(0, "không còn tệp này", self.name)
        return {name: content for name, content in files.items() if name != self.name}

    def make(self, folder: Path) -> None:
        """Write it there, then remove it here: killed between the two it stands in both, and nothing is lost."""
        self.aside.mkdir(parents=True, exist_ok=True)
        content, kept = (folder / self.name).read_bytes(), self.aside / self.name
        if kept.exists() and kept.read_bytes() != content:
            kept.rename(_unused(kept))
        write_atomically(kept, content, replace=True, mode=_READABLE)
        (folder / self.name).unlink()


@dataclass(frozen=True, slots=True)
class Return:
    """An article set aside comes back."""

    name: str
    aside: Path

    def tried(self, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """With it."""
        return Addition(self.name, (self.aside / self.name).read_bytes()).tried(files)

    def make(self, folder: Path) -> None:
        """Write it here, then remove it there."""
        write_atomically(folder / self.name, (self.aside / self.name).read_bytes(), mode=_READABLE)
        with contextlib.suppress(OSError):
            (self.aside / self.name).unlink()


def _unused(path: Path) -> Path:
    """A name like that one which nothing has."""
    names = (path.with_stem(f"{path.stem}-{attempt}") for attempt in count(2))
    return next(each for each in names if not each.exists())


def aside_folder(data: Path) -> Path:
    """Where articles are set aside."""
    return data / _ASIDE


def set_aside(aside: Path) -> list[str]:
    """The articles set aside, the last one first."""
    if not aside.is_dir():
        return []
    found = [each for each in aside.iterdir() if is_article(each)]
    return [each.name for each in sorted(found, key=lambda each: -each.stat().st_mtime_ns)]


def key_of(name: str) -> str:
    """A file's name as a button can carry it."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]
