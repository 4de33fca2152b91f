"""pyvi's model and dictionary as it ships them, without importing it: that loads scikit-learn, a second and more."""

import hashlib
import pickle
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from retrieval.text.crf import Model, read_model

# The rules, the model and the dictionary that the decoding in ``segmenter`` was held equal to: pyvi 0.1.1.
_RULES, _MODEL, _WORDS = "ViTokenizer.py", "models/pyvi3.pkl", "models/words.txt"
_KNOWN = "8a884c483f82982212ced854783cc070"


@dataclass(frozen=True)
class PyviModel:
    """The model, and the words of two and of three syllables that its features ask about."""

    weights: Model
    pairs: frozenset[str]
    triples: frozenset[str]


def fingerprint(folder: Path | None = None) -> str:
    """What tells one pyvi from another: a digest of its rules, its model and its dictionary."""
    digest = hashlib.sha256()
    for name in (_RULES, _MODEL, _WORDS):
        digest.update(hashlib.sha256(((folder or pyvi_folder()) / name).read_bytes()).digest())
    return digest.hexdigest()[:32]


def known_model(folder: Path | None = None) -> PyviModel | None:
    """The model of the pyvi in ``folder``, the installed one by default; None for one that is not known here."""
    folder = folder or pyvi_folder()
    if fingerprint(folder) != _KNOWN:
        return None
    pairs, triples = (frozenset(w for w in dictionary(folder) if w.count(" ") == n) for n in (1, 2))
    return PyviModel(read_model(_model_bytes(folder)), pairs, triples)


def dictionary(folder: Path | None = None) -> list[str]:
    """The words of two and three syllables, by the rule pyvi reads its list with."""
    lines = ((folder or pyvi_folder()) / _WORDS).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line.count(" ") in (1, 2)]


def pyvi_folder() -> Path:
    """Where the pyvi that would be imported is installed."""
    spec = find_spec("pyvi")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pyvi")
    return Path(spec.origin).parent


class _Kept:
    """Stands for whatever the pickle names; only what it is filled with is of use."""

    fields: dict[str, Any]

    def __new__(cls, *_: object) -> "_Kept":
        return object.__new__(cls)

    def __init__(self, *_: object) -> None:
        self.fields = {}

    def __setstate__(self, state: Any) -> None:
        self.fields = state if isinstance(state, dict) else {}


class _Pickle(pickle.Unpickler):
    """Reads a pickle without importing, or running, anything that it names."""

    def find_class(self, module: str, name: str) -> Any:
        """Bytes are written as an encoded text in this pickle; nothing else of it is called."""
        return _bytes if (module, name) == ("_codecs", "encode") else _Kept


def _bytes(text: str, _: str) -> bytes:
    return text.encode("latin1")


def _model_bytes(folder: Path) -> bytes:
    with (folder / _MODEL).open("rb") as opened:
        read: _Kept = _Pickle(opened).load()
    content: bytes = read.fields["modelfile"].fields["__FILE_RESOURCE_DATA__"]
    return content
