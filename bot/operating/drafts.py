"""An article on its way into the folder: what was sent or found, what was understood of it, and the file it becomes."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from bot.display import one_line
from bot.operating.guard import Page, RefusedError
from retrieval.corpus import Article, read_corpus
from retrieval.corpus.folder import TABLES, Folder
from retrieval.corpus.front_matter import FIELDS, read_front_matter
from retrieval.errors import CorpusError
from retrieval.text.syllables import tokens

MOST_BYTES = 1_000_000
# Longer than any article, and read in seconds: segmenting takes time by length.
_MOST_CHARACTERS = 100_000
_MOST_NAME = 70
_LONGEST_FIELD = 300
_ORDER = ("title", "conference", "date", "publisher", "author", "link")
_TAGS = "!doctype html head body script style iframe object embed meta div svg p a img span table form input link"
_HTML = re.compile(rf"<\s*/?\s*(?:{_TAGS.replace(' ', '|')})\b", re.I)
# How an operator may call a field.
NAMES = {name: name for name in FIELDS} | {
    "tên bài": "title",
    "tên": "title",
    "tiêu đề": "title",
    "hội nghị": "conference",
    "ngày": "date",
    "ngày đăng": "date",
    "nguồn": "publisher",
    "báo": "publisher",
    "tác giả": "author",
    "đường dẫn": "link",
    "liên kết": "link",
}
CORRECTION = re.compile(rf"\A(?:\s*(?:{'|'.join(sorted(NAMES, key=len, reverse=True))})\s*:[^\n]*\n?)+\Z", re.I)


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields stated for an article, by name, and its text without front matter."""

    fields: Mapping[str, str]
    body: str

    def corrected(self, lines: str) -> "Draft":
        """The same with fields as an operator wrote them: ``tên bài: …``; an empty one is left to be inferred."""
        changes = {}
        for line in lines.split("\n"):
            name, _, value = line.partition(":")
            if field := NAMES.get(name.strip().lower()):
                changes[field] = one_line(value, _LONGEST_FIELD)
        kept = {name: value for name, value in {**self.fields, **changes}.items() if value}
        return replace(self, fields=kept)

    @property
    def text(self) -> str:
        """The file: front matter in the order of the README, then the text."""
        stated = {name: _as_yaml(name, self.fields[name]) for name in _ORDER if self.fields.get(name)}
        if not stated:
            return self.body
        head = yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=10_000)
        return f"---\n{head}---\n\n{self.body.lstrip()}"


@dataclass(frozen=True, slots=True)
class Understood:
    """A draft as the reader of articles understands it alone, or why it cannot be used."""

    article: Article | None
    sentences: int = 0
    problem: str = ""

    @property
    def opening(self) -> str:
        """The first words of the article."""
        if self.article is None or not self.article.paragraphs:
            return ""
        start, end = self.article.paragraphs[0]
        return self.article.text[start:end]


def of_document(content: bytes, name: str) -> Draft:
    """A draft from a document; RefusedError for what is no text of an article, whatever it is called."""
    if "/" in name or "\\" in name or ".." in name or not name.isprintable():
        raise RefusedError("adding.bad_name")
    if Path(name).suffix.lower() not in (".txt", ".md"):
        raise RefusedError("adding.bad_kind")
    if len(content) > MOST_BYTES:
        raise RefusedError("adding.too_large", megabytes=MOST_BYTES // 1_000_000)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise RefusedError("adding.not_utf8", line=content.count(b"\n", 0, error.start) + 1) from error
    if "\x00" in text:
        raise RefusedError("adding.nul", line=text.count("\n", 0, text.index("\x00")) + 1)
    if not text.strip():
        raise RefusedError("adding.empty")
    if _HTML.search(text):
        raise RefusedError("adding.html")
    _check_length(text)
    return _split(text, name)


def _check_length(text: str) -> None:
    if len(text) > _MOST_CHARACTERS:
        raise RefusedError("adding.too_long", count=_MOST_CHARACTERS // 1000)


def _split(text: str, name: str) -> Draft:
    try:
        stated = read_front_matter(text, Path(name))
    except CorpusError as error:
        raise RefusedError("adding.front_matter", reason=str(error)) from error
    values = {each: getattr(stated, each) for each in stated.stated}
    return Draft(
        {each: one_line(str(value), _LONGEST_FIELD) for each, value in values.items() if value}, text[stated.start :]
    )


def of_page(page: Page) -> Draft:
    """A draft from a page of a newspaper; RefusedError when no article is found in it. Takes up to a second."""
    # Loading it takes most of a second too: only who adds a page has to wait for it.
    from trafilatura import bare_extraction

    if b"\x00" in page.content or page.content.startswith(b"%PDF"):
        raise RefusedError("adding.no_article")
    found = bare_extraction(
        page.content, url=page.link, include_comments=False, include_tables=False, with_metadata=True
    )
    text = (found.text or "").strip() if found is not None and not isinstance(found, dict) else ""
    if found is None or isinstance(found, dict) or not text:
        raise RefusedError("adding.no_article")
    _check_length(text)
    named = {"title": found.title, "date": found.date, "publisher": found.sitename, "author": found.author}
    fields = {name: one_line(str(value), _LONGEST_FIELD) for name, value in named.items() if value}
    lines = text.splitlines()
    lines = lines[1:] if one_line(lines[0], _LONGEST_FIELD) == fields.get("title") else lines
    return Draft({**fields, "link": page.link}, "\n\n".join(lines) + "\n")


def understand(draft: Draft, tables: Folder) -> Understood:
    """Read the draft as if it stood alone in the folder; `tables` has the operator's conferences."""
    name = "bài gửi đến.txt"
    files = {each: content for each, content in tables.files.items() if each in TABLES}
    try:
        corpus = read_corpus(Folder(Path(), files | {name: draft.text.encode()}))
    except (CorpusError, UnicodeEncodeError) as error:
        return Understood(None, problem=str(error))
    if not corpus.sentences:
        return Understood(None, problem="không có câu nào đủ dài để trả lời")
    return Understood(corpus.articles[0], len(corpus.sentences))


def completed(draft: Draft, article: Article) -> Draft:
    """The draft with what was understood stated, but for the title, which stands in the text where it was inferred."""
    known = {"conference": str(article.conference), "publisher": article.publisher, "link": article.link}
    known["date"] = article.date.isoformat() if article.date else ""
    return replace(draft, fields={**{name: value for name, value in known.items() if value}, **draft.fields})


def file_name(article: Article, attempt: int = 1) -> str:
    """A name for the file, from the conference and the title: letters, figures and dashes only.

    >>> file_name(Article("a", "a.txt", "", "Bế mạc Hội nghị: 5 ngày/đêm ../..", 29), 2)
    '29-be-mac-hoi-nghi-5-ngay-dem-2.txt'
    """
    words = [re.sub(r"[^a-z0-9]", "", token.folded) for token in tokens(article.title)]
    slug = "-".join(filter(None, words))[:_MOST_NAME].strip("-") or "bai"
    return f"{article.conference}-{slug}{'' if attempt == 1 else f'-{attempt}'}.txt"


def _as_yaml(name: str, value: str) -> object:
    """A value as YAML is to hold it."""
    if name == "conference" and value.isascii() and value.isdecimal():
        return int(value)
    if name == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value
