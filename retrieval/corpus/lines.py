"""Which lines of a file are the article's own prose, by shape, position and the phrases of ``press.toml``.

Nothing here knows the articles at hand: a newspaper page pasted as text has a title, a dateline, bylines,
captions, buttons, boxes of other articles and readers' comments, and each shows itself by how it looks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.lexicon import PressLexicon
from retrieval.text.syllables import UPPER, clean, tokens

_LINE = re.compile(r"[^\r\n]+")
_TERMINAL = re.compile(r"[.!?…][”\"’'»)\]\s]*$")
_CONTINUES = re.compile(r"[;:,][”\"’'»)\]\s]*$")
_INNER_STOP = re.compile(rf"[^\W\d_]{{2,}}[.!?…][”\"]?\s+[“\"]?[{UPPER}]")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_DATE = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|ngày \d{1,2} tháng \d{1,2}(?:,? năm \d{4})|\b\d{4}-\d{2}-\d{2}\b", re.I
)
_CREDIT = re.compile(r"[\s.–-]*\(?\b(?:Ảnh|Nguồn ảnh|Photo)\s*:\s*[^.;)]{1,60}\)?\.?\s*$", re.I)
_NUMBERED_PHOTO = re.compile(r"(?:^|\s)[-–]?\s*ảnh \d{1,2}(?!\d)", re.I)
_BULLET = re.compile(r"^(?:[-–•+*▪●]|\d{1,2}[.)]|[a-zđ]\))\s+")
_CONJUNCTIONS = re.compile(r"[–,&/()-]|\b(?:và|thực hiện|theo|tổng hợp|biên tập|ghi|bài|tin|của)\b|:", re.I)
_SOURCE = re.compile(r"^\(?(?:theo|nguồn)\b", re.I)
_QUOTES = str.maketrans("", "", "“”\"'‘’«»")

MIN_PROSE = 4
LONG_LINE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it: ``file_text[start:end] == text``, the white space around it left out."""

    number: int
    start: int
    end: int
    text: str
    after_blank: bool = True

    @property
    def size(self) -> int:
        """How many syllables it has."""
        return len(tokens(self.text))

    @property
    def key(self) -> str:
        """What two lines share that say the same."""
        return " ".join(t.normal for t in tokens(clean(self.text)))


def lines_of(text: str, start: int = 0) -> list[Line]:
    """The lines of ``text`` from offset ``start`` that hold more than white space."""
    found: list[Line] = []
    last = 0
    for match in _LINE.finditer(text, start):
        raw = match.group()
        body = raw.strip().strip("\ufeff\u200b")
        if not body:
            continue
        left = match.start() + raw.index(body)
        number = text.count("\n", 0, left) + 1
        found.append(Line(number, left, left + len(body), body, number > last + 1))
        last = number
    return found


def is_prose_shaped(line: Line) -> bool:
    """Whether it reads as running text: it ends as a sentence does, or holds one, or is too long for a heading."""
    text = line.text
    if line.size < MIN_PROSE or text.upper() == text:
        return False
    if _TERMINAL.search(text):
        return True
    if _CONTINUES.search(text):
        return line.size >= 8 or bool(_BULLET.match(text))
    return line.size >= LONG_LINE or (line.size >= 12 and bool(_INNER_STOP.search(text)))


def is_caption(line: Line, press: PressLexicon) -> bool:
    """A short line with a photo credit. In a long paragraph only the credit is left out (``credit_of``)."""
    lower = line.text.lower()
    if _NUMBERED_PHOTO.search(line.text) or re.match(r"!\[.*\]\(.*\)$", line.text):
        return True
    return line.size <= 70 and any(sign in lower for sign in press.captions)


def credit_of(line: Line) -> tuple[int, int] | None:
    """Where in the file the photo credit at the end of a long paragraph stands."""
    match = _CREDIT.search(line.text)
    return (line.start + match.start(), line.end) if match else None


def is_dateline(line: Line) -> bool:
    """A short line with a full date and no sentence: "19:42 26/08/2016", "Thứ Sáu, 26/8/2016 | 19:42 GMT+7"."""
    return bool(_DATE.search(line.text)) and line.size <= 14 and not is_prose_shaped(line)


