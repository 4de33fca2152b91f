"""Reads the folder of articles. Nothing is half done: a corpus is returned whole or an error names file and line."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.corpus.conferences import FILE_NAME, read_conferences
from retrieval.corpus.folder import Folder, take
from retrieval.corpus.front_matter import FrontMatter, read_front_matter
from retrieval.corpus.lines import Line, credit_of, is_prose_shaped, lines_of, reasons
from retrieval.corpus.metadata import agency_prefix, describe, find_title
from retrieval.corpus.model import Article, Conference, Corpus, LeftOut, Sentence
from retrieval.corpus.sentences import sentence_spans
from retrieval.errors import CorpusError
from retrieval.lexicon import PressLexicon, press_lexicon
from retrieval.mentions import mentions
from retrieval.text.syllables import clean, tokens

Progress = Callable[[int, int], None]
# A line this often found in different articles belongs to the page; a whole sentence must be found more often,
# because two newspapers may print the same agency's sentence.
_REPEATS, _SENTENCE_REPEATS = 2, 3
_MIN_SENTENCE = 3


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file that is read but not yet understood."""

    path: Path
    text: str
    stated: FrontMatter
    lines: tuple[Line, ...]
    title: Line | None


def read_corpus(source: Path | Folder, progress: Progress | None = None) -> Corpus:
    """Read every ``.txt`` and ``.md`` file of a folder (README files aside) and its ``conferences.toml``.

    ``source`` may be files taken before; ``progress`` is called with the number of articles read and of all.

    Raises:
        CorpusError: the folder is missing or empty, or a file is empty, not UTF-8, the same as another,
            has broken front matter, no prose, or names no conference. The message names file and line.
    """
    folder = source if isinstance(source, Folder) else take(source)
    if not folder.articles:
        raise CorpusError("thư mục không có bài nào (tệp .txt hoặc .md)", folder.path)
    known = read_conferences(folder.path / FILE_NAME, folder.files.get(FILE_NAME, b""))
    press = press_lexicon()
    drafts = [_draft(folder.path / name, folder.files[name], press) for name in folder.articles]
    _refuse_copies(drafts)
    repeated = _repeated(drafts)
    articles: list[Article] = []
    sentences: list[Sentence] = []
    said: set[tuple[int, str]] = set()
    for number, draft in enumerate(drafts, start=1):
        if progress is not None:
            progress(number, len(drafts))
        article, found = _article(draft, known, press, repeated)
        kept, collapsed = _without_repeats(found, said)
        repeats = [LeftOut(1 + draft.text.count("\n", 0, s.start), s.text, "lặp lại") for s in collapsed]
        left_out = sorted((*article.left_out, *repeats), key=lambda part: part.line)
        articles.append(replace(article, left_out=tuple(left_out)))
        sentences += [replace(s, position=i) for i, s in enumerate(kept, start=len(sentences))]
    return Corpus(tuple(articles), tuple(sentences), known, _fingerprint(folder, drafts))


def _draft(path: Path, content: bytes, press: PressLexicon) -> _Draft:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CorpusError("tệp không phải UTF-8; hãy lưu lại bằng bảng mã UTF-8", path, line) from error
    if not text.strip().strip("\ufeff"):
        raise CorpusError("tệp trống", path, 1)
    if "\x00" in text:
        raise CorpusError("tệp có ký tự NUL, không phải văn bản", path, text.count("\n", 0, text.index("\x00")) + 1)
    stated = read_front_matter(text, path)
    lines = tuple(_unwrapped(lines_of(text, stated.start), text))
    return _Draft(path, text, stated, lines, None if stated.title else find_title(lines, press))


def _unwrapped(lines: Sequence[Line], text: str) -> Iterator[Line]:
    """Lines that were broken to a width are joined again; each stands at once under the one before."""
    block: list[Line] = []
    for line in (*lines, None):
        if block and (line is None or line.after_blank):
            yield from _joined(block, text)
            block = []
        if line is not None:
            block.append(line)


def _joined(block: Sequence[Line], text: str) -> Iterator[Line]:
    """A block of lines as one where all but the last are about as wide; else only a line that goes on in mid-sentence
    ("… Bộ Ngoại" / "giao …") is taken to the one before."""
    widths = [len(line.text) for line in block[:-1]]
    mid_sentence = any(line.text[0].islower() for line in block[1:])
    wrapped = len(block) > 2 and mid_sentence and 50 <= max(widths) <= 130 and min(widths) >= 0.75 * max(widths)
    joined = block[0]
    for line in block[1:]:
        if (line.text[0].islower() and joined.text[-1] not in '.!?…:;”"') or (wrapped and line.text[0].isalnum()):
            joined = replace(joined, end=line.end, text=text[joined.start : line.end])
        else:
            yield joined
            joined = line
    yield joined


