"""Test collections: read, ranked and measured."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from retrieval.errors import CollectionError
from retrieval.evaluate.collection import read_collection
from retrieval.evaluate.measure import measure, strip_marks
from retrieval.evaluate.questions import read_questions
from retrieval.evaluate.systems import Product, Run

SENTENCES = {
    "p1.000": "Thủ đô của nước này nằm bên bờ sông Hồng.",
    "p1.001": "Thành phố có tám triệu dân.",
    "p2.000": "Cà phê được trồng nhiều ở cao nguyên.",
    "p2.001": "Mỗi năm người ta xuất khẩu hơn một triệu tấn.",
}
QUERIES = {"q1": "Thành phố có bao nhiêu dân?", "q2": "Cà phê được trồng ở đâu?", "q3": "zzzz qqqq"}
QRELS = [("q1", "p1.001", 1), ("q2", "p2.000", 1), ("q3", "p1.000", 1)]


def write(folder: Path, documents: dict[str, str]) -> Path:
    (folder / "qrels").mkdir(parents=True)
    rows = [{"_id": key, "title": key.split(".")[0], "text": text} for key, text in documents.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    rows = [{"_id": key, "text": text} for key, text in QUERIES.items()]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    lines = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in QRELS)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "collection", SENTENCES)


def test_sentences_know_their_passage(folder: Path) -> None:
    assert [d.passage for d in read_collection(folder).documents] == ["p1", "p1", "p2", "p2"]


def test_passages_are_cut_into_sentences(tmp_path: Path) -> None:
    texts = {"p1": " ".join(list(SENTENCES.values())[:2]), "p2": " ".join(list(SENTENCES.values())[2:])}
    collection = read_collection(write(tmp_path / "passages", texts))
    assert [number for number, _ in collection.sentences()] == [0, 0, 1, 1]
    assert next(iter(Product(collection)(QUERIES["q2"]))) == "p2"


@pytest.mark.parametrize("without_marks", [False, True])
def test_the_product_finds_them(folder: Path, without_marks: bool) -> None:
    collection = read_collection(folder)
    found = measure(Product(collection), collection, without_marks=without_marks)
    assert found["Success@1"] == pytest.approx(2 / 3), "the query that finds nothing counts as 0"


def test_the_measures_are_those_of_the_field(folder: Path) -> None:
    def second(query: str) -> Run:
        return {"p1.000": 2.0, "p1.001": 1.0} if query == QUERIES["q1"] else {}

    found = measure(second, read_collection(folder))
    assert found == pytest.approx(
        {"Success@1": 0, "Success@3": 1 / 3, "Recall@10": 1 / 3, "RR@10": 1 / 6, "nDCG@10": 0.6309298 / 3}
    )


def test_the_command_prints_rows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(folder), "--json", "--compare"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert rows[0]["system"] == "hoinghi"
    assert len(rows) == 4
    assert all(0 <= row["Success@1"] <= 1 for row in rows)


def test_a_broken_collection_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1 p1.000 1\n", encoding="utf-8")
    assert main(["evaluate", str(folder)]) == 1
    assert "test.tsv:2" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', "[]"])
def test_a_broken_question_names_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"questions\.jsonl:2"):
        read_questions(path)


def test_marks_are_stripped_and_nothing_else() -> None:
    assert strip_marks("Đội thủ thua “bao nhiêu” điểm, 50%?") == "Doi thu thua “bao nhieu” diem, 50%?"
