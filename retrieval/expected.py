"""What kind of answer a question expects, and which sentences hold something of that kind: a cheap test for ranking.

The exact words that answer are found later, in the few best sentences (``spans``); here only whether a sentence has
any number, time or name that the question itself does not have.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.text.syllables import Token, fold, normal_form

_NUMBER_WORDS = frozenset(
    normal_form(w) for w in "hai ba bốn năm sáu bảy tám chín mười mươi trăm nghìn ngàn triệu tỷ đôi vài một nửa".split()
)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d\d)\b|\b\d{1,2}[/-]\d{1,2}\b|"
    r"\b(?:ngày|tháng|năm|thế kỷ|thế kỉ|thập niên|thập kỷ|lúc|mùa) (?:thứ )?"
    r"(?:\d+|[XIV]+\b|xuân|hạ|hè|thu|đông)|\bthứ (?:hai|ba|tư|năm|sáu|bảy)\b|"
    r"\b(?:\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:giờ|phút|giây|ngày|tuần|tháng|năm)\b",
    re.I,
)
_OPENS = frozenset('.!?:"“(')


class Sort(StrEnum):
    """The sorts of answer that ranking tells apart."""

    NUMBER = "number"
    TIME = "time"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Holdings:
    """The folded words of each sort that a sentence holds."""

    numbers: frozenset[str]
    times: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, text: str, sequence: Sequence[Token]) -> "Holdings":
        """Read them off a sentence and its tokens."""
        return cls(
            numbers=frozenset(t.folded for t in sequence if t.kind != "word" or t.normal in _NUMBER_WORDS),
            times=frozenset(_folded(match.group()) for match in _TIME.finditer(text)),
            names=frozenset(t.folded for t in sequence if _is_name(text, t)),
        )


_PERIODS = (
    "năm|ngày|tháng|thời gian|thời điểm|thế kỷ|thế kỉ|thập niên|thập kỷ|giai đoạn|mùa|thời kỳ|kỷ nguyên|buổi|hôm|dịp"
)
_NAMED = (
    "nơi|thành phố|nước|quốc gia|tỉnh|bang|vùng|địa điểm|khu vực|châu lục|quận|huyện|thị trấn|làng|hòn đảo|đảo|người|"
    r"nhân vật|vua|hoàng đế|tổng thống|thủ tướng|bộ trưởng|lãnh đạo|vị|"
    r"nhà \S+(?: \S+)?|ông|bà|tác giả|giáo sư|đội|công ty|"
    "tổ chức|cơ quan|hãng|trường|bộ|ban"
)
_ASKED = (
    (Sort.NUMBER, re.compile(r"\b(?:bao nhiêu|mấy|bao xa|t[ỷỉ] lệ nào)\b")),
    (Sort.TIME, re.compile(rf"\b(?:khi nào|lúc nào|bao giờ|bao lâu|(?:{_PERIODS}) (?:nào|mấy|gì))\b")),
    (
        Sort.NAME,
        re.compile(rf"\bai\b|\b(?:ở|từ|đến|tại) đâu\b|\btên (?:\S+ ){{0,2}}(?:là )?gì\b|\b(?:{_NAMED}) nào\b"),
    ),
)


def expectation(question: str, sequence: Sequence[Token]) -> "Expectation | None":
    """What a question expects, from its text in lower case with marks; None when it could be anything.

    >>> expectation("hội nghị họp bao nhiêu phiên", []).sort
    <Sort.NUMBER: 'number'>
    """
    sort = next((sort for sort, pattern in _ASKED if pattern.search(question)), None)
    return Expectation(sort, frozenset(t.folded for t in sequence)) if sort else None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a question expects; ``own`` are its own folded syllables, which answer nothing."""

    sort: Sort
    own: frozenset[str]

    def met_by(self, held: Holdings) -> bool:
        """Whether the sentence holds something of the sort that the question does not."""
        if self.sort is Sort.TIME:
            return any(not set(time.split()) <= self.own for time in held.times)
        return not (held.numbers if self.sort is Sort.NUMBER else held.names) <= self.own


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in text.split())


def _is_name(text: str, token: Token) -> bool:
    """Capitalised, and not because a sentence or a quotation begins there."""
    before = text[: token.start].rstrip()
    return token.raw[0].isupper() and bool(before) and before[-1] not in _OPENS
