"""Pages of other newspapers, pasted as text: what is the article's own prose and what is told of it.

Each ``articles/<page>.txt`` (invented from end to end) has beside it ``<page>.kept``: its sentences, one a line.
"""

import datetime
import shutil
from pathlib import Path

import pytest

from retrieval.corpus import Article, Corpus, read_corpus

FOLDER = Path(__file__).parent / "articles"
PAGES = sorted(path.stem for path in FOLDER.glob("*.kept"))


@pytest.fixture(scope="module")
def pages() -> Corpus:
    return read_corpus(FOLDER)


def sentences(corpus: Corpus, page: str) -> list[str]:
    """The sentences of a page, line breaks inside them as spaces."""
    return [" ".join(s.text.split()) for s in corpus.sentences if s.article == page]


def expected(page: str) -> list[str]:
    return (FOLDER / f"{page}.kept").read_text(encoding="utf-8").splitlines()


KEPT_BUGS = {
    "vietnamplus": "the last summary in a box of other articles, which no headline follows, is taken for prose",
}
CASES = [
    pytest.param(page, marks=pytest.mark.xfail(strict=True, reason=KEPT_BUGS[page])) if page in KEPT_BUGS else page
    for page in PAGES
]


@pytest.mark.parametrize("page", CASES)
def test_the_sentences_of_a_page(pages: Corpus, page: str) -> None:
    assert sentences(pages, page) == expected(page)


@pytest.mark.parametrize("page", CASES)
def test_the_sentences_of_a_page_that_is_alone(page: str, tmp_path: Path) -> None:
    """No line is told apart only because other pages of the folder repeat it."""
    for path in FOLDER.glob(f"{page}.[tm]*"):
        shutil.copy(path, tmp_path)
    assert sentences(read_corpus(tmp_path), page) == expected(page)


TITLES = {
    "vnexpress": "Khai mạc Hội nghị Ngoại giao lần thứ 41",
    "tuoitre": "Hội nghị Ngoại giao 42: Đặt người dân vào vị trí trung tâm",
    "nhandan": "Bế mạc Hội nghị Ngoại giao lần thứ 43",
    "vietnamplus": "Hội nghị Ngoại giao lần thứ XLIV đề ra bốn đột phá",
    "baoquocte": "Những dấu ấn của Hội nghị Ngoại giao lần thứ 45",
    "qdnd": "Phối hợp quốc phòng và ngoại giao tại Hội nghị Ngoại giao lần thứ 46",
    "sggp": "Hội nghị Ngoại giao lần thứ 47: Kết nối địa phương với thế giới",
    "hanoimoi": "Hà Nội đồng hành cùng Hội nghị Ngoại giao lần thứ 48",
    "mofa": "THÔNG CÁO BÁO CHÍ VỀ HỘI NGHỊ NGOẠI GIAO LẦN THỨ 49",
    "email": "Tóm tắt Hội nghị Ngoại giao lần thứ 50",
    "markdown": "Nhìn lại Hội nghị Ngoại giao lần thứ 51",
}
CONFERENCES = dict(zip(TITLES, range(41, 52), strict=True))
DATES = {
    "vnexpress": (2041, 12, 15),
    "tuoitre": (2042, 12, 15),
    "nhandan": (2043, 12, 20),
    "vietnamplus": (2044, 12, 18),
    "qdnd": (2046, 12, 15),
    "sggp": (2047, 12, 15),
    "hanoimoi": (2048, 12, 15),
    "mofa": (2049, 12, 15),
    "markdown": (2051, 12, 20),
}
AUTHORS = {
    "vnexpress": "Trần Văn Mẫu",
    "tuoitre": "HOÀNG MẪU thực hiện",
    "nhandan": "NGUYỄN MẪU",
    "sggp": "MẪU ANH",
    "markdown": "Lê Thị Thử",
}
PUBLISHERS = {
    "tuoitre": "TTO",
    "nhandan": "NDO",
    "vietnamplus": "TTXVN",
    "baoquocte": "Báo Thế giới và Việt Nam",
    "qdnd": "QĐND",
    "hanoimoi": "HNMO",
    "mofa": "Bộ Ngoại giao",
    "markdown": "Bản tin Mẫu",
}


@pytest.mark.parametrize("page", PAGES)
def test_the_title(pages: Corpus, page: str) -> None:
    assert pages.article(page).title == TITLES[page]


@pytest.mark.parametrize("page", PAGES)
def test_the_conference_and_the_date(pages: Corpus, page: str) -> None:
    article = pages.article(page)
    assert article.conference == CONFERENCES[page]
    assert article.date == (datetime.date(*DATES[page]) if page in DATES else None)


@pytest.mark.parametrize("page", PAGES)
def test_the_author(pages: Corpus, page: str) -> None:
    assert pages.article(page).author == AUTHORS.get(page, "")


@pytest.mark.parametrize("page", PAGES)
def test_the_publisher(pages: Corpus, page: str) -> None:
    assert pages.article(page).publisher == PUBLISHERS.get(page, "")


def test_the_links(pages: Corpus) -> None:
    links = {a.id: a.link for a in pages.articles if a.link}
    assert links == {"mofa": "https://mofa.gov.vn/thong-cao/49", "markdown": "https://example.org/51"}


def test_front_matter_is_stated_and_the_rest_inferred(pages: Corpus) -> None:
    every = {"title", "conference", "date", "publisher", "author", "link"}
    assert {a.id: set(a.inferred) for a in pages.articles} == {
        page: set() if page == "markdown" else every for page in PAGES
    }


def lines_told(article: Article) -> set[int]:
    """The numbers of the lines that hold a paragraph or were left out with a reason."""
    told = {number for left in article.left_out for number in range(left.line, left.line + 1 + left.text.count("\n"))}
    for start, end in article.paragraphs:
        first = 1 + article.text.count("\n", 0, start)
        told |= set(range(first, first + 1 + article.text.count("\n", start, end)))
    return told


@pytest.mark.parametrize("page", PAGES)
def test_every_line_is_prose_or_left_out_with_a_reason(pages: Corpus, page: str) -> None:
    article = pages.article(page)
    body = article.text.rpartition("\n---\n")[2]
    before = article.text.count("\n") - body.count("\n")
    written = {before + i for i, line in enumerate(body.split("\n"), start=1) if line.strip()}
    assert written <= lines_told(article)
    assert all(left.reason for left in article.left_out)
