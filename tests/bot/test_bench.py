"""`hoinghi bench`: a small race, with whoever is installed."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from retrieval.evaluate.speed.contestants import CONTESTANTS, missing
from retrieval.evaluate.speed.sentences import generated, lay_out
from tests.bot.conftest import SEEDS

FIGURES = ("p50_ms", "p99_ms", "per_second", "build_s", "peak_mb", "memory_mb", "disk_mb", "load_s")


@pytest.fixture(autouse=True)
def _seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDS_DIR", str(SEEDS))


def test_a_race_over_sentences_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sentences, picture = tmp_path / "cau.txt", tmp_path / "bench.png"
    sentences.write_text("\n".join(generated(["Hội nghị ngoại giao họp tại Hà Nội."], 300, 3)) + "\n\n", "utf-8")
    command = ["bench", "--sizes", "200", "--sentences", str(sentences), "--only", "hoinghi,rank_bm25,fts5"]
    assert main([*command, "--json", "--picture", str(picture)]) == 0
    printed = capsys.readouterr()
    rows = json.loads(printed.out)["rows"]
    kinds = {(row["system"], row["sentences"], row["queries"]) for row in rows}
    assert kinds == {(s, 200, q) for s in ("hoinghi", "rank_bm25", "fts5") for q in ("natural", "heavy")}
    assert all(row[figure] >= 0 for row in rows for figure in FIGURES)
    assert [row["agreement"] for row in rows if row["system"] == "hoinghi"] == [1.0, 1.0]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert all(name in printed.err for name in missing())


def test_a_file_that_is_none_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--sizes", "10", "--sentences", str(tmp_path / "không có")]) == 1
    assert "không có" in capsys.readouterr().err


def test_the_same_seed_gives_the_same_race(tmp_path: Path) -> None:
    texts = ["Hội nghị ngoại giao họp tại Hà Nội."]
    courses = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        courses.append(lay_out(generated(texts, 400, 7), 400, tmp_path / name, 7, 20))
    one, other = courses
    assert one.questions == other.questions
    assert one.terms.read_bytes() == other.terms.read_bytes()
    assert len(one.terms.read_text().splitlines()) == 400
    known = set(one.terms.read_text().split())
    assert all(set(question.terms) & known for asked in one.questions.values() for question in asked)


# numba would compile for half a minute.
@pytest.mark.parametrize("name", [name for name in CONTESTANTS if name not in (*missing(), "bm25s")])
def test_every_contestant_finds_the_one_sentence(name: str, tmp_path: Path) -> None:
    course = lay_out(generated(["Hội nghị ngoại giao họp tại Hà Nội."], 60, 1), 60, tmp_path, 1, 10)
    contestant = CONTESTANTS[name](tmp_path)
    contestant.build(course)
    question = course.questions["natural"][0]
    before = list(contestant.ask(question))
    contestant.keep()
    contestant.open()
    assert list(contestant.ask(question)) == before
    lines = course.terms.read_text().splitlines()
    assert set(question.terms) & set(lines[before[0]].split())
