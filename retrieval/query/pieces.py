"""The pieces of a question, and what their order tells."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.query.model import Kind
from retrieval.text.syllables import Token, normal_form

_TOWARDS = frozenset(map(normal_form, ("cho", "với", "của", "đến", "tới", "cùng")))
_PASSIVE = frozenset(map(normal_form, ("được", "bị")))
_ASKING = frozenset(map(normal_form, ("cho", "xin", "muốn", "được")))
_ABOUT, _WHICH = normal_form("về"), normal_form("nào")
AMOUNTS, _THAN = frozenset({"nhieu", "it"}), frozenset({"hon", "nhat"})
_ADDRESS = frozenset(map(normal_form, ("ông", "bà", "trưởng", "tướng", "thư", "tịch", "sứ", "chí")))


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of the question and the part it plays."""

    tokens: tuple[Token, ...]
    role: str
    kind: Kind | None = None
    name: bool = False
    asked: bool = False


def without_preface(sequence: list[Token]) -> list[Token]:
    """The question without who asks: "Tôi là sinh viên, cho tôi hỏi …" begins after "hỏi"."""
    for at, token in enumerate(sequence[: len(sequence) // 2 + 1]):
        before = {t.normal for t in sequence[max(0, at - 4) : at]}
        named = any(t.kind != "word" for t in sequence[:at])  # "về hội nghị 30, cho hỏi …": that is the question
        if token.normal == normal_form("hỏi") and before & _ASKING and not named:
            return sequence[at + 1 :] or sequence
    return sequence


def after_address(sequence: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """A capitalised syllable after a form of address: "ông Sơn", "thứ trưởng Dũng"."""
    for at, token in enumerate(sequence[1:], start=1):
        lone = at + 1 == len(sequence) or not sequence[at + 1].raw[0].isupper()
        if token.kind == "word" and token.raw[0].isupper() and sequence[at - 1].normal in _ADDRESS and lone:
            yield at, at + 1


def asks_for_object(pieces: Sequence[Piece]) -> bool:
    """Whether "ai" is the one to whom it is done: "trao cho ai", "cảm ơn những ai", "ai được khen"."""
    for at, piece in enumerate(pieces):
        if piece.kind is Kind.WHO and piece.role == "ask":
            before = pieces[at - 1] if at else None
            after = pieces[at + 1] if at + 1 < len(pieces) else None
            passive = after is not None and after.tokens[0].normal in _PASSIVE
            given = before is not None and (before.tokens[-1].normal in _TOWARDS or _is_deed(before))
            return passive or given
    return False


def marked(pieces: Sequence[Piece], events: Collection[tuple[str, ...]]) -> list[Piece]:
    """The pieces, those marked that name the very thing asked about: "nói gì về lương", "đại sứ quán nào";
    and as a name what another event is called by: "Hội nghị Ngoại vụ"."""
    found = list(pieces)
    for at, (piece, following) in enumerate(pairwise(pieces)):
        if piece.tokens[-1].normal == _ABOUT and following.role == "content":
            found[at + 1] = replace(following, asked=True)
        event = tuple(t.normal for t in piece.tokens) in events
        if event and following.role == "content" and following.tokens[0].raw[0].isupper():
            found[at + 1] = replace(following, name=True)
        if [t.normal for t in following.tokens] == [_WHICH] and piece.role == "content":
            found[at] = replace(piece, asked=True)
    return found


def _is_deed(piece: Piece) -> bool:
    return piece.role == "content" and not piece.name and piece.kind is None


def more_or_less(pieces: Sequence[Piece]) -> bool:
    """Whether numbers are compared: "… nào nhiều phiên hơn", the thing counted between "nhiều" and "hơn"."""
    for at, piece in enumerate(pieces):
        if piece.tokens[0].folded in AMOUNTS and {p.tokens[0].folded for p in pieces[at + 2 : at + 4]} & _THAN:
            return True
    return False
