"""Serving Telegram, by long polling or by webhook, from the first call to a quiet end."""

import asyncio
import logging
import signal
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any

from telegram.error import BadRequest, Conflict, NetworkError, TelegramError

from bot.app import ALLOWED_UPDATES, AnyApplication
from bot.order import OrderedByChat
from bot.sender import brief
from bot.web.site import Site
from bot.web.webhook import Webhook
from retrieval.errors import os_reason

_LOG = logging.getLogger(__name__)
# A signal is obeyed within ten seconds: the poll is ended, what is there is answered, what is under way may end.
_END_POLL, _BEGIN, _FINISH, _REST = 1.5, 4.0, 2.0, 1.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_CONFLICTS, _WITHIN = 5, 60.0
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
_LOOK_EVERY = 60.0


class ServedElsewhereError(Exception):
    """Another process polls with the same token, and does not stop."""


class ListenError(Exception):
    """The webhook's address cannot be listened at; the message says why."""


async def serve(app: AnyApplication, webhook: Webhook | None = None, probes: Site | None = None) -> None:
    """Serve until a signal comes. Without a network it waits for one.

    Updates are polled for, or taken by `webhook`; `probes` are answered from the first moment on. Questions that came
    while the bot was down are answered. Raises telegram.error.InvalidToken when Telegram does not know the token,
    ServedElsewhereError when another process keeps polling with it, ListenError when the webhook's address is taken.
    """
    ending = asyncio.Event()
    troubles = _Troubles(ending.set)
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, ending.set)
    try:
        if probes is not None:
            await _answer_probes(probes)
        start = _begin(app, troubles) if webhook is None else _begin_webhook(app, webhook)
        if await _unless(ending, start):
            await _until(ending, webhook)
    finally:
        await _end(app, webhook)
        if probes is not None:
            await probes.stop()
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
    if troubles.elsewhere:
        raise ServedElsewhereError


async def _answer_probes(probes: Site) -> None:
    """A taken port is no reason not to answer people."""
    try:
        await probes.start()
    except OSError as error:
        _LOG.warning("no probes and no metrics, METRICS_LISTEN is not to be had: %s", error.strerror)
    else:
        _LOG.info("probes and metrics at http://%s", probes.address)


async def _prepare(app: AnyApplication) -> None:
    assert app.post_init is not None
    await _connected(app.initialize)
    await app.post_init(app)


async def _begin_webhook(app: AnyApplication, webhook: Webhook) -> None:
    await _prepare(app)
    try:
        await webhook.site.start()
    except OSError as error:
        raise ListenError(os_reason(error)) from None
    _LOG.info("taking updates at http://%s", webhook.site.address)
    await _connected(partial(webhook.register, list(ALLOWED_UPDATES)))
    await app.start()


async def _until(ending: asyncio.Event, webhook: Webhook | None) -> None:
    """Wait for the end; meanwhile see to it that Telegram still knows the webhook."""
    while not ending.is_set():
        try:
            async with asyncio.timeout(None if webhook is None else _LOOK_EVERY):
                await ending.wait()
        except TimeoutError:
            if webhook is not None:
                await _look_after(webhook)


async def _look_after(webhook: Webhook) -> None:
    """Whoever polls with the same token takes the webhook away, and then ends: it is set again."""
    try:
        if not await webhook.is_registered():
            _LOG.warning("the webhook was taken away by another process with this token: set again")
            await webhook.register(list(ALLOWED_UPDATES))
    except TelegramError as error:
        _LOG.warning("the webhook was not looked after: %s", brief(error))


async def _begin(app: AnyApplication, troubles: "_Troubles") -> None:
    assert app.updater is not None
    await _prepare(app)
    await app.updater.start_polling(
        poll_interval=0,
        bootstrap_retries=-1,
        allowed_updates=list(ALLOWED_UPDATES),
        drop_pending_updates=False,
        error_callback=troubles.met,
    )
    await app.start()


async def _connected(call: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Call until there is a network."""
    wait = _FIRST_WAIT
    while True:
        try:
            return await call()
        except NetworkError as error:
            if isinstance(error, BadRequest):
                raise
            _LOG.warning("no connection yet, next try in %.0f s: %s", wait, brief(error))
        await asyncio.sleep(wait)
        wait = min(_LONGEST_WAIT, 2 * wait)


async def _unless(ending: asyncio.Event, start: Coroutine[Any, Any, None]) -> bool:
    """Finish the start, unless it is to end before; whether it was finished."""
    starting, ended = asyncio.ensure_future(start), asyncio.ensure_future(ending.wait())
    await asyncio.wait((starting, ended), return_when=asyncio.FIRST_COMPLETED)
    for task in (starting, ended):
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))
    return not starting.cancelled() and starting.result() is None


async def _end(app: AnyApplication, webhook: Webhook | None) -> None:
    """End in order, each step within its time. What was not answered is kept and answered at the next start."""
    _LOG.info("stopping")
    if webhook is not None:  # Telegram keeps what comes from now on, and brings it to the next start
        await _within(_END_POLL, webhook.site.stop())
    if app.updater is not None and app.updater.running:
        await _within(_END_POLL, app.updater.stop())
    steps = [app.post_stop(app)] if app.post_stop else []
    if app.running and isinstance(app.update_processor, OrderedByChat):
        steps.append(app.update_processor.drain(_BEGIN, _FINISH))
    await _within(_BEGIN + _FINISH + _REST, _all(steps))
    if app.running:
        await _within(_REST, app.stop())
    await _within(_REST, app.shutdown())
    await app.bot.request.shutdown()  # a start that failed half way has opened it, and the library leaves it so


async def _all(steps: Iterable[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*steps)


async def _within(seconds: float, step: Coroutine[Any, Any, None]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await step
    except (TimeoutError, TelegramError, RuntimeError) as error:
        _LOG.warning("not ended in order: %s", type(error).__name__)


class _Troubles:
    """What goes wrong with the polling: one line each. When somebody else keeps polling, the end."""

    def __init__(self, end: Callable[[], None]) -> None:
        self.elsewhere = False
        self._end = end
        self._conflicts: deque[float] = deque(maxlen=_CONFLICTS)

    def met(self, error: TelegramError) -> None:
        """One poll failed; the library tries again after a pause that grows."""
        _LOG.warning("no updates: %s", brief(error))
        if not isinstance(error, Conflict):
            return
        self._conflicts.append(time.monotonic())
        if len(self._conflicts) == _CONFLICTS and self._conflicts[-1] - self._conflicts[0] < _WITHIN:
            self.elsewhere = True
            self._end()
