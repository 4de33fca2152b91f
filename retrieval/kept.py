"""An index as files: raw arrays, mapped into memory when it is opened, so that a second start reads hardly anything.

A folder of arrays and ``index.json`` with the version of this form, the fingerprint of what was indexed and the
parameters. It is written under another name and takes its own in one step, when all of it is on the disk: a writer
that is killed leaves nothing that would be opened.
"""

import json
import os
import shutil
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.bm25 import Index, Terms
from retrieval.postings import Postings

FORMAT = 1
_ABOUT = "index.json"
# So many terms are read at once, in a tenth of a second, and are then found faster than by their hashes.
_FEW_TERMS = 100_000


class KeptTerms:
    """The rows of terms by the hashes of the terms, in order; a term found is compared letter by letter."""

    def __init__(self, texts: NDArray[np.uint8], ends: NDArray[np.int64], hashes: NDArray[np.uint64]) -> None:
        """``texts[ends[row - 1]:ends[row]]`` is the term of a row in UTF-8; the rows are in the order of hashes."""
        # Looked into one number at a time, which a view of the memory does in a tenth of what an array takes.
        self._texts, self._ends, self._hashes = texts.data, ends.data, hashes.data

    def get(self, term: str, /) -> int | None:
        """The row of a term, None for one that no document holds."""
        written = term.encode("utf-8", "surrogatepass")
        hashed = _hash(written)
        row = bisect_left(self._hashes, hashed)
        while row < len(self) and self._hashes[row] == hashed:
            if self._text(row) == written:
                return row
            row += 1
        return None

    def __len__(self) -> int:
        return len(self._hashes)

    def __iter__(self) -> Iterator[str]:
        return (self._text(row).decode("utf-8", "surrogatepass") for row in range(len(self)))

    def _text(self, row: int) -> bytes:
        return self._texts[self._ends[row - 1] if row else 0 : self._ends[row]].tobytes()


def _hash(written: bytes) -> int:
    return int.from_bytes(blake2b(written, digest_size=8).digest(), "little")


def keep(index: Index, folder: Path, fingerprint: str) -> None:
    """Write ``index`` to ``folder``; what stood there is replaced.

    Raises:
        OSError: the folder cannot be written.
    """
    draft = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    _sweep(folder)
    for name, kept in _arrays(index).items():
        with (draft / f"{name}.npy").open("wb") as file:
            np.save(file, kept)
            file.flush()
            os.fsync(file.fileno())
    about = {"format": FORMAT, "fingerprint": fingerprint, "k1": index.k1, "b": index.b, "delta": index.delta}
    with (draft / _ABOUT).open("w", encoding="utf-8") as written:
        json.dump(about, written)
        written.flush()
        os.fsync(written.fileno())
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _sweep(folder: Path) -> None:
    """Drop what writers left that are no more."""
    for left in folder.parent.glob(f"{folder.name}.*.part"):
        writer = left.name.removesuffix(".part").rpartition(".")[2]
        try:
            os.kill(int(writer), 0)
        except (ValueError, ProcessLookupError):
            shutil.rmtree(left, ignore_errors=True)
        except OSError:  # somebody else's, and alive
            continue


def open_kept(folder: Path, fingerprint: str) -> Index | None:
    """The index of ``folder``, mapped; None unless it is one of this form and of that fingerprint."""
    try:
        about = json.loads((folder / _ABOUT).read_text("utf-8"))
        if (about["format"], about["fingerprint"]) != (FORMAT, fingerprint):
            return None
        counted = Postings(*(_mapped(folder, name) for name in ("starts", "documents", "frequencies", "lengths")))
        terms: Terms = KeptTerms(*(_mapped(folder, name) for name in ("texts", "ends", "hashes")))
        if len(terms) <= _FEW_TERMS:
            terms = {term: row for row, term in enumerate(terms)}
        return Index.over(terms, counted, about["k1"], about["b"], about["delta"], _mapped(folder, "gains"))
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    # As a plain array: each slice of a memmap object costs as much as a small sum.
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))


def _arrays(index: Index) -> dict[str, NDArray[np.generic]]:
    """The arrays by name, the rows in the order of their terms' hashes."""
    written = [term.encode("utf-8", "surrogatepass") for term in index.terms]
    hashes = np.array([_hash(each) for each in written], np.uint64)
    order = np.argsort(hashes, kind="stable")
    held = index.counted.held[order]
    starts = np.concatenate([[0], np.cumsum(held)])
    places = np.repeat(index.counted.starts[:-1][order] - starts[:-1], held) + np.arange(starts[-1])
    texts = [written[row] for row in order.tolist()]
    return {
        "starts": starts,
        "documents": index.counted.documents[places],
        "frequencies": index.counted.frequencies[places],
        "gains": index.gains_held[places],
        "lengths": index.counted.lengths,
        "texts": np.frombuffer(b"".join(texts), np.uint8),
        "ends": np.cumsum([len(each) for each in texts]),
        "hashes": hashes[order],
    }
