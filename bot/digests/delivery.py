"""The loop that sends what is due, built from the store alone: a start needs to rebuild nothing."""

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, EndPointNotFound, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.answering import Answering, Knowledge
from bot.digests.clock import Clock
from bot.digests.content import Content, Contents, contents_of
from bot.digests.rotation import NEWS
from bot.digests.schedule import GRACE, Rhythm, day_of
from bot.digests.subscription import Claim, Subscription
from bot.sender import Urgency, brief
from bot.store import Store
from bot.store.articles import KnownArticles
from bot.store.subscriptions import Subscriptions

_LOG = logging.getLogger(__name__)
# So many digests are claimed and under way at once: the most that a kill leaves in doubt.
_AT_ONCE = 8
_BATCH = 500
# A claim this old belongs to nobody any more: sending is given up after GRACE.
_LAPSE = GRACE + 15 * 60.0
# An instance that has not reloaded yet leaves news to those that have, for this long.
_LEFT_TO_OTHERS = 3600.0
_TO_FINISH = 2.0
_GONE = ("chat not found", "thread not found", "topic_deleted", "group chat was deleted", "user is deactivated")


class Digests:
    """Sends digests: begins with the application, ends with it; errors end nothing."""

    def __init__(
        self,
        answering: Answering,
        store: Store,
        clock: Clock | None = None,
        watching: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._watching = watching
        self.clock = clock or Clock()
        self.subscriptions = Subscriptions(store)
        self.articles = KnownArticles(store)
        self._answering = answering
        self._contents = Contents(answering)
        self._name = uuid.uuid4().hex
        self._changed = asyncio.Event()
        self._ending = False
        self._unnoticed = True
        self._moves: deque[tuple[int, int]] = deque()
        self._left: deque[int] = deque()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._under_way: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        answering.watch(self._swapped)

    def start(self, bot: ExtBot[Any]) -> None:
        """Begin to send."""
        self._loop = asyncio.create_task(self._run(bot), name="digests")

    async def stop(self) -> None:
        """Claim nothing more, and let what is under way end; what does not is named in the chat's next digest."""
        self._ending = True
        self.wake()
        for tasks in ({self._loop} if self._loop else set(), self._under_way):
            if tasks:
                await asyncio.wait(tasks, timeout=_TO_FINISH)
            for task in list(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """Something changed: look again what is due."""
        self._changed.set()

    def moved(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        self._moves.append((old, new))
        self.wake()

    def left(self, chat: int) -> None:
        """A chat blocked the bot or removed it."""
        self._left.append(chat)
        self.wake()

    def _swapped(self, _: Knowledge, __: Knowledge) -> None:
        self._unnoticed = True
        self.wake()

    async def _run(self, bot: ExtBot[Any]) -> None:
        while not self._ending:
            self._changed.clear()
            next_due, began = None, self.clock.now()
            try:
                await self._look(bot)
                next_due = await self.subscriptions.next_due(began)
            except Exception as error:
                _LOG.error("digests: %s", type(error).__name__, exc_info=error)
            if not self._ending:
                await self.clock.until(next_due, self._changed)

    async def _look(self, bot: ExtBot[Any]) -> None:
        """What changed, what was left behind, then what is due."""
        await self._follow()
        if self._unnoticed:
            self._unnoticed = False
            await self._notice()
        await self.articles.announce(self.clock.now())
        await self._mend()
        seen: set[object] = set()
        while due := await self.subscriptions.due(self.clock.now(), _BATCH + len(seen)):
            due = [each for each in due if each.place not in seen]
            if not due:
                break
            for each in due:
                if self._ending:
                    return
                seen.add(each.place)
                await self._one(bot, each)

    async def _follow(self) -> None:
        while self._moves:
            await self.subscriptions.move(*self._moves[0])
            self._moves.popleft()
        while self._left:
            await self.subscriptions.end_all(self._left[0])
            self._left.popleft()

    async def _notice(self) -> None:
        """See which articles are new."""
        try:
            held = contents_of(self._answering.knowledge.corpus.articles)
            if new := await self.articles.notice(held):
                _LOG.info("%d new articles", new)
        except Exception:
            self._unnoticed = True
            raise

    async def _mend(self) -> None:
        """Claims that nobody holds any more, and times set when the machine's clock was wrong."""
        now = self.clock.now()
        for each in await self.subscriptions.lapsed(now - _LAPSE, now + _LAPSE):
            _LOG.warning("a digest was claimed and never noted as sent; the next one will say so")
            await self.subscriptions.missed(each.place, each.pending)
        for each in await self.subscriptions.far_ahead(now):
            if each.due is not None and each.schedule.too_far(each.due, now):
                await self.subscriptions.put_off(each, each.schedule.next_after(now))

    async def _one(self, bot: ExtBot[Any], due: Subscription) -> None:
        """Claim a digest and begin to send it, unless it is too late or nothing is to be said."""
        try:
            now = self.clock.now()
            later = due.schedule.next_after(now, due.last_day)
            if due.last_day == day_of(now) or now - (due.due or now) > GRACE:
                await self.subscriptions.put_off(due, later)
                return
            content = await self._content(bot, due, now)
            if content is not None:
                await self._claim(bot, due, content)
        except Exception as error:
            _LOG.error("a digest was not made: %s", type(error).__name__, exc_info=error)

    async def _content(self, bot: ExtBot[Any], due: Subscription, now: float) -> Content | None:
        """What is to be sent; None for nothing, which is then settled."""
        is_news = due.schedule.rhythm is Rhythm.NEWS
        untold = await self.articles.untold(due.told) if is_news else {}
        held = {article.id for article in self._answering.knowledge.corpus.articles}
        if not untold.keys() <= held and now - (due.due or now) < _LEFT_TO_OTHERS:
            return None
        content = await self._answering.aside(self._contents.next, due, bot.username, untold)
        if content is None and is_news:  # what was added is gone again
            await self.subscriptions.sent(due.place, f"{NEWS}:{max(untold.values(), default=due.told)}")
        if content is None:
            await self.subscriptions.put_off(due, due.schedule.next_due(now))
        return content

    async def _claim(self, bot: ExtBot[Any], due: Subscription, content: Content) -> None:
        await self._places.acquire()
        claimed = False
        try:
            now = self.clock.now()
            day = day_of(now)
            claim = Claim(now, self._name, day, content.key, due.schedule.next_due(now, day))
            claimed = await self.subscriptions.claim(due, claim)
        finally:
            if not claimed:
                self._places.release()
        if claimed:
            task = asyncio.create_task(self._send(bot, due, content))
            self._under_way.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._places.release()
        if not task.cancelled() and (error := task.exception()):
            _LOG.error("a digest was not noted: %s", type(error).__name__)

    async def _send(self, bot: ExtBot[Any], due: Subscription, content: Content) -> None:
        """Send what was claimed, and note what came of it."""
        place = due.place
        try:
            async with asyncio.timeout(GRACE):
                sent = await bot.send_message(
                    place.chat,
                    content.message.html,
                    parse_mode=ParseMode.HTML,
                    message_thread_id=place.thread or None,
                    disable_notification=due.silence.at(self.clock.now()),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                    rate_limit_args=Urgency.DIGEST,
                )
        except asyncio.CancelledError:
            # The application ends: the store is still there, and whether the call was done is not known.
            with suppress(Exception):
                await asyncio.shield(self.subscriptions.missed(place, content.key))
            raise
        except (TelegramError, TimeoutError) as error:
            await self._failed(due, content.key, error)
            return
        if sent.chat_id != place.chat:
            await self.subscriptions.move(place.chat, sent.chat_id)
            place = type(place)(sent.chat_id, place.thread)
        await self.subscriptions.sent(place, content.key)
        self._watching("sent")

    async def _failed(self, due: Subscription, key: str, error: TelegramError | TimeoutError) -> None:
        """Gone: unsubscribed quietly. Refused: the same content comes the next time. Not known: the next says so."""
        if isinstance(error, Forbidden) or _says(error, _GONE):
            self._watching("gone")
            _LOG.info("unsubscribed, the chat is gone")
            await self.subscriptions.refused(due.place)
            if isinstance(error, Forbidden):
                await self.subscriptions.end_all(due.place.chat)
            else:
                await self.subscriptions.end(due.place)
        elif _is_certain(error):
            self._watching("refused")
            _LOG.warning("a digest was refused: %s", brief(error) if isinstance(error, TelegramError) else "")
            await self.subscriptions.refused(due.place)
        else:
            self._watching("unsure")
            _LOG.warning("a digest may not have arrived: %s", type(error).__name__)
            await self.subscriptions.missed(due.place, key)


def _is_certain(error: TelegramError | TimeoutError) -> bool:
    """Whether Telegram said that it did not send the message."""
    if isinstance(error, BadRequest | EndPointNotFound | RetryAfter):
        return True
    return isinstance(error, TelegramError) and not isinstance(error, NetworkError)


def _says(error: Exception, reasons: tuple[str, ...]) -> bool:
    return isinstance(error, BadRequest) and any(each in error.message.lower() for each in reasons)
