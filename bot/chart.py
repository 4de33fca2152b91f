"""The picture of themes by conference: a table whose cells are shaded by weight and hold the number as well.

Portrait and in large type, for a phone; opaque, with a frame of its own, so that it stands alike in light and dark
chats. No meaning by colour alone: every cell has its number.
"""

import io
import textwrap
from dataclasses import dataclass
from typing import Any

from bot.texts import Phrases
from retrieval.themes import ThemeWeights

_MOST_COLUMNS = 7
_WIDTH, _DPI = 7.2, 150  # inches and dots an inch: 1080 pixels wide, as a phone is
_INK, _MUTED, _PAPER, _FRAME = "#16202b", "#4d5b6a", "#fbfaf6", "#b9b2a1"
_LIGHTEST, _DARKEST = (0.93, 0.95, 0.96), (0.04, 0.27, 0.44)
_LABEL_WIDTH = 20
_ROW, _HEAD, _FOOT, _GAP = 0.72, 1.95, 0.3, 0.03
# From this share of the heaviest on, a cell is dark enough for white figures.
_DARK = 0.45


def draw(weights: ThemeWeights, say: Phrases) -> bytes:
    """The picture as PNG. Blocks for a second or so: call it in a thread.

    matplotlib (https://matplotlib.org) is imported only here, and without pyplot, which keeps figures in a global.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = weights.latest(_MOST_COLUMNS)
    height = _HEAD + _ROW * len(shown.themes) + _FOOT
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    # One unit of the axes is one inch, counted from the top left corner.
    axes: Any = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, _WIDTH), ylim=(height, 0))
    axes.axis("off")
    _frame(axes, height)
    _head(axes, say)
    _table(axes, shown, say)
    made = io.BytesIO()
    figure.savefig(made, format="png", facecolor=_PAPER)
    return made.getvalue()


def caption(weights: ThemeWeights, articles: int, say: Phrases) -> str:
    """How the picture was made, and what it shows most of all, for those who cannot see it; plain text."""
    shown = weights.latest(_MOST_COLUMNS)
    leading = [
        say("chart.leading_one", number=conference.number, theme=_lowered(theme.name(say.language)))
        for at, conference in enumerate(shown.conferences)
        if (theme := shown.leading(at)) is not None
    ]
    lines = [say("chart.caption", articles=articles)]
    if leading:
        lines.append(say("chart.leading", list="; ".join(leading)))
    if len(shown.conferences) < len(weights.conferences):
        lines.append(say("chart.latest", count=len(shown.conferences)))
    return "\n".join(lines)


def _frame(axes: Any, height: float) -> None:
    from matplotlib.patches import Rectangle

    edge = 0.04
    axes.add_patch(Rectangle((edge, edge), _WIDTH - 2 * edge, height - 2 * edge, fill=False, ec=_FRAME, lw=2))


def _head(axes: Any, say: Phrases) -> None:
    axes.text(0.3, 0.5, say("chart.title"), fontsize=23, weight="bold", color=_INK, va="center", family="DejaVu Sans")
    axes.text(0.3, 0.95, say("chart.unit"), fontsize=16, color=_MUTED, va="center", family="DejaVu Sans")


def _table(axes: Any, shown: ThemeWeights, say: Phrases) -> None:
    """The names of the conferences, then a row for each theme."""
    grid = _Grid(len(shown.conferences))
    for at, conference in enumerate(shown.conferences):
        name = say("chart.column", number=conference.number) if grid.wide else str(conference.number)
        place = {"x": grid.middle(at), "ha": "center", "va": "center"}
        axes.text(y=1.4, s=name, fontsize=15, weight="bold", color=_INK, **place)
        axes.text(y=1.7, s=str(conference.year or ""), fontsize=14 if grid.wide else 12, color=_MUTED, **place)
    top = max((shown.weight(row, at) for row in range(len(shown.themes)) for at in range(grid.columns)), default=0.0)
    for row, theme in enumerate(shown.themes):
        label = _in_lines(theme.name(say.language))
        size = 16.5 if grid.wide else 14
        axes.text(0.3, _HEAD + (row + 0.5) * _ROW, label, fontsize=size, color=_INK, va="center", linespacing=1.1)
        for at in range(grid.columns):
            weight = shown.weight(row, at)
            _cell(axes, grid, row, at, number(weight, say.language), weight / top if top else 0.0)


def _cell(axes: Any, grid: "_Grid", row: int, at: int, text: str, share: float) -> None:
    from matplotlib.patches import Rectangle

    corner = grid.left + at * grid.width + _GAP, _HEAD + row * _ROW + _GAP
    axes.add_patch(Rectangle(corner, grid.width - 2 * _GAP, _ROW - 2 * _GAP, fc=_shade(share), ec="none"))
    y, ink = _HEAD + (row + 0.5) * _ROW, "white" if share > _DARK else _INK
    size = 19 if grid.wide else 15
    axes.text(grid.middle(at), y, text, fontsize=size, color=ink, ha="center", va="center_baseline")


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns stand, in inches; a few can be ``wide``."""

    columns: int

    @property
    def wide(self) -> bool:
        return self.columns <= 5

    @property
    def left(self) -> float:
        return 3.1 if self.wide else 2.7

    @property
    def width(self) -> float:
        return (_WIDTH - self.left - 0.25) / max(self.columns, 1)

    def middle(self, at: int) -> float:
        return self.left + (at + 0.5) * self.width


def _in_lines(name: str) -> str:
    """A label on as few lines as it needs; a last syllable alone on its line takes company."""
    lines = textwrap.wrap(name, _LABEL_WIDTH)
    if len(lines) > 1 and " " not in lines[-1]:
        lines = textwrap.wrap(name, len(name) // len(lines) + 3)
    return "\n".join(lines)


def number(weight: float, language: str) -> str:
    """A weight as the reader writes numbers; a dash for none.

    >>> number(3.25, "vi"), number(12.0, "vi"), number(0, "vi"), number(3.25, "en")
    ('3,2', '12', '–', '3.2')
    """
    if not weight:
        return "–"
    text = f"{weight:.0f}" if weight >= 9.95 else f"{weight:.1f}"
    return text.replace(".", ",") if language == "vi" else text


def _shade(share: float) -> tuple[float, float, float]:
    """From light to dark; a root, so that small weights are still told from none."""
    depth = share**0.7
    red, green, blue = (a + (b - a) * depth for a, b in zip(_LIGHTEST, _DARKEST, strict=True))
    return red, green, blue


def _lowered(name: str) -> str:
    """A name of a theme in the middle of a sentence: without the capital, unless a proper name begins it."""
    return name[:1].lower() + name[1:]
