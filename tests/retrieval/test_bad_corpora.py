"""Folders that cannot be used: the error names file and line, and says how to mend it."""

from pathlib import Path

import pytest

from retrieval.corpus import read_corpus
from retrieval.errors import CorpusError, RetrievalError

GOOD = "Bế mạc Hội nghị Ngoại giao lần thứ 41\n\nHội nghị Ngoại giao lần thứ 41 đã bế mạc chiều qua tại Hà Nội.\n"


def folder(at: Path, **files: str | bytes) -> Path:
    """A folder of articles: ``a="…"`` becomes ``a.txt``; one good article is always there."""
    for name, content in {"good": GOOD, **files}.items():
        (at / f"{name}.txt").write_bytes(content.encode() if isinstance(content, str) else content)
    return at


def refused(at: Path) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        read_corpus(at)
    error = caught.value
    assert isinstance(error, RetrievalError)
    assert str(error.path) in str(error)
    assert error.line is None or f"{error.path}:{error.line}: " in str(error)
    assert len(str(error).partition(": ")[2]) > 5
    assert "\n" not in str(error)
    return error


def front(matter: str) -> str:
    return f"---\n{matter}\n---\n{GOOD.replace('41', '42')}"


def test_a_good_folder_is_read(tmp_path: Path) -> None:
    assert [a.conference for a in read_corpus(folder(tmp_path)).articles] == [41]


def test_no_such_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere").path == tmp_path / "nowhere"


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    assert refused(folder(tmp_path) / "good.txt").path.name == "good.txt"


def test_an_empty_folder(tmp_path: Path) -> None:
    assert refused(tmp_path).path == tmp_path


def test_a_folder_without_articles(tmp_path: Path) -> None:
    for name in ("README.md", ".hidden.txt", "notes.pdf", "conferences.toml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert refused(tmp_path).path == tmp_path


@pytest.mark.parametrize("content", [b"", b"\n\n  \t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    error = refused(folder(tmp_path, bad=content))
    assert (error.path.name, error.line) == ("bad.txt", 1)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_not_utf_8(tmp_path: Path, encoding: str) -> None:
    error = refused(folder(tmp_path, bad="dòng đầu".replace("đ", "d").replace("ầ", "â").encode(encoding)))
    assert (error.path.name, error.line) == ("bad.txt", 1)


def test_not_utf_8_further_down(tmp_path: Path) -> None:
    error = refused(folder(tmp_path, bad=GOOD.encode() + b"d\xf2ng"))
    assert (error.path.name, error.line) == ("bad.txt", 4)


def test_a_nul(tmp_path: Path) -> None:
    error = refused(folder(tmp_path, bad=GOOD.replace("41", "42") + "x\x00y"))
    assert (error.path.name, error.line) == ("bad.txt", 4)


def test_no_conference_named(tmp_path: Path) -> None:
    text = "Tin vắn trong ngày hôm nay\n\nĐại hội XIII và Hội nghị Trung ương 8 đã bàn nhiều vấn đề lớn.\n"
    error = refused(folder(tmp_path, bad=text))
    assert (error.path.name, error.line) == ("bad.txt", 3)
    assert "conference" in str(error)


@pytest.mark.parametrize("text", ["Chia sẻ\n", "Hội nghị Ngoại giao lần thứ 42\n", "15/12/2042\n\nẢnh: TTXVN\n"])
def test_no_prose(tmp_path: Path, text: str) -> None:
    error = refused(folder(tmp_path, bad=text))
    assert error.path.name == "bad.txt"
    assert error.line


BROKEN_FRONT_MATTER = {
    "unclosed": (f"---\ntitle: Một bài\n{GOOD}", 1),
    "bad YAML": (front("title: Một bài\nauthor: Lê: Thử"), 3),
    "an open quotation mark": (front('title: Một bài\nauthor: "Lê Thị Thử'), 4),
    "a control character": (front("title: Một\x07 bài"), 2),
    "bad indent": (front("title: Một bài\n  date: x: y"), 3),
    "a tab": (front("title: Một bài\n\tdate: 2042-12-15"), 3),
    "a list": (front("- title\n- date"), 2),
    "a bare word": (front("tiêu đề"), 2),
    "an unknown field": (front("title: Một bài\nnguồn: Báo Mẫu"), 3),
    "a number for a field": (front("title: Một bài\n1: Báo Mẫu"), 3),
    "a conference that is none": (front("conference: bốn mươi"), 2),
    "conference zero": (front("conference: 0"), 2),
    "a negative conference": (front("conference: -3"), 2),
    "a conference of true": (front("conference: true"), 2),
    "a date that is none": (front("date: hôm qua"), 2),
    "the 32nd": (front("date: 2042-12-32"), 2),
    "a bad date on the third line": (front("title: Một bài\ndate: hôm qua"), 3),
    "a bad conference on the third line": (front("title: Một bài\nconference: bốn mươi"), 3),
    "a list for a title": (front("title: [một, hai]"), 2),
    "a mapping for an author": (front("author: {tên: Thử}"), 2),
    "a field twice": (front("title: Một bài\ntitle: Bài khác"), 3),
}
FRONT_BUGS = {"a field twice": "the later silently wins"}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=FRONT_BUGS[case]))
        if case in FRONT_BUGS
        else case
        for case in BROKEN_FRONT_MATTER
    ],
)
def test_broken_front_matter(tmp_path: Path, case: str) -> None:
    content, line = BROKEN_FRONT_MATTER[case]
    error = refused(folder(tmp_path, bad=content))
    assert (error.path.name, error.line) == ("bad.txt", line)


