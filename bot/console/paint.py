"""A message of the bot as a terminal shows it: formatting where the terminal can, quotes set in, never a tag."""

from collections.abc import Sequence

from bot.plain import Piece, pieces

_STYLES = {"b": "\x1b[1m", "i": "\x1b[3m", "u": "\x1b[4m", "a": "\x1b[4m"}
_PLAIN = "\x1b[0m"
_QUOTE = "  │ "


def paint(html: str, styled: bool) -> str:
    """The text of a message, with ANSI styles if the terminal has them.

    >>> print(paint("<b>23</b>\\n<blockquote>“Qua 23\\nphiên”</blockquote>\\nnguồn", styled=False))
    23
      │ “Qua 23
      │ phiên”
    nguồn
    """
    painted: list[str] = []
    fresh = True
    for piece in pieces(html):
        for line in piece.text.splitlines(keepends=True):
            if fresh and "blockquote" in piece.marks:
                painted.append(_QUOTE)
            painted.append(_styled(line, piece, styled))
            fresh = line.endswith("\n")
        if piece.link:
            painted.append(f" ({piece.link})")
    return "".join(painted)


def _styled(line: str, piece: Piece, styled: bool) -> str:
    styles = "".join(_STYLES[mark] for mark in sorted(piece.marks) if mark in _STYLES) if styled else ""
    text = line.rstrip("\n")
    return f"{styles}{text}{_PLAIN}{line[len(text) :]}" if styles and text else line


def choices(labels: Sequence[str]) -> str:
    """Buttons as numbered choices, on one line.

    >>> choices(["Ngữ cảnh", "Tóm tắt"])
    '[1] Ngữ cảnh  [2] Tóm tắt'
    """
    return "  ".join(f"[{number}] {label}" for number, label in enumerate(labels, 1))
