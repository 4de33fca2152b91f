"""The token is never logged."""

import io
import logging
from collections.abc import Iterator

import pytest
from telegram.error import InvalidToken

from bot.logs import log_to_stderr

TOKEN = "123456:AAse-cret_x"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    # pytest's own handlers are not ours to close
    root.handlers = []
    log_to_stderr([TOKEN], logging.DEBUG)
    yield stream
    root.handlers, root.level = before


def test_messages_arguments_and_exceptions_are_redacted(written: io.StringIO) -> None:
    log = logging.getLogger("somebody.else")
    log.info("GET https://api.telegram.org/bot%s/getMe", TOKEN)
    log.debug("GET /bot123456%3AAAse-cret_x/getMe")
    try:
        raise ValueError(f"no answer from /bot{TOKEN}/getUpdates")
    except ValueError:
        log.exception("failed")
    assert "AAse-cret_x" not in written.getvalue()
    assert "no answer from /bot[secret]/getUpdates" in written.getvalue()
    assert "Traceback" in written.getvalue()


def test_a_refused_token_is_left_to_serve(written: io.StringIO) -> None:
    try:
        raise InvalidToken("no")
    except InvalidToken:
        logging.getLogger("telegram.ext").exception("aborting")
    assert written.getvalue() == ""


def test_what_people_wrote_is_not_logged(written: io.StringIO) -> None:
    logging.getLogger("telegram.ext.ExtBot").critical("Error while parsing updates! Received data was %r", ["secret"])
    assert "Error while parsing updates!" in written.getvalue()
    assert "secret" not in written.getvalue()


def test_httpx_is_quiet(written: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST")
    assert written.getvalue() == ""
