"""The words of a sentence that could be the answer itself: a date, a number, a person, a place, a length, a theme.

Found by their shape, for any article; each is a span of the sentence, so that it can be shown word for word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from retrieval.people import People
from retrieval.query.model import Kind
from retrieval.text.numbers import number_at, with_numerals
from retrieval.text.syllables import normal_form, tokens

_TIMES_OF_DAY = frozenset(normal_form(w) for w in ("sáng", "trưa", "chiều", "tối"))
_LENGTHS = frozenset(normal_form(w) for w in ("ngày", "tuần", "tháng", "năm", "giờ", "phút", "buổi", "nhiệm kỳ"))
_ABOUT = frozenset(normal_form(w) for w in ("hơn", "gần", "khoảng", "trên", "tới", "chừng", "cả", "những"))
_ORDINALS = frozenset(
    normal_form(w) for w in ("thứ", "lần", "ngày", "tháng", "năm", "khóa", "hội", "số", "điều", "khoản")
)
# "tại Đại hội Đảng", "tại Hội nghị": no places.
_EVENTS = frozenset(normal_form(w) for w in ("đại", "hội", "nghị", "phiên", "lễ", "kỳ", "diễn", "quốc"))
# Where what is counted ends: "7 phiên | tại Hà Nội".
_STOPS = frozenset(
    normal_form(w)
    for w in "tại ở của và để do với trong được đã đang sẽ là từ đến cho về nhằm theo có mà thì như vào".split()
)
_AT = frozenset(normal_form(w) for w in ("tại", "ở"))
_VAGUE_TIME = re.compile(
    r"\b(?:(?:sáng|trưa|chiều|tối) (?:nay|qua|mai)|"
    r"(?:cuối|đầu|giữa) (?:tuần|tháng|năm|thế kỷ)(?: (?:qua|này|trước|tới))?"
    r"|(?:hôm|ngày) (?:nay|qua|kia|mai))\b",
    re.I,
)
_QUOTED = re.compile(r"[“\"«]([^”\"»]+)[”\"»]")
_SMALL = {normal_form(w): n for n, w in enumerate("không một hai ba bốn năm sáu bảy tám chín mười".split())}


@dataclass(frozen=True, slots=True)
class Found:
    """``text[start:end]`` of a sentence, and the tokens ``first`` to ``last`` (exclusive) it covers."""

    start: int
    end: int
    first: int
    last: int


class Reading:
    """A sentence, read: its tokens, and on demand the spans of each kind."""

    def __init__(self, text: str, people: People, word_ends: Sequence[int] = ()) -> None:
        """Read ``text``; ``people`` knows offices and family names, ``word_ends`` where each token's word ends."""
        self.text = text
        self.tokens = with_numerals(tokens(text))
        self._people = people
        self._word_ends = word_ends
        # Filled by ``subject.events`` when it is first asked for.
        self.events: list[tuple[int, tuple[str, ...], tuple[int, ...]]] | None = None
        self._spans: dict[Kind, list[Found]] = {}

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Folded syllable -> the positions of the tokens that have it."""
        held: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            held.setdefault(token.folded, []).append(at)
        return held

    @cached_property
    def syllables(self) -> frozenset[str]:
        """The folded syllables."""
        return frozenset(self.places)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The folded syllables in their order."""
        return tuple(t.folded for t in self.tokens)

    @cached_property
    def normal(self) -> tuple[str, ...]:
        """Their normal forms."""
        return tuple(t.normal for t in self.tokens)

    @cached_property
    def neighbours(self) -> frozenset[tuple[str, str]]:
        """The pairs of neighbouring syllables, folded."""
        return frozenset(pairwise(self.folded))

    def within_word(self, at: int) -> bool:
        """Whether the token is a later syllable of a word: "giá" in "đánh giá", not "phiên" in "phiên họp"."""
        return 0 < at < len(self._word_ends) and self._word_ends[at - 1] == self._word_ends[at]

    def spans(self, kind: Kind) -> list[Found]:
        """What in the sentence could answer a question of that kind; [] for kinds that have no shape."""
        if kind not in self._spans:
            finder = {
                Kind.WHEN: self._dates,
                Kind.WHERE: self._locations,
                Kind.WHO: self._persons,
                Kind.NAMES: self._persons,
                Kind.HOW_MANY: self._counts,
                Kind.HOW_LONG: self._lengths,
                Kind.THEME: self._themes,
            }.get(kind)
            self._spans[kind] = list(finder()) if finder else []
        return self._spans[kind]

    def _found(self, first: int, last: int) -> Found:
        return Found(self.tokens[first].start, self.tokens[last - 1].end, first, last)

    def _dates(self) -> Iterator[Found]:
        """Dates: "Chiều ngày 26-8", "23/12/2023", "ngày 26 tháng 8 năm 2016", "năm 2013", "cuối tuần qua"."""
        at = 0
        while at < len(self.tokens):
            end = self._date_end(at)
            if end == at:
                at += 1
                continue
            first = at
            if first and self.tokens[first - 1].folded == "ngay":
                first -= 1
            if first and self.tokens[first - 1].normal in _TIMES_OF_DAY:
                first -= 1
            yield self._found(first, end)
            at = end
        for match in _VAGUE_TIME.finditer(self.text):
            inside = [i for i, t in enumerate(self.tokens) if match.start() <= t.start < match.end()]
            if inside:
                yield self._found(inside[0], inside[-1] + 1)

    def _date_end(self, at: int) -> int:
        token, rest = self.tokens[at], self.tokens[at + 1 : at + 5]
        folded = [t.folded for t in rest]
        end = at
        if token.kind == "date":
            end = at + 1
        elif token.kind == "number" and folded[:1] == ["thang"] and len(rest) > 1 and rest[1].kind == "number":
            end = at + 3
        elif token.folded in {"nam", "thang"} and rest and rest[0].kind == "number" and not rest[0].gap:
            is_year = len(rest[0].normal) == 4
            return at + 2 if is_year or (token.folded == "thang" and int(rest[0].normal[:2]) < 13) else at
        after = self.tokens[end : end + 2]
        if end > at and len(after) == 2 and after[0].folded == "nam" and len(after[1].normal) == 4:
            end += 2
        elif end > at and after and after[0].start == self.tokens[end - 1].end + 1 and len(after[0].normal) == 4:
            end += 1 if after[0].kind == "number" else 0
        return end

    def _counts(self) -> Iterator[Found]:
        """Cardinals with what they count: "23 phiên họp", "hơn 300 lượt ý kiến", "hai nhiệm vụ"."""
        for at in range(len(self.tokens)):
            size = self._cardinal(at)
            if size and at + size < len(self.tokens) and not self.tokens[at + size].gap:
                first = at - 1 if at and self.tokens[at - 1].normal in _ABOUT else at
                last = at + size
                while last < len(self.tokens) and last < at + size + 2 and self._counted(last):
                    last += 1
                while last < len(self.tokens) and self.within_word(last):
                    last += 1
                if last > at + size:
                    yield self._found(first, last)

    def _counted(self, at: int) -> bool:
        token = self.tokens[at]
        return token.kind == "word" and not token.gap and token.normal not in _STOPS

    def _cardinal(self, at: int) -> int:
        """How many tokens the cardinal number at ``at`` takes; 0 for ordinals, years and none."""
        token = self.tokens[at]
        before = self.tokens[at - 1].normal if at else ""
        if before in _ORDINALS or token.kind == "date":
            return 0
        found = number_at(self.tokens, at)
        if found is None:
            small = _SMALL.get(token.normal)
            return 1 if small and token.normal != normal_form("năm") else 0
        if not token.raw[0].isdigit() and token.raw.isascii():
            return 0
        return found[1] if not 1900 < found[0] < 2100 else 0

    def _lengths(self) -> Iterator[Found]:
        """Lengths of time: "5 ngày làm việc", "ba năm"."""
        for found in self._counts():
            for at in range(found.first, found.last):
                if self.tokens[at].normal in _LENGTHS:
                    last = at + 1
                    following = [t.folded for t in self.tokens[last : last + 2] if not t.gap]
                    last += 2 if following == ["lam", "viec"] else 0
                    yield self._found(found.first, last)
                    break

    def _locations(self) -> Iterator[Found]:
        """Places: a capitalised run after tại or ở, "tại Hà Nội"."""
        for at, token in enumerate(self.tokens[:-1]):
            last = at + 1
            while last < len(self.tokens) and self.tokens[last].raw[0].isupper() and self._close(last):
                last += 1
            an_event = self.tokens[at + 1].normal in _EVENTS and token.normal in _AT
            if token.normal in _AT and last > at + 1 and not an_event:
                yield self._found(at, last)

    def _close(self, at: int) -> bool:
        """Whether nothing but a space, or the stop of an abbreviation ("TP.HCM"), stands before the token."""
        return not self.tokens[at].gap or self.text[self.tokens[at - 1].end : self.tokens[at].start] == "."

    def _themes(self) -> Iterator[Found]:
        """What stands in quotation marks after "chủ đề"."""
        at = self.text.lower().find("chủ đề")
        match = _QUOTED.search(self.text, at) if at >= 0 else None
        if match and match.start() - at < 20:
            inside = [i for i, t in enumerate(self.tokens) if match.start(1) <= t.start < match.end(1)]
            if inside:
                yield Found(match.start(1), match.end(1), inside[0], inside[-1] + 1)

    def _persons(self) -> Iterator[Found]:
        """Personal names with the offices before them; names joined by commas or "và" as one."""
        merged: list[Found] = []
        for first, last in self._people.names(self.tokens):
            found = self._found(self._people.with_titles(self.tokens, first), last)
            between = self.text[merged[-1].end : found.start] if merged else "-"
            if merged and re.fullmatch(r"\s*,?\s*(?:và|cùng|,)?\s*", between):
                merged[-1] = self._found(merged[-1].first, found.last)
            else:
                merged.append(found)
        yield from merged
