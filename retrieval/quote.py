"""What is shown of a sentence: the clause that answers, and the sentence it leans on."""

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.evidence import Span

# A sentence up to this long is shown whole; of a longer one a clause of about this length.
WHOLE, CLAUSE = 250, 200
_BREAK = re.compile(r"[;,:.!?…]\s+|\s+[–—-]\s+")
_LEANING = re.compile(
    r"^[“\"]?(?:Đây|Đó|Điều (?:này|đó)|Việc (?:này|đó)|Do (?:đó|vậy)|Vì (?:vậy|thế)|Bởi vậy|Đồng thời|"
    r"Bên cạnh đó|Ngoài ra|Theo đó|"
    r"Trong đó|Qua đó|Từ đó|Nhờ (?:đó|vậy)|Tuy nhiên|Song|"
    r"Mặt khác|Cùng với đó|Trên cơ sở đó|Như vậy|Cũng (?:tại|trong)|Chúng ta|"
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

    It grows from the clause with the answer (or the most matched words), part by part, to about ``CLAUSE`` characters,
    towards the side that holds more of what matched; a part is never cut inside unless it is itself too long.
    """
    if len(text) <= WHOLE:
        return None
    parts = _parts(text)
    kernel = [headline] if headline else list(matched)
    weights = [sum(a < end and start < b for a, b in (*kernel, *kernel, *matched)) for start, end in parts]
    first = last = weights.index(max(weights))
    while True:
        left = parts[last][1] - parts[first - 1][0] if first else CLAUSE + 1
        right = parts[last + 1][1] - parts[first][0] if last + 1 < len(parts) else CLAUSE + 1
        if min(left, right) > CLAUSE:
            break
        take_left = left <= CLAUSE and (right > CLAUSE or weights[first - 1] > weights[last + 1])
        first, last = (first - 1, last) if take_left else (first, last + 1)
    start, end = parts[first][0], parts[last][1]
    return None if end - start >= len(text) - 20 else (start, end)


def _parts(text: str) -> list[Span]:
    """The text cut at punctuation; quoted words (a theme) stay together where they are not too long."""
    cuts = [0, *(m.end() for m in _BREAK.finditer(text) if not _inside_quotes(text, m.start())), len(text)]
    parts = [(a, b) for a, b in pairwise(cuts) if b > a]
    return [(a, a + len(text[a:b].rstrip())) for a, b in parts]


def _inside_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