def _refuse_copies(drafts: Sequence[_Draft]) -> None:
    seen: dict[str, Path] = {}
    for draft in drafts:
        key = " ".join(line.key for line in draft.lines)
        if key in seen:
            raise CorpusError(f"cùng nội dung với {seen[key].name}; hãy bỏ một trong hai tệp", draft.path)
        seen[key] = draft.path


def _repeated(drafts: Sequence[_Draft]) -> frozenset[str]:
    """The keys of lines that stand in several articles and so belong to the page around them."""
    counts: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    for draft in drafts:
        body = [line for line in draft.lines if line is not draft.title and line.size <= 40]
        counts.update({line.key for line in body if not is_prose_shaped(line)})
        sentences.update({line.key for line in body if is_prose_shaped(line)})
    return frozenset(k for k, n in counts.items() if n >= _REPEATS) | frozenset(
        k for k, n in sentences.items() if n >= _SENTENCE_REPEATS
    )


def _article(
    draft: _Draft, known: Mapping[int, Conference], press: PressLexicon, repeated: frozenset[str]
) -> tuple[Article, list[Sentence]]:
    judged = list(reasons(draft.lines, draft.title, press, repeated))
    prose = [line for line, reason in judged if not reason]
    if not prose:
        raise CorpusError("bài không có đoạn văn nào", draft.path, 1)
    furniture = [(line, reason) for line, reason in judged if reason]
    about = describe(draft.stated, draft.title, furniture, prose, known, press, draft.path)
    left_out = [LeftOut(line.number, line.text, reason) for line, reason in furniture]
    spans: list[tuple[int, int]] = []
    for line in prose:
        credit = credit_of(line) if line.size > 70 else None
        start = line.start + agency_prefix(line.text)[0]
        spans.append((start, credit[0] if credit else line.end))
        left_out += [LeftOut(line.number, draft.text[a:b], "chú thích ảnh") for a, b in ([credit] if credit else [])]
    article = Article(
        id=draft.path.stem,
        file=draft.path.name,
        text=draft.text,
        title=about.title,
        conference=about.conference,
        date=about.date,
        publisher=about.publisher,
        author=about.author,
        link=about.link,
        titled=about.titled,
        inferred=about.inferred,
        paragraphs=tuple(spans),
        left_out=tuple(left_out),
    )
    return article, list(_sentences(article, press))


def _sentences(article: Article, press: PressLexicon) -> Iterator[Sentence]:
    for number, (start, end) in enumerate(article.paragraphs, start=1):
        for a, b in sentence_spans(article.text[start:end], press.abbreviations):
            text = article.text[start + a : start + b]
            found = tokens(text)
            if len(found) < _MIN_SENTENCE or text.rstrip('”"’ ').endswith("?"):
                continue
            named = frozenset(n for m in mentions(found) for n in m.numbers)
            yield Sentence(0, article.id, article.conference, number, start + a, start + b, text, named)


def _without_repeats(found: Sequence[Sentence], said: set[tuple[int, str]]) -> tuple[list[Sentence], list[Sentence]]:
    """Sentences said once only: of two in an article that say the same, or of which one holds the other, the fuller
    (of equals the later: the lede repeats the text); of an earlier article on the same conference, the earlier.

    ``said`` are the conference and key of every sentence kept so far; those kept here are added.
    """
    keys = [f" {_key(s)} " for s in found]
    kept: list[Sentence] = []
    collapsed: list[Sentence] = []
    for i, (sentence, key) in enumerate(zip(found, keys, strict=True)):
        held = any(key in other and (len(key) < len(other) or i < j) for j, other in enumerate(keys) if i != j)
        if held or (sentence.conference, key.strip()) in said:
            collapsed.append(sentence)
        else:
            kept.append(sentence)
    said |= {(sentence.conference, _key(sentence)) for sentence in kept}
    return kept, collapsed


def _key(sentence: Sentence) -> str:
    return " ".join(t.normal for t in tokens(clean(sentence.text)))


def _fingerprint(folder: Folder, drafts: Sequence[_Draft]) -> str:
    """The first 12 hex digits of SHA-256 over every file's name and content, conferences.toml included."""
    digest = hashlib.sha256()
    for draft in drafts:
        digest.update(draft.path.name.encode() + b"\0" + draft.text.encode() + b"\0")
    digest.update(folder.files.get(FILE_NAME, b""))
    return digest.hexdigest()[:12]
