"""Logging to standard error, without the token."""

import logging
import sys
from urllib.parse import quote

from telegram.error import InvalidToken

_SHOWN = "[token]"
# python-telegram-bot logs the updates it cannot read, whole, with what people wrote.
_HOLDS_UPDATES = "Error while parsing updates!"
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class WithoutToken(logging.Filter):
    """Takes the token out of messages, arguments and exceptions, before anything is written.

    >>> record = logging.LogRecord("bot", logging.INFO, "", 0, "POST /bot%s/getMe", ("12:ab",), None)
    >>> WithoutToken("12:ab").filter(record), record.getMessage()
    (True, 'POST /bot[token]/getMe')
    """

    def __init__(self, token: str) -> None:
        super().__init__()
        # The token as it is, as a URL may hold it, and its secret half alone.
        self._secrets = [token, quote(token, safe=""), token.partition(":")[2]] if token else []

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the record; a refused token itself is not logged, `serve` says so in one line."""
        if record.exc_info and isinstance(record.exc_info[1], InvalidToken):
            return False
        if str(record.msg).startswith(_HOLDS_UPDATES):
            record.msg, record.args = _HOLDS_UPDATES, ()
        record.msg, record.args = self.redact(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = self.redact(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True

    def redact(self, text: str) -> str:
        """The text without the token."""
        for secret in self._secrets:
            text = text.replace(secret, _SHOWN)
        return text


def log_to_stderr(token: str = "", level: int = logging.INFO) -> None:
    """Log everything from `level` on to standard error. httpx, which logs every URL, only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.addFilter(WithoutToken(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
