"""The exceptions of this package, drawn once.

RetrievalError
├── CorpusError      a folder of articles that cannot be used; names file and line
├── LexiconError     a data file of this package that cannot be used
└── CollectionError  a test collection that cannot be read
"""

import errno
from pathlib import Path

_REASONS = {
    errno.ENOSPC: "đĩa đã đầy",
    errno.EDQUOT: "đã hết phần đĩa được cấp",
    errno.EACCES: "không có quyền truy cập",
    errno.EPERM: "không được phép",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EEXIST: "đã có tệp cùng tên",
    errno.ENOTDIR: "đây không phải là thư mục",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ENAMETOOLONG: "tên tệp dài quá",
    errno.EIO: "lỗi đọc ghi đĩa",
}


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


def os_reason(error: OSError) -> str:
    """Why the system would not do it, for an operator; in its own words where we have none.

    >>> os_reason(OSError(errno.ENOSPC, "No space left on device"))
    'đĩa đã đầy'
    """
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
