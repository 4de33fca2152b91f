"""What is shown of a sentence: the clause that answers, and the sentence it leans on."""

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.evidence import Span

# A sentence up to this long is shown whole; of a longer one a clause of about this length.
WHOLE, CLAUSE = 300, 220
_STRONG_BREAK = re.compile(r"[;.!?…]\s+")
_BREAK = re.compile(r"[;,.!?…]\s+|\s+[–—-]\s+")
_LEANING = re.compile(
    r"^[“\"]?(?:Đây|Đó|Điều (?:này|đó)|Việc (?:này|đó)|Do (?:đó|vậy)|Vì (?:vậy|thế)|Bởi vậy|Đồng thời|"
    r"Bên cạnh đó|Ngoài ra|Theo đó|"
    r"Trong đó|Qua đó|Từ đó|Nhờ (?:đó|vậy)|Tuy nhiên|Song|"
    r"Mặt khác|Cùng với đó|Trên cơ sở đó|Như vậy|Chúng ta|"
    r"(?:Ông|Bà|Họ|Nó)\b(?! [A-ZĐ]))",
)


def leans(text: str) -> bool:
    """Whether a sentence is not understood without the one before it.

    >>> leans("Đây là nhiệm vụ trọng tâm."), leans("Hội nghị bế mạc.")
    (True, False)
    """
    return bool(_LEANING.match(text))


def clause(text: str, headline: Span | None, matched: Sequence[Span]) -> Span | None:
    """The part to show of a long sentence; None when it is short enough to be shown whole.

    It grows from the part with the answer (or the most matched words) to about ``CLAUSE`` characters, towards the side
    that holds more of what matched; parts end at semicolons, in one that is too long itself at commas.
    """
    if len(text) <= WHOLE:
        return None
    kernel = [headline] if headline else list(matched)
    wanted = [*kernel, *kernel, *matched]
    start, end = _grown(_parts(text, (0, len(text)), _STRONG_BREAK), wanted)
    if end - start > CLAUSE:
        start, end = _grown(_parts(text, (start, end), _BREAK), wanted)
    return None if end - start >= len(text) - 20 else (start, end)


def _grown(parts: Sequence[Span], wanted: Sequence[Span]) -> Span:
    """The part that holds most of what is wanted, and its neighbours while they fit."""
    weights = [sum(a < end and start < b for a, b in wanted) for start, end in parts]
    first = last = weights.index(max(weights))
    while True:
        left = parts[last][1] - parts[first - 1][0] if first else CLAUSE + 1
        right = parts[last + 1][1] - parts[first][0] if last + 1 < len(parts) else CLAUSE + 1
        if min(left, right) > CLAUSE:
            return parts[first][0], parts[last][1]
        take_left = left <= CLAUSE and (right > CLAUSE or weights[first - 1] > weights[last + 1])
        first, last = (first - 1, last) if take_left else (first, last + 1)


def _parts(text: str, within: Span, break_at: re.Pattern[str]) -> list[Span]:
    """A stretch of the text cut at punctuation, but not inside quotation marks."""
    start, end = within
    inner = (m.end() for m in break_at.finditer(text, start, end) if not _inside_quotes(text, m.start()))
    cuts = [start, *(at for at in inner if start < at < end), end]
    return [(a, a + len(text[a:b].rstrip())) for a, b in pairwise(cuts) if text[a:b].strip()]


def _inside_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
