"""`hoinghi evaluate`: how good the answers are, on a test collection or on a file of labelled questions."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bot.settings import Settings
from retrieval.evaluate.collection import Collection, read_collection
from retrieval.evaluate.measure import measure
from retrieval.evaluate.questions import Graded, Trade, by_kind, grade, read_questions, trade_off
from retrieval.evaluate.systems import Product, System, ablations, rivals
from retrieval.evidence import Answer
from retrieval.search import Searcher

_THRESHOLDS = (0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be measured and how it is to be printed."""

    path: Path
    without_marks: bool = False
    compare: bool = False
    ablation: bool = False
    trade_off: Path | None = None
    as_json: bool = False


def evaluate(settings: Settings, wish: Wish) -> int:
    """Measure a folder as a test collection, a file as questions on the articles of SEEDS_DIR."""
    if wish.path.is_dir():
        rows = list(_collection_rows(read_collection(wish.path), wish))
        _print_rows(rows, wish)
        return 0
    searcher = Searcher.open(settings.seeds_dir)
    questions = read_questions(wish.path)
    if wish.trade_off is not None:
        trades = trade_off(searcher, questions, _THRESHOLDS)
        _print_rows([asdict(each) for each in trades], wish)
        _draw(trades, wish.trade_off)
        return 0
    _print_graded(grade(searcher, questions, _progress("câu hỏi")), wish)
    return 0


def _collection_rows(collection: Collection, wish: Wish) -> Iterable[dict[str, object]]:
    for name, build in _systems(collection, wish):
        system = build()
        figures = measure(system, collection, without_marks=wish.without_marks, progress=_progress(name))
        yield {"system": name, **figures}


def _systems(collection: Collection, wish: Wish) -> Iterable[tuple[str, Callable[[], System]]]:
    if wish.ablation:
        for name, chosen in ablations().items():
            yield name, partial(Product, collection, chosen, _progress(name))
        return
    yield "hoinghi", lambda: Product(collection, progress=_progress("câu"))
    if wish.compare:
        yield from rivals(collection)


def _progress(name: str) -> Callable[[int, int], None]:
    """A line on standard error that counts, on a terminal; elsewhere a line at each tenth."""
    live = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        step = max(total // (100 if live else 10), 1)
        if done % step == 0 or done == total:
            print(f"{name}: {done}/{total}", end="\r" if live and done < total else "\n", file=sys.stderr, flush=True)

    return show


def _print_rows(rows: Sequence[dict[str, object]], wish: Wish) -> None:
    if wish.as_json:
        print(json.dumps({"rows": rows}, ensure_ascii=False))
        return
    names = list(rows[0])
    table = [names, *([_figure(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(names))]
    for line in table:
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        print("  ".join(cells))


def _figure(value: object) -> str:
    return f"{100 * value:.1f}" if isinstance(value, float) else str(value)


def _print_graded(graded: Sequence[Graded], wish: Wish) -> None:
    rows = [
        {"kind": kind, "right": right, "questions": total, "share": right / total}
        for kind, (right, total) in by_kind(graded).items()
    ]
    if wish.as_json:
        misses = [{"id": g.question.id, "question": g.question.question} for g in graded if not g.right]
        print(json.dumps({"rows": rows, "misses": misses}, ensure_ascii=False))
        return
    for each in graded:
        if not each.right:
            print(f"{each.question.id}  {' / '.join((*each.question.after, each.question.question))}")
            print(f"    cần: {_wanted(each)}\n    được: {_got(each)}")
    _print_rows(rows, wish)


def _wanted(graded: Graded) -> str:
    asked = graded.question
    if asked.expect == "refuse":
        return "nói là không biết"
    return f"{', '.join(map(str, asked.conferences))}: {asked.pattern or dict(asked.patterns)}"


def _got(graded: Graded) -> str:
    if isinstance(graded.result, Answer):
        return " | ".join(f"{q.sentence.conference}: {q.sentence.text[:90]}" for q in graded.result.quotes)
    return f"không biết ({graded.result.reason}: {', '.join(graded.result.sought)})"


def _draw(trades: Sequence[Trade], path: Path) -> None:
    """Answered right against answered wrong, the threshold beside each point."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([100 * t.answered_wrong for t in trades], [100 * t.answered_right for t in trades], marker="o")
    for trade in trades:
        axes.annotate(f"{trade.coverage:.2f}", (100 * trade.answered_wrong, 100 * trade.answered_right))
    axes.set_xlabel("Trả lời sai, % tổng số câu hỏi")
    axes.set_ylabel("Trả lời đúng, % câu hỏi có lời đáp")
    axes.set_title("Ngưỡng bao phủ: trả lời đúng và trả lời sai")
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=150)
