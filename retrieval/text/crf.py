"""A trained model of CRFsuite, read from its bytes: what each attribute and each step from label to label weighs.

The form is CRFsuite's own (``crf1d_model.c``, ``cqdb.c``): a header of offsets, then features of 20 bytes, and the
labels and attributes as constant databases of which only the table from number to string is read here.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

_HEADER = struct.Struct("<4sI4sI3I5I")
_CHUNK = struct.Struct("<4sII")
_FEATURE = struct.Struct("<IIId")
_STRINGS = struct.Struct("<4sIIIII")
_RECORD = struct.Struct("<II")
_STATE, _TRANSITION = 0, 1


class ModelError(ValueError):
    """The bytes are no first-order model of CRFsuite."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by label, in the order of ``labels``: of each attribute, and of each label after each."""

    labels: tuple[str, ...]
    states: Mapping[str, tuple[float, ...]]
    transitions: tuple[tuple[float, ...], ...]


def read_model(content: bytes) -> Model:
    """The model in ``content``, the bytes of a model file; ModelError when it is none."""
    try:
        magic, _, form, _, _, _, _, features, labels, attributes, _, _ = _HEADER.unpack_from(content)
        if (magic, form) != (b"lCRF", b"FOMC"):
            raise ModelError("no first-order model of CRFsuite")
        return _weighed(content, features, _strings(content, labels), _strings(content, attributes))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ModelError(f"a model of CRFsuite that breaks off: {error}") from error


def _weighed(content: bytes, offset: int, labels: list[str], attributes: list[str]) -> Model:
    _, _, count = _CHUNK.unpack_from(content, offset)
    begin = offset + _CHUNK.size
    states: dict[str, list[float]] = {}
    transitions = [[0.0] * len(labels) for _ in labels]
    for kind, source, label, weight in _FEATURE.iter_unpack(content[begin : begin + count * _FEATURE.size]):
        if kind == _STATE:
            states.setdefault(attributes[source], [0.0] * len(labels))[label] = weight
        elif kind == _TRANSITION:
            transitions[source][label] = weight
    frozen = {attribute: tuple(weights) for attribute, weights in states.items()}
    return Model(tuple(labels), frozen, tuple(map(tuple, transitions)))


def _strings(content: bytes, offset: int) -> list[str]:
    """The strings of a constant database, in the order of their numbers."""
    _, _, _, _, count, table = _STRINGS.unpack_from(content, offset)
    found = []
    for (at,) in struct.iter_unpack("<I", content[offset + table : offset + table + 4 * count]):
        _, size = _RECORD.unpack_from(content, offset + at)
        begin = offset + at + _RECORD.size
        found.append(content[begin : begin + size].rstrip(b"\x00").decode("utf-8"))
    return found
