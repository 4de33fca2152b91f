"""Logging to standard error: lines for people or JSON for machines, never with a secret."""

import json
import logging
import sys
import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from telegram.error import InvalidToken, TelegramError

from bot.turn import Turn, current_turn

_LOG = logging.getLogger(__name__)
_SHOWN = "[secret]"
_SHORTEST = 4
# python-telegram-bot logs the updates it cannot read, whole, with what people wrote.
_HOLDS_UPDATES = "Error while parsing updates!"
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Redactor:
    """Takes secrets out of a text: as they are, as a URL may hold them, and the secret half of a token alone.

    >>> Redactor(["12:abcd"])("POST /bot12%3Aabcd/getMe")
    'POST /bot[secret]/getMe'
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = [form for secret in secrets for form in (secret, quote(secret, safe=""), secret.partition(":")[2])]
        self._forms = [form for form in dict.fromkeys(forms) if len(form) >= _SHORTEST]

    def __call__(self, text: str) -> str:
        """The text without them."""
        for form in self._forms:
            text = text.replace(form, _SHOWN)
        return text


class Lines(logging.Formatter):
    """A line for people: what happened, then its fields as name=value."""

    def __init__(self, redact: Redactor, with_questions: bool = False) -> None:
        super().__init__(_LINE)
        self._redact = redact
        self._with_questions = with_questions

    def format(self, record: logging.LogRecord) -> str:
        """The record, traceback and all, without secrets."""
        fields = fields_of(record, self._with_questions)
        text = super().format(record)
        if fields:
            first, *rest = text.split("\n", 1)
            text = "\n".join([" ".join([first, *(f"{name}={_shown(value)}" for name, value in fields.items())]), *rest])
        return self._redact(text)


class JsonLines(Lines):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as an object, without secrets."""
        shown: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        shown |= fields_of(record, self._with_questions)
        if record.exc_info:
            shown["traceback"] = self.formatException(record.exc_info)
        return self._redact(json.dumps(shown, ensure_ascii=False, default=str))


class _StandardError(logging.StreamHandler[Any]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """A line that cannot be written is named; the library would print it raw, with what it holds."""
        sys.stderr.write(f"a log line of {record.name} could not be written\n")


def log_to_stderr(
    secrets: Iterable[str] = (), level: int = logging.INFO, *, as_json: bool = False, with_questions: bool = False
) -> None:
    """Log everything from `level` on to standard error. Libraries that tell of every call: only from WARNING on."""
    handler = _StandardError(sys.stderr)
    redact = Redactor(secrets)
    handler.setFormatter(JsonLines(redact, with_questions) if as_json else Lines(redact, with_questions))
    handler.addFilter(_worth_a_line)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in ("httpx", "httpcore", "alembic"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def log_what_nobody_caught() -> None:
    """From now on an error that ends a thread or the process is logged, where Python would print it raw."""
    sys.excepthook = lambda kind, error, trace: _LOG.critical("stopped by a fault", exc_info=(kind, error, trace))
    threading.excepthook = lambda args: _LOG.critical("a thread ended by a fault", exc_info=args.exc_value)


def log_question(turn: Turn) -> None:
    """One line for a question that was answered or refused."""
    if turn.asked is not None:
        fields = {"surface": turn.surface, "outcome": turn.asked.outcome, "search_ms": turn.asked.took_ms}
        fields |= {"ms": turn.milliseconds, "question": turn.asked.question}
        _LOG.info("question", extra={"fields": fields})


def fields_of(record: logging.LogRecord, with_questions: bool) -> dict[str, Any]:
    """The fields of a record, and the number of the update it is about: the same after a restart."""
    fields = dict(getattr(record, "fields", {}))
    if not with_questions:
        fields.pop("question", None)
    turn = current_turn()
    return fields if turn is None or turn.number is None else {"id": turn.number, **fields}


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) and not value.isalnum() else str(value)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """A refused token is no line: `serve` says so. Of updates that cannot be read, only that there were some.

    What Telegram or the way there refuses has no cause in this program, and so no traceback.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, InvalidToken):
        return False
    if isinstance(error, TelegramError) and record.name.startswith("telegram"):
        record.msg, record.args = f"{record.getMessage()} {type(error).__name__}: {error.message}", ()
        record.exc_info = None
    if str(record.msg).startswith(_HOLDS_UPDATES):
        record.msg, record.args = _HOLDS_UPDATES, ()
    return True
