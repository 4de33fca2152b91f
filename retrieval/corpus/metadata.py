"""What an article is: stated by its front matter, otherwise inferred from its text."""

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.corpus.front_matter import FIELDS, FrontMatter, parse_date
from retrieval.corpus.lines import Line, is_byline, is_caption, is_dateline, is_prose_shaped, is_source
from retrieval.corpus.model import Conference
from retrieval.errors import CorpusError
from retrieval.lexicon import PressLexicon
from retrieval.mentions import loose_mentions, mentions
from retrieval.text.syllables import UPPER, clean, tokens

_URL = re.compile(r"https?://[^\s)>\]]+")
_SOURCE_NAME = re.compile(r"^\(?(?:theo|nguồn)\s*:?\s*(?P<name>[^:()]{2,40})", re.I)
# "(VOV5) - ", "(Chinhphu.vn) – ", "Hà Nội (TTXVN) - ", "TTXVN - ": how an agency opens its text.
_AGENCY = re.compile(
    rf"^(?:[{UPPER}][\w. ]{{1,20}}\s)?\((?P<bracketed>[{UPPER}][\w. ]{{1,24}})\)\s*[-–—:]\s*"
    r"|^(?P<bare>(?:[A-ZĐ]{2,6}[0-9]?|[A-Za-z]+\.vn)(?:\.\w+)?)\s+[-–—]\s+"
    r"|^(?P<site>[A-Za-z]+(?:\.[A-Za-z]+)*\.vn)[.:]\s+"
)


# Where the article stands on the site: "Trang chủ | Chính trị".
_PATH = re.compile(r"[|»]|\s[>/]\s")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of an article; ``inferred`` names those the front matter did not give."""

    title: str
    titled: bool
    conference: int
    date: datetime.date | None
    publisher: str
    author: str
    link: str
    inferred: tuple[str, ...]


def find_title(lines: Sequence[Line], press: PressLexicon) -> Line | None:
    """The title: the first line of some length before the prose begins that is no dateline, byline or caption."""
    for line in lines[:8]:
        if is_caption(line, press):
            continue
        if is_prose_shaped(line):
            ends = line.text.rstrip('”"’ ')[-1]
            headline = line.number == lines[0].number and ends not in ".;:," and line.size < 40
            return line if headline else None
        if line.size >= 4 and not (_PATH.search(line.text) or is_dateline(line) or is_byline(line) or is_source(line)):
            return line
    return None


def agency_prefix(paragraph: str) -> tuple[int, str]:
    """How many characters of a paragraph are the agency's sign, and the agency ("(VOV5) - " -> 9, "VOV5")."""
    match = _AGENCY.match(paragraph)
    return (match.end(), match["bracketed"] or match["bare"] or match["site"]) if match else (0, "")


def describe(
    stated: FrontMatter,
    title: Line | None,
    furniture: Sequence[tuple[Line, str]],
    prose: Sequence[Line],
    known: Mapping[int, Conference],
    press: PressLexicon,
    path: Path,
) -> Metadata:
    """All fields of one article.

    Args:
        stated: its front matter. title: its title line. prose: its lines of prose.
        furniture: the lines left out, with reasons. known: the operator's conferences.
    """
    datelines = [line for line, reason in furniture if reason == "ngày đăng"]
    day = stated.date or next((d for line in datelines if (d := parse_date(line.text))), None)
    heading = stated.title or (clean(title.text).lstrip("# ") if title else _opening(prose))
    number = stated.conference
    if number is None:
        number = infer_conference(heading, prose, day, known)
    if number is None:
        line = prose[0].number if prose else 1
        raise CorpusError(
            "bài không nêu Hội nghị Ngoại giao lần thứ mấy; hãy ghi “conference: <số>” ở phần đầu", path, line
        )
    authors = [line.text.strip(" .") for line, reason in furniture if reason == "tên tác giả"]
    return Metadata(
        title=heading,
        titled=bool(stated.title or title),
        conference=number,
        date=day,
        publisher=stated.publisher or _publisher(furniture, prose, press),
        author=stated.author or ", ".join(dict.fromkeys(authors)),
        link=stated.link or _link(furniture),
        inferred=tuple(sorted(FIELDS - stated.stated)),
    )


def infer_conference(
    title: str, prose: Sequence[Line], day: datetime.date | None, known: Mapping[int, Conference]
) -> int | None:
    """The conference an article is about: the one its title and opening name, else the one it names most.

    A mention in the title weighs as ten in the text, in the first two paragraphs as three.
    With none named, the year it names ("Hội nghị Ngoại giao năm 2018") or its date decides.
    """
    votes: Counter[int] = Counter()
    years: Counter[int] = Counter()
    for weight, text in ((10, title), *((3 if i < 2 else 1, line.text) for i, line in enumerate(prose))):
        for mention in mentions(tokens(text)):
            votes.update(dict.fromkeys(mention.numbers, weight))
            years.update({mention.year: weight} if mention.year else {})
    if not votes:
        for mention in loose_mentions(tokens(title)):
            votes.update(mention.numbers)
    if votes:
        return max(votes, key=lambda n: (votes[n], n))
    by_year = {c.year: c.number for c in known.values() if c.year}
    named = [by_year[y] for y, _ in years.most_common() if y in by_year]
    if named:
        return named[0]
    during = [c.number for c in known.values() if day and c.opened and c.closed and c.opened <= day <= c.closed]
    return during[0] if during else None


def _opening(prose: Sequence[Line]) -> str:
    """The first words of an article without a title, cut at a word."""
    if not prose:
        return ""
    text = clean(prose[0].text)[agency_prefix(prose[0].text)[0] :]
    return text if len(text) <= 70 else text[:70].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _publisher(furniture: Sequence[tuple[Line, str]], prose: Sequence[Line], press: PressLexicon) -> str:
    link = _link(furniture)
    host = re.sub(r"^https?://(?:www\.)?", "", link).split("/")[0].lower()
    if host in press.publishers:
        return press.publishers[host]
    for line in prose[:2]:
        agency = agency_prefix(line.text)[1]
        if agency:
            return press.publishers.get(agency.lower(), agency)
    for line, reason in furniture:
        match = _SOURCE_NAME.match(line.text) if reason == "nguồn" else None
        if match:
            return press.publishers.get(match["name"].strip().lower(), match["name"].strip())
    return host


def _link(furniture: Sequence[tuple[Line, str]]) -> str:
    for line, reason in furniture:
        match = _URL.search(line.text) if reason == "nguồn" else None
        if match:
            return match.group().rstrip(".,;")
    return ""
