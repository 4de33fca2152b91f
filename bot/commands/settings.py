"""`hoinghi settings`: every setting in one table, as it stands in the README."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.settings import Settings

_UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def show_settings() -> int:
    """Print the table."""
    print("\n".join(table()))
    return 0


def table() -> Iterator[str]:
    """The lines of the table, in Markdown: made from the settings themselves, so it cannot fall behind."""
    yield "| Setting | Default | Meaning |"
    yield "| --- | --- | --- |"
    for name, field in Settings.model_fields.items():
        default = as_written(field.default)
        yield f"| `{name.upper()}` | {f'`{default}`' if default else ''} | {field.description} |"


def as_written(value: Any) -> str:
    """A value as one writes it in the environment, "" for none.

    >>> as_written(timedelta(hours=6)), as_written((1, 2)), as_written(False)
    ('6h', '1,2', 'false')
    """
    match value:
        case None | ():
            return ""
        case bool():
            return str(value).lower()
        case tuple():
            return ",".join(map(str, value))
        case timedelta():
            seconds = int(value.total_seconds())
            unit, size = next((unit, size) for unit, size in _UNITS if seconds % size == 0)
            return f"{seconds // size}{unit}"
    return str(value)
