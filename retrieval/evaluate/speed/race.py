"""The race: each contestant in a process of its own, so that its memory is its own, and all asked in turn.

A turn is a few questions; whoever begins changes from turn to turn, so that what else the machine does meets all.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from retrieval.errors import RetrievalError
from retrieval.evaluate.speed.contestants import BEST, Contestant, Make
from retrieval.evaluate.speed.sentences import Course, Question

_TURN = 10
_MEGABYTE = 1_000_000
Answered = tuple[float, Sequence[int]]
Found = dict[int, Sequence[int]]


class RaceError(RetrievalError):
    """A contestant did not come to the end."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building took: seconds and megabytes, over what the process had before; ``memory_mb`` is what stays."""

    build_s: float
    peak_mb: float
    memory_mb: float
    disk_mb: float
    load_s: float


def race(
    course: Course,
    contestants: Mapping[str, Make],
    folder: Path,
    rounds: int = 2,
    progress: Callable[[str], None] | None = None,
) -> Iterator[dict[str, object]]:
    """A row of figures for each contestant and each set of questions, in the order of the contestants.

    Raises:
        RaceError: a contestant failed; the message names it.
    """
    with ExitStack() as stack:
        runners = {name: stack.enter_context(_Runner(name, build)) for name, build in contestants.items()}
        built: dict[str, Built] = {}
        for name, runner in runners.items():
            if progress is not None:
                progress(f"{name}: {course.count}")
            place = stack.enter_context(TemporaryDirectory(dir=folder))
            built[name] = runner.build(course, Path(place))
        for queries, questions in course.questions.items():
            times, found = _ask(runners, questions, rounds)
            for name in runners:
                agreement = _agreement(found[name], found.get("rank_bm25"))
                head = {"system": name, "sentences": course.count, "queries": queries}
                yield head | _spread(times[name]) | {"agreement": agreement} | asdict(built[name])


def _ask(
    runners: Mapping[str, "_Runner"], questions: Sequence[Question], rounds: int
) -> tuple[dict[str, list[float]], dict[str, Found]]:
    times: dict[str, list[float]] = {name: [] for name in runners}
    found: dict[str, Found] = {name: {} for name in runners}
    for runner in runners.values():
        runner.ask(questions[:_TURN])  # what is compiled or read at first is not what is measured
    order = list(runners)
    for _ in range(rounds):
        for start in range(0, len(questions), _TURN):
            for name in order:
                answered = runners[name].ask(questions[start : start + _TURN])
                times[name] += [took for took, _ in answered]
                found[name].update(enumerate((places for _, places in answered), start))
            order.append(order.pop(0))
    return times, found


def _spread(times: Sequence[float]) -> dict[str, object]:
    middle, slow = (float(v) for v in np.quantile(times, (0.5, 0.99))) if times else (0.0, 0.0)
    per_second = 1000 * len(times) / sum(times) if sum(times) else 0.0
    return {"p50_ms": round(middle, 4), "p99_ms": round(slow, 4), "per_second": round(per_second, 1)}


def _agreement(found: Found, reference: Found | None) -> float | None:
    """The share of the best ten that the reference counts among them, level ones too; None without a reference."""
    if reference is None:
        return None
    met = sum(min(len(set(found[at]) & set(places)), BEST) for at, places in reference.items())
    wanted = sum(min(len(places), BEST) for places in reference.values())
    return round(met / wanted, 4) if wanted else None


class _Runner:
    """A contestant in its process."""

    def __init__(self, name: str, make: Make) -> None:
        self._name = name
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_run, args=(other, make), daemon=True)
        self._process.start()
        other.close()

    def __enter__(self) -> "_Runner":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._pipe.send(None)
        self._process.join(10)
        self._process.terminate()
        self._pipe.close()

    def build(self, course: Course, folder: Path) -> Built:
        self._pipe.send((course, folder))
        built = self._receive()
        assert isinstance(built, Built)
        return built

    def ask(self, questions: Sequence[Question]) -> Sequence[Answered]:
        self._pipe.send(list(questions))
        answered = self._receive()
        assert isinstance(answered, list)
        return answered

    def _receive(self) -> object:
        try:
            received: object = self._pipe.recv()
        except EOFError:
            received = "dừng giữa chừng"
        if isinstance(received, str):
            raise RaceError(f"{self._name}: {received}")
        return received


def _run(pipe: Connection, make: Make) -> None:
    """The contestant's side: builds once, then answers until nothing more comes; a fault goes back as a text."""
    try:
        course, folder = pipe.recv()
        contestant = make(folder)
        pipe.send(_build(contestant, course, folder))
        while (questions := pipe.recv()) is not None:
            pipe.send([_timed(contestant, question) for question in questions])
    except Exception as error:
        with suppress(OSError):
            pipe.send(f"{type(error).__name__}: {error}")


def _timed(contestant: Contestant, question: Question) -> Answered:
    began = time.perf_counter()
    places = contestant.ask(question)
    return 1000 * (time.perf_counter() - began), places


def _build(contestant: Contestant, course: Course, folder: Path) -> Built:
    before = _memory("VmRSS")
    began = time.perf_counter()
    contestant.build(course)
    took = time.perf_counter() - began
    peak, after = _memory("VmHWM"), _memory("VmRSS")
    contestant.keep()
    disk = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    began = time.perf_counter()
    contestant.open()
    load = time.perf_counter() - began
    return Built(
        round(took, 3), round(peak - before, 1), round(after - before, 1), round(disk / _MEGABYTE, 1), round(load, 4)
    )


def _memory(name: str) -> float:
    """What the kernel says of this process, in megabytes; 0 where there is no /proc."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((round(int(line.split()[1]) * 1024 / _MEGABYTE, 1) for line in lines if line.startswith(name)), 0.0)
