"""The queue between Telegram and the handlers. What Telegram hands over is kept before that is confirmed."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Bot, Update

from bot.allowance import Allowance, Verdict
from bot.recent import Recent
from bot.store.inbox import Kept, KeptUpdates

_LOG = logging.getLogger(__name__)
_SEEN = 10_000
_PAUSES = (0.05, 0.25, 1.0)
# Telegram offers an update for a day; its id is remembered for two.
_REMEMBERED = 2 * 86400.0
_TIDY_EVERY = 5000
# An update that was there at so many starts may be what ends the bot: it is not tried again.
_MOST_STARTS = 20


class NotKeptError(Exception):
    """The store failed again and again: the update is not kept."""


@dataclass(frozen=True, slots=True)
class Late:
    """An update that came too long ago to be answered."""

    update: Update


@dataclass(frozen=True, slots=True)
class Overrun:
    """The first update of a person beyond what one person may ask."""

    update: Update


class Inbox(asyncio.Queue[object]):
    """The update queue of the Application.

    Args:
        keeper: keeps the updates.
        allowance: how much one person may ask.
        max_age: an older update, in seconds, comes out as `Late`.
        clock: the time, as Telegram dates its messages.

    `wanted` tells which updates anybody handles: the others, such as what people say to each other in a group, are
    neither kept nor counted.
    """

    def __init__(
        self,
        keeper: KeptUpdates,
        allowance: Allowance,
        max_age: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.wanted: Callable[[Update], object] = lambda _: True
        self._keeper = keeper
        self._allowance = allowance
        self._max_age = max_age
        self._clock = clock
        self._seen: Recent[int, bool] = Recent(_SEEN)
        self._accepted = 0
        self._accepting = asyncio.Lock()

    async def put(self, update: object) -> None:
        """Take an update over. Returns when it is kept; never raises, which would end the polling for good.

        When the store fails it is rather answered unkept than not at all: who polls has no way to ask for it again.
        """
        if not isinstance(update, Update):
            await super().put(update)
            return
        taken = self._take(update)
        with contextlib.suppress(NotKeptError):
            if taken is None or not (isinstance(taken, Overrun) or await self._keep(update)):
                return
        await super().put(taken)

    async def put_kept(self, update: Update) -> None:
        """The same for who can offer it again, as a webhook does; NotKeptError when it is not kept, nor put in.

        One after another: an update offered twice at once must not count as taken before it is kept.
        """
        async with self._accepting:
            taken = self._take(update)
            try:
                if taken is None or not (isinstance(taken, Overrun) or await self._keep(update)):
                    return
            except NotKeptError:
                self._seen.forget(update.update_id)
                raise
            await super().put(taken)

    async def replay(self, bot: Bot) -> int:
        """Put in, in their order, what was left unanswered when the bot last ended; how many there were."""
        await self._keeper.forget(self._clock() - _REMEMBERED)
        left = await self._keeper.left()
        for kept in left:
            update = Update.de_json(json.loads(kept.body), bot)
            self._seen.keep(kept.update_id, True)
            late = kept.starts > _MOST_STARTS or self._is_late(update, kept.received)
            await super().put(Late(update) if late else update)
        return len(left)

    async def unanswered(self) -> int:
        """How many updates are kept and not yet answered; the store's errors as they are."""
        return await self._keeper.unanswered()

    async def done(self, update: object) -> None:
        """An update is answered, or needs no answer."""
        number = number_of(update)
        if number is None:
            return
        try:
            await self._keeper.done(number, self._clock())
        except Exception as error:  # at worst it is answered once more after a restart
            _LOG.error("not noted as answered: %s", type(error).__name__)

    def _take(self, update: Update) -> Update | Late | Overrun | None:
        """What is to be put in the queue for an update, None for nothing."""
        if self._seen.find(update.update_id) or not self._is_wanted(update):
            return None
        self._seen.keep(update.update_id, True)
        written = _written(update) or self._clock()
        if self._is_late(update, written):
            return Late(update)
        match self._allowance.judge(_speaker(update), written):
            case Verdict.TAKE:
                return update
            case Verdict.SAY_SO:
                return Overrun(update)
            case Verdict.SILENCE:
                return None

    def _is_wanted(self, update: Update) -> bool:
        try:
            return bool(self.wanted(update))
        except Exception as error:  # the handlers will meet it again, where errors are dealt with
            _LOG.error("not told whether it is wanted: %s", type(error).__name__)
            return True

    def _is_late(self, update: Update, received: float) -> bool:
        return self._clock() - (_written(update) or received) > self._max_age

    async def _keep(self, update: Update) -> bool:
        """Keep an update; False for a repeated one. NotKeptError when the store fails again and again."""
        kept = Kept(update.update_id, update.to_json(), self._clock())
        for pause in (*_PAUSES, None):
            try:
                new = await self._keeper.keep(kept)
                await self._tidy()
                return new
            except Exception as error:
                _LOG.error("update not kept: %s", type(error).__name__)
                if pause is not None:
                    await asyncio.sleep(pause)
        raise NotKeptError

    async def _tidy(self) -> None:
        self._accepted += 1
        if self._accepted % _TIDY_EVERY == 0:
            await self._keeper.forget(self._clock() - _REMEMBERED)


def number_of(update: object) -> int | None:
    """The number Telegram gave an update, whatever became of it here; None for what is no update."""
    if isinstance(update, Late | Overrun):
        update = update.update
    return update.update_id if isinstance(update, Update) else None


def update_of(update: object) -> Update | None:
    """The update itself, whatever became of it here."""
    if isinstance(update, Late | Overrun):
        return update.update
    return update if isinstance(update, Update) else None


def _speaker(update: Update) -> tuple[int, bool]:
    """Who asks; inline queries, which come with every key typed, are counted apart."""
    speaker = update.effective_sender or update.effective_chat
    return (speaker.id if speaker else 0), update.inline_query is not None


def _written(update: Update) -> float | None:
    """When it was written, where it says so. A pressed button does not: its message may be old."""
    message = update.effective_message if update.callback_query is None else None
    date = (message.edit_date or message.date) if message else None
    return date.timestamp() if date else None
