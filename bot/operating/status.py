"""How the bot is doing: figures of the questions, and a small chart of them by day."""

import datetime
import io
import logging
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.digests.schedule import local
from bot.store.questions import Count
from bot.texts import Phrases

DAYS = 14
_INK, _PAPER, _BAR = "#16202b", "#fbfaf6", "#0a4570"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the questions of seven days: `refused` a share from 0 to 1, times in milliseconds; None for none."""

    today: int
    week: int
    refused: float | None
    median_ms: float | None
    slow_ms: float | None


def figures(counts: Sequence[Count], now: float) -> Figures:
    """The figures at a moment."""
    today = sum(_day(each.at) == _day(now) for each in counts)
    week = [each for each in counts if each.at > now - 7 * 86400]
    if not week:
        return Figures(today, 0, None, None, None)
    times = sorted(each.took_ms for each in week)
    refused = sum(not each.answered for each in week) / len(week)
    return Figures(today, len(week), refused, statistics.median(times), times[int(0.95 * (len(times) - 1))])


class LastError(logging.Handler):
    """Remembers the last error that was logged: its line, which holds nobody's words."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.line = ""
        self.at = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        """Remember one."""
        self.line, self.at = record.getMessage(), time.time()


def draw(counts: Sequence[Count], now: float, say: Phrases) -> bytes:
    """The questions of the last days as PNG, every bar with its number. Blocks: call it in a thread."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    days = [_day(now) - datetime.timedelta(days=ago) for ago in reversed(range(DAYS))]
    asked = Counter(_day(each.at) for each in counts)
    figure = Figure(figsize=(7.2, 3.2), dpi=150, facecolor=_PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    axes: Any = figure.subplots()
    axes.set_facecolor(_PAPER)
    bars = axes.bar([f"{day:%d/%m}" for day in days], [asked[day] for day in days], color=_BAR)
    axes.bar_label(bars, fontsize=11, color=_INK)
    axes.set_title(say("status.chart"), fontsize=15, color=_INK, family="DejaVu Sans")
    axes.tick_params(axis="x", rotation=60, labelsize=10)
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    made = io.BytesIO()
    figure.savefig(made, format="png", facecolor=_PAPER)
    return made.getvalue()


def _day(at: float) -> datetime.date:
    return local(at).date()
