"""The files of the corpus before the last reload, kept on disk so that the way back survives a restart."""

import zipfile
from io import BytesIO
from pathlib import Path

from bot.operating.files import write_atomically
from retrieval.corpus.folder import Folder

_NAME = "earlier.zip"


class Earlier:
    """One zip file in the data folder; replaced whole or not at all."""

    def __init__(self, data: Path) -> None:
        self._path = data / _NAME

    def keep(self, folder: Folder, fingerprint: str) -> None:
        """Keep these files in place of those before; OSError when the disk does not take them."""
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = fingerprint.encode()
            for name, content in sorted(folder.files.items()):
                archive.writestr(name, content)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, packed.getvalue(), replace=True)

    def read(self, path: Path) -> tuple[Folder, str] | None:
        """The files kept, as if they stood in the folder `path`, and their fingerprint; None for none."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
                return Folder(path, files), archive.comment.decode()
        except (OSError, zipfile.BadZipFile, UnicodeDecodeError):
            return None

    def fingerprint(self) -> str:
        """The fingerprint of what is kept, "" for nothing."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                return archive.comment.decode()
        except (OSError, zipfile.BadZipFile, UnicodeDecodeError):
            return ""
