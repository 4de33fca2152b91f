"""`hoinghi bench`: how fast the index is, beside others, and how long an answer takes."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.benching import Answers
from bot.commands.corpus import table
from bot.settings import Settings
from retrieval.corpus.reader import read_corpus
from retrieval.evaluate.speed.contestants import CONTESTANTS, Make, missing
from retrieval.evaluate.speed.race import race
from retrieval.evaluate.speed.sentences import Course, generated, lay_out, read_lines

Row = dict[str, object]
# How many questions, and how many where a question takes a second with the slowest.
_QUESTIONS, _FEWER_QUESTIONS, _MANY = 200, 40, 200_000
# Above these sizes the slow are not waited for: rank_bm25 walks every sentence for every word.
_FEWER = {"rank_bm25": 100_000}
_COLUMNS = (
    "system queries p50_ms p99_ms per_second agreement build_s peak_mb memory_mb disk_mb load_s".replace(" ", "\n")
).splitlines()


@dataclass(frozen=True, slots=True)
class Race:
    """What is to be measured and how it is to be shown."""

    sizes: tuple[int, ...]
    sentences: Path | None = None
    seed: int = 0
    picture: Path | None = None
    as_json: bool = False
    answers_up_to: int = 10_000
    only: tuple[str, ...] = ()


def bench(settings: Settings, wish: Race) -> int:
    """Race over each size; a table a size as it ends, or all as JSON at the end."""
    for name in missing():
        print(f"{name}: chưa cài, bỏ qua (pip install 'hoinghi[bench]')", file=sys.stderr)
    rows: list[Row] = []
    for size in wish.sizes:
        found = list(_of_size(settings, wish, size))
        rows += found
        if not wish.as_json:
            _print(size, found)
        if found and found[0]["sentences"] != size:
            print(f"tệp chỉ có {found[0]['sentences']} câu", file=sys.stderr)
            break
    if wish.as_json:
        print(json.dumps({"rows": rows}, ensure_ascii=False))
    if wish.picture is not None:
        draw(rows, wish.picture)
    return 0


def _of_size(settings: Settings, wish: Race, size: int) -> Iterator[Row]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        course = lay_out(
            _sentences(settings, wish, size), size, folder, wish.seed, _QUESTIONS if size < _MANY else _FEWER_QUESTIONS
        )
        yield from race(course, _contestants(wish, course.count), folder, progress=_say)
        if course.count > wish.answers_up_to:
            _say(f"câu trả lời trọn vẹn: bỏ qua trên {wish.answers_up_to} câu (--answers-up-to)")
        elif not wish.only:
            yield from _answers(course, folder)


def _sentences(settings: Settings, wish: Race, size: int) -> Iterator[str]:
    if wish.sentences is not None:
        return read_lines(wish.sentences)
    corpus = read_corpus(settings.seeds_dir)
    return generated((s.text for s in corpus.sentences), size, wish.seed)


def _contestants(wish: Race, count: int) -> dict[str, Make]:
    chosen: dict[str, Make] = {}
    for name, make in CONTESTANTS.items():
        if name in missing() or (wish.only and name not in wish.only):
            continue
        if count > _FEWER.get(name, count):
            _say(f"{name}: bỏ qua trên {_FEWER[name]} câu")
            continue
        chosen[name] = make
    return chosen


def _answers(course: Course, folder: Path) -> Iterator[Row]:
    """The whole way: the ranking of a question that is read already, and from its text to the message."""
    texts = {"natural": course.questions["natural"]}
    asked = Course(course.count, course.texts, course.terms, texts)
    for queries, composing in (("ranking", False), ("answers", True)):
        for row in race(asked, {"hoinghi": partial(Answers, composing=composing)}, folder, progress=_say):
            yield row | {"queries": queries}


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _print(size: int, rows: Sequence[Row]) -> None:
    print(f"\n{size} câu")
    cells = [["-" if row[name] is None else str(row[name]) for name in _COLUMNS] for row in rows]
    print("\n".join(table(_COLUMNS, cells)), flush=True)


def draw(rows: Sequence[Row], path: Path) -> None:
    """Median time by the number of sentences, both logarithmic, a line for each system."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    shown = sorted((r for r in rows if r["queries"] == "natural"), key=lambda row: str(row["system"]))
    for name, own in groupby(shown, key=lambda row: row["system"]):
        points = [(float(str(row["sentences"])), float(str(row["p50_ms"]))) for row in own]
        axes.plot(*zip(*points, strict=True), marker="o", label=str(name))
    axes.set(xscale="log", yscale="log", xlabel="Số câu", ylabel="Trung vị một câu hỏi, mili giây")
    axes.set_title("Tìm 10 câu đứng đầu")
    axes.grid(alpha=0.3, which="both")
    axes.legend()
    figure.savefig(path, dpi=150)