@pytest.mark.parametrize(
    ("stated", "number"), [("42", 42), ('"42"', 42), ("XLII", 42), ("29", 29), ("xxix", 29), ("100", 100)]
)
def test_front_matter_overrides_the_text(tmp_path: Path, stated: str, number: int) -> None:
    (tmp_path / "a.md").write_text(front(f"conference: {stated}\ndate: 15/12/2042"), encoding="utf-8")
    (article,) = read_corpus(tmp_path).articles
    assert (article.conference, str(article.date)) == (number, "2042-12-15")
    assert {"conference", "date"}.isdisjoint(article.inferred)


def test_front_matter_with_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    content = "\ufeff" + front("conference: 45").replace("\n", "\r\n")
    (tmp_path / "a.txt").write_bytes(content.encode())
    corpus = read_corpus(tmp_path)
    assert [a.conference for a in corpus.articles] == [45]
    assert [s.text for s in corpus.sentences] == ["Hội nghị Ngoại giao lần thứ 42 đã bế mạc chiều qua tại Hà Nội."]


@pytest.mark.parametrize(
    "copy", [GOOD, GOOD.replace("\n", "\r\n"), "\n" + GOOD + "\n\n", GOOD.upper(), f"---\ntitle: Khác\n---\n{GOOD}"]
)
def test_two_files_with_the_same_text(tmp_path: Path, copy: str) -> None:
    error = refused(folder(tmp_path, later=copy))
    assert error.path.name == "later.txt"
    assert "good.txt" in str(error)


BAD_TABLES = {
    "not TOML": ("[[conference]]\nnumber = 28\nyear =\n", 3),
    "no number": ("[[conference]]\nyear = 2013\n", None),
    "a text for the number": ('[[conference]]\nnumber = "28"\n', None),
    "a text for the year": ('[[conference]]\nnumber = 28\nyear = "2013"\n', None),
    "a text for the day": ('[[conference]]\nnumber = 28\nopened = "2013-12-16"\n', None),
    "one table": ("[conference]\nnumber = 28\n", None),
    "not tables": ("conference = [28, 29]\n", None),
    "true for the number": ("[[conference]]\nnumber = true\n", None),
    "the same number twice": ("[[conference]]\nnumber = 28\n[[conference]]\nnumber = 28\nyear = 2013\n", None),
    "closed before opened": ("[[conference]]\nnumber = 28\nopened = 2013-12-20\nclosed = 2013-12-16\n", None),
    "an unknown field": ("[[conference]]\nnumber = 28\nnam = 2013\n", None),
}


@pytest.mark.parametrize("case", BAD_TABLES)
def test_a_bad_table_of_conferences(tmp_path: Path, case: str) -> None:
    content, line = BAD_TABLES[case]
    (folder(tmp_path) / "conferences.toml").write_text(content, encoding="utf-8")
    error = refused(tmp_path)
    assert (error.path.name, error.line) == ("conferences.toml", line)


def test_a_table_that_is_not_utf_8(tmp_path: Path) -> None:
    (folder(tmp_path) / "conferences.toml").write_bytes(b"# \xf2\n")
    assert refused(tmp_path).path.name == "conferences.toml"
