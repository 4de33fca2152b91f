"""Every call of the bot to Telegram: within Telegram's limits, in order within a chat, and until it arrives."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from telegram.error import ChatMigrated, TelegramError
from telegram.ext import BaseRateLimiter

from bot.plain import plain_text
from bot.sender.faults import is_quiet, is_unreadable, pause
from bot.sender.gate import Gate, Urgency
from bot.sender.lane import UNLIMITED, Lane, Lanes, Limits
from bot.turn import current_turn

__all__ = ["UNLIMITED", "Limits", "Sender", "Urgency"]

Json = dict[str, Any]
Result = bool | Json | list[Json]
Call = Callable[[Json], Coroutine[Any, Any, Result]]

_LOG = logging.getLogger(__name__)
_MESSAGES = ("send", "edit", "copy", "forward")
_SHOWN_ONLY = "sendChatAction"
_MOST_TRIES = 20
_MOST_TRIES_ASIDE = 3
_LONGEST_ASIDE = 10.0
# An answer to someone's message where the bot is no member; it has no chat to wait its turn in.
_TO_A_GUEST = "answerGuestQuery"
_TEXTS = ("text", "caption")


class Sender(BaseRateLimiter[int]):
    """Makes the calls of a Bot; python-telegram-bot hands them to it as to a rate limiter.

    A message waits for its chat's turn and limits, then for the limits of all; when it fails it is tried again before
    the next of its chat. Other calls are not counted by Telegram and go at once.
    """

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        limits = limits or Limits()
        self._lanes = Lanes(limits, clock)
        self._gate = Gate(limits.per_second, clock=clock)

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Make one call; `rate_limit_args` is its `Urgency`."""

        async def call(given: Json) -> Result:
            return await callback(endpoint, given, *args[2:], **kwargs)

        if endpoint == _SHOWN_ONLY:
            return await _for_show(partial(call, data))
        chat = data.get("chat_id")
        try:
            if endpoint.startswith(_MESSAGES) and chat is not None:
                return await self._message(call, chat, data, rate_limit_args or Urgency.ANSWER)
            return await self._aside(call, data, _MOST_TRIES if endpoint == _TO_A_GUEST else _MOST_TRIES_ASIDE)
        except TelegramError as error:
            if is_quiet(endpoint, error):
                return True
            raise

    async def _message(self, call: Call, chat: int | str, data: Json, urgency: int) -> Result:
        """A message or an edit, in its chat's turn; once more where Telegram says how it can be done after all."""
        if turn := current_turn():
            turn.release()
        lane = self._lanes.of(chat)
        async with lane.turn:
            try:
                return await self._delivered(call, lane, data, urgency)
            except ChatMigrated as moved:
                # What it replies to stays behind: in the new chat its number is another message's.
                kept = {name: value for name, value in data.items() if name != "reply_parameters"}
                data = kept | {"chat_id": moved.new_chat_id}
            except TelegramError as error:
                if not is_unreadable(error) or "parse_mode" not in data:
                    raise
                _LOG.error("formatting refused, sent as plain text: %s", error.message)
                data = _plain(data)
            return await self._delivered(call, lane, data, urgency)

    async def _delivered(self, call: Call, lane: Lane, data: Json, urgency: int) -> Result:
        """One message, tried until it arrives or it is known that it cannot."""
        failures = 0
        while True:
            await lane.ready()
            try:
                return await self._through(call, lane, data, urgency)
            except TelegramError as error:
                failures += 1
                wait = pause(error, failures, _MOST_TRIES)
                if wait is None:
                    _note_undelivered(failures)
                    raise
                _LOG.info("tried again in %.1f s: %s", wait, brief(error))
                lane.close_for(wait)

    async def _through(self, call: Call, lane: Lane, data: Json, urgency: int) -> Result:
        """One try, through the gate. A message that arrived keeps its place until its turn is over."""
        await self._gate.enter(urgency)
        lane.begin()
        arrived = False
        try:
            result = await call(data)
            arrived = True
            return result
        finally:
            lane.end()
            self._gate.ended()
            turn = current_turn()
            if arrived and turn:
                turn.hold(self._gate.leave)
            else:
                self._gate.leave()

    async def _aside(self, call: Call, data: Json, most: int) -> Result:
        """A call that Telegram does not count: tried a few times, in nobody's way."""
        failures = 0
        while True:
            try:
                return await call(data)
            except TelegramError as error:
                failures += 1
                wait = pause(error, failures, most) if failures < most else None
                if wait is None or (wait > _LONGEST_ASIDE and most == _MOST_TRIES_ASIDE):
                    _note_undelivered(failures)
                    raise
                await asyncio.sleep(wait)


async def _for_show(call: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """“typing …”: whether it is seen does not matter."""
    try:
        return await call()
    except TelegramError as error:
        _LOG.debug("not shown: %s", brief(error))
        return True


def _plain(data: Json) -> Json:
    """A message without its formatting."""
    texts = {name: plain_text(data[name]) for name in _TEXTS if name in data}
    return {name: value for name, value in data.items() if name != "parse_mode"} | texts


def _note_undelivered(failures: int) -> None:
    """An answer that failed only because of the way there stays in the inbox."""
    turn = current_turn()
    if turn and failures >= _MOST_TRIES:
        turn.undelivered = True


def brief(error: TelegramError) -> str:
    """An error on one short line: a broken gateway answers with whole pages."""
    return " ".join(f"{type(error).__name__}: {error.message}".split())[:120]