def is_byline(line: Line) -> bool:
    """A line of names: every word capitalised, two to eight of them ("Huyền Chi", "HÀ PHƯƠNG – PHƯƠNG LINH")."""
    if any(c.isdigit() for c in line.text) or _TERMINAL.search(line.text.rstrip(".")):
        return False
    names = _CONJUNCTIONS.sub(" ", line.text.rstrip(". ")).translate(_QUOTES).split()
    return 1 < len(names) <= 8 and all(name[0].isupper() and name.replace(".", "").isalpha() for name in names)


def begins_with(line: Line, phrases: Sequence[str], most: int = 12) -> bool:
    """Whether a line of at most ``most`` syllables begins with one of ``phrases`` as whole words."""
    lower = clean(line.text).lower().strip("*•-–:>»[]()# ")
    return line.size <= most and any(
        lower == p or (lower.startswith(p) and not lower[len(p)].isalnum()) for p in phrases
    )


def is_head(line: Line, phrases: Sequence[str]) -> bool:
    """Whether the line is nothing but one of ``phrases`` (a count in brackets may follow)."""
    lower = re.sub(r"^\(?\d+\)?|\(?\d*\)?$", "", clean(line.text).lower().strip("*•-–:>»[]# ")).strip(" :")
    return lower in phrases


def is_source(line: Line) -> bool:
    """Whether it says where the text was taken from: "Nguồn …: https://…", "Theo TTXVN"."""
    short = line.size <= 10 and not _TERMINAL.search(line.text.rstrip(")"))
    return bool(_SOURCE.match(line.text)) and (bool(_URL.search(line.text)) or short)


def is_link(line: Line) -> bool:
    """A line that is little more than an address."""
    match = _URL.search(line.text)
    return match is not None and len(match.group()) * 2 > len(line.text)


def reasons(
    lines: Sequence[Line], title: Line | None, press: PressLexicon, repeated: frozenset[str]
) -> Iterator[tuple[Line, str]]:
    """Each line with the reason it is left out, "" for prose.

    ``repeated`` are the keys of lines that stand in several articles (``Line.key``).
    """
    boxed = closed = False
    last_prose = max((i for i, line in enumerate(lines) if line is title or is_prose_shaped(line)), default=-1)
    for i, line in enumerate(lines):
        if line is title:
            yield line, "tiêu đề"
            continue
        reason = "bình luận" if closed else _reason(line, press, repeated)
        closed = closed or reason == "bình luận"
        if reason == "khung tin khác":
            boxed = True
        elif boxed and not reason:
            boxed = not _resumes(lines, i, press, repeated)
            reason = "khung tin khác" if boxed else ""
        elif not reason and not is_prose_shaped(line):
            in_list = _BULLET.match(line.text) and line.size >= 6
            ends_article = i == last_prose + 1 > 0 and line.size >= 8 and line.text[-1] != ":"
            reason = "" if in_list or ends_article else "đề mục"
        yield line, reason


def _resumes(lines: Sequence[Line], at: int, press: PressLexicon, repeated: frozenset[str]) -> bool:
    """Whether the article goes on after a box: with a paragraph, not with the summary of another article, which a
    headline follows."""
    line = lines[at]
    if not is_prose_shaped(line) or not (line.size >= LONG_LINE or _INNER_STOP.search(line.text)):
        return False
    following = lines[at + 1] if at + 1 < len(lines) else None
    if following is None or following.size < 6:
        return True
    return is_prose_shaped(following) or bool(_reason(following, press, repeated))


def _reason(line: Line, press: PressLexicon, repeated: frozenset[str]) -> str:
    """Why a line is left out whatever stands around it; "" when only its shape can tell."""
    if is_head(line, press.comments):
        return "bình luận"
    if is_head(line, press.boxes):
        return "khung tin khác"
    if is_source(line) or is_link(line):
        return "nguồn"
    if is_caption(line, press):
        return "chú thích ảnh"
    if is_dateline(line):
        return "ngày đăng"
    furniture = begins_with(line, (*press.furniture, *press.comments)) and not is_prose_shaped(line)
    if furniture or begins_with(line, press.notices, 30):
        return "nút và lời mời của trang"
    if is_byline(line):
        return "tên tác giả"
    if line.key in repeated:
        return "lặp lại ở nhiều bài"
    return ""
