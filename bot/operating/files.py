"""Writing a file whole or not at all."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

# What file systems without hard links answer.
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def write_atomically(path: Path, content: bytes, *, replace: bool = False, mode: int = 0o600) -> None:
    """Write `content` where nothing stands yet, or in place of what does; a kill at any moment leaves no half file.

    Raises:
        FileExistsError: something stands there and is not to be replaced.
        OSError: the disk is full, or the folder may not be written to; then nothing has changed.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(path)
        else:
            _place(Path(name), path)
        _sync(path.parent)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def _place(written: Path, path: Path) -> None:
    """Give what is written its name, unless something has it."""
    try:
        os.link(written, path)  # unlike a rename it never overwrites
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        written.rename(path)


def _sync(folder: Path) -> None:
    """Make the name of the file as lasting as its content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
