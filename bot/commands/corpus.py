"""`hoinghi corpus`: what was read from the folder of articles, what was inferred, and what was left out."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.display import one_line
from bot.settings import Settings
from retrieval.corpus.model import Article, Conference, Corpus
from retrieval.corpus.reader import read_corpus

_GAP = "  "
_FIELDS = {
    "title": "tên bài",
    "conference": "hội nghị",
    "date": "ngày",
    "publisher": "nguồn",
    "author": "tác giả",
    "link": "đường dẫn",
}


def show_corpus(settings: Settings) -> int:
    """Print the conferences, the articles and the lines left out."""
    corpus = read_corpus(settings.seeds_dir)
    print("\n".join(report(corpus)))
    return 0


def report(corpus: Corpus) -> Iterator[str]:
    """The lines of the report."""
    yield f"Hội nghị: {len(corpus.held)}"
    yield from table(["số", "năm", "khai mạc", "bế mạc", "bài", "theo"], [_row(each, corpus) for each in corpus.held])
    yield ""
    yield f"Bài: {len(corpus.articles)}, câu: {len(corpus.sentences)}"
    counts = Counter(sentence.article for sentence in corpus.sentences)
    head = ["hội nghị", "tệp", "tên bài", "ngày", "nguồn", "câu", "suy ra từ bài"]
    yield from table(head, [_article_row(each, counts[each.id]) for each in corpus.articles])
    for article in corpus.articles:
        yield ""
        yield f"{article.file}: để ngoài {len(article.left_out)} dòng"
        left_out = [[str(each.line), each.reason, one_line(each.text, 70)] for each in article.left_out]
        yield from table(["dòng", "lý do", "nội dung"], left_out) if left_out else ()


def _row(conference: Conference, corpus: Corpus) -> list[str]:
    days = [f"{each:%d/%m/%Y}" if each else "-" for each in (conference.opened, conference.closed)]
    count = len(corpus.of_conference(conference.number))
    origin = one_line(conference.known_from, 80) or "-"
    return [str(conference.number), str(conference.year or "-"), *days, str(count), origin]


def _article_row(article: Article, sentences: int) -> list[str]:
    return [
        str(article.conference),
        article.file,
        one_line(article.title, 60),
        f"{article.date:%d/%m/%Y}" if article.date else "không ghi ngày",
        one_line(article.publisher, 30) or "không ghi nguồn",
        str(sentences),
        ", ".join(meaning for name, meaning in _FIELDS.items() if _was_inferred(article, name)) or "-",
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns in line, numbers to the right.

    >>> print("\\n".join(table(["số", "bài"], [["29", "Bế mạc"], ["32", "Hội"]])))
    số  bài
    29  Bế mạc
    32  Hội
    """
    lines = [head, *rows]
    widths = [max(width(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [_aligned(cell, size) for cell, size in zip(line, widths, strict=True)]
        yield _GAP.join(cells).rstrip()


def width(text: str) -> int:
    """The columns a terminal takes for a text: a combining mark takes none, a wide character two."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def _aligned(cell: str, size: int) -> str:
    padding = " " * (size - width(cell))
    return padding + cell if cell.isdigit() else cell + padding


def _was_inferred(article: Article, name: str) -> bool:
    """Whether a field was read from the text: no front matter gave it, and something was found."""
    return name in article.inferred and bool(getattr(article, name))
