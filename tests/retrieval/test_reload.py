"""Reading a folder anew: what is segmented again, and files that change while they are read."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval import retriever
from retrieval.corpus import folder, read_corpus
from retrieval.errors import CorpusError
from retrieval.search import Searcher
from retrieval.text import words
from retrieval.text.syllables import Token

FIRST = "Bế mạc Hội nghị Ngoại giao lần thứ {n}\n\nHội nghị Ngoại giao lần thứ {n} đã bế mạc chiều 17/8 tại Hà Nội.\n"


def write(at: Path, name: str, text: str) -> None:
    (at / f"{name}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    for n in (41, 42):
        write(tmp_path, f"bai-{n}", FIRST.format(n=n))
    return tmp_path


@pytest.fixture
def segmented(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that were segmented, each as often as it was."""
    seen: list[str] = []
    real = words.word_ends

    def word_ends(sequence: Sequence[Token]) -> list[int]:
        seen.append(" ".join(token.raw for token in sequence))
        return real(sequence)

    monkeypatch.setattr(retriever, "word_ends", word_ends)
    return seen


def test_only_sentences_of_changed_articles_are_segmented_again(articles: Path, segmented: list[str]) -> None:
    before = Searcher.open(articles)
    assert len(segmented) == 2
    segmented.clear()
    write(articles, "bai-42", FIRST.format(n=42) + "\nHội nghị đã qua 23 phiên họp với 300 ý kiến.\n")
    write(articles, "bai-43", FIRST.format(n=43))
    after = Searcher(read_corpus(articles), before)
    assert sorted(line.split()[-2] for line in segmented) == ["Hà", "ý"]
    assert [each.text for each in after.corpus.sentences] == [
        each.text for each in Searcher.open(articles).corpus.sentences
    ]


def test_the_answers_are_those_of_a_fresh_index(articles: Path) -> None:
    before = Searcher.open(articles)
    write(articles, "bai-42", FIRST.format(n=42) + "\nHội nghị đã qua 23 phiên họp với 300 ý kiến.\n")
    anew, fresh = Searcher(read_corpus(articles), before), Searcher.open(articles)
    for question in ("hội nghị 42 họp mấy phiên", "hội nghị 41 bế mạc khi nào", "hội nghị 43 họp ở đâu"):
        assert anew.answer(question).result == fresh.answer(question).result


def test_it_tells_how_far_it_is(articles: Path) -> None:
    told: list[tuple[int, int]] = []
    corpus = read_corpus(articles, lambda done, count: told.append((done, count)))
    Searcher(corpus, progress=lambda done, count: told.append((done, count)))
    assert told == [(1, 2), (2, 2)] * 2


def grows(monkeypatch: pytest.MonkeyPatch, path: Path, times: int) -> None:
    """Something is added to a file after each of so many reads of it."""
    real, left = folder._content, [times]

    def content(read: Path) -> bytes | None:
        found = real(read)
        if read == path and left[0]:
            left[0] -= 1
            path.write_bytes(path.read_bytes() + "\nHội nghị đã thảo luận nhiều vấn đề lớn.\n".encode())
        return found

    monkeypatch.setattr(folder, "_content", content)


def test_a_file_that_changes_while_it_is_read_is_read_again(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grows(monkeypatch, articles / "bai-41.txt", times=2)
    pauses: list[float] = []
    taken = folder.take(articles, pauses.append)
    assert taken.files["bai-41.txt"] == (articles / "bai-41.txt").read_bytes()
    assert len(pauses) == 2


def test_a_file_that_never_rests_is_named(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grows(monkeypatch, articles / "bai-41.txt", times=100)
    with pytest.raises(CorpusError, match="thay đổi trong lúc đọc") as refused:
        folder.take(articles, lambda _: None)
    assert refused.value.path == articles / "bai-41.txt"


def test_a_file_that_goes_meanwhile_is_not_read(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = folder._content

    def content(read: Path) -> bytes | None:
        (articles / "bai-42.txt").unlink(missing_ok=True)
        return real(read)

    monkeypatch.setattr(folder, "_content", content)
    assert folder.take(articles, lambda _: None).articles == ("bai-41.txt",)
