"""The exceptions of this package, drawn once.

RetrievalError
├── CorpusError      a folder of articles that cannot be used; names file and line
├── LexiconError     a data file of this package that cannot be used
└── CollectionError  a test collection that cannot be read
"""

from pathlib import Path


class RetrievalError(Exception):
    """Anything this package refuses to do; the message is fit to be shown."""


class CorpusError(RetrievalError):
    """A folder of articles that cannot be used.

    Args:
        message: what is wrong and how to mend it, one sentence.
        path: the file or folder at fault.
        line: the line at fault, counted from 1, where one can be named.
    """

    def __init__(self, message: str, path: Path, line: int | None = None) -> None:
        where = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {message}")
        self.path = path
        self.line = line


class LexiconError(RetrievalError):
    """A data file of this package that cannot be used."""


class CollectionError(RetrievalError):
    """A test collection that cannot be read."""
