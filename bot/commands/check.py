"""`hoinghi check`: whether the bot can run here, and what is to be mended before it does."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

from telegram import Bot, User
from telegram.error import InvalidToken, TelegramError

from bot.errors import StoreError
from bot.logs import Redactor
from bot.sender import brief
from bot.sender.request import TelegramRequest
from bot.settings import Settings
from bot.store import Store
from retrieval.corpus.reader import read_corpus
from retrieval.errors import RetrievalError


class State(IntEnum):
    """How something stands; the worst is the exit code."""

    GOOD = 0
    TO_MEND = 1
    BROKEN = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    state: State
    line: str


_MARKS = {State.GOOD: "✓", State.TO_MEND: "•", State.BROKEN: "✗"}


def check(settings: Settings) -> int:
    """Print what was found. Exit codes: 0 all is well, 1 something is to be mended, 2 the bot cannot run."""
    redact = Redactor(settings.secrets)
    worst = State.GOOD
    for finding in findings(settings):
        print(_MARKS[finding.state], redact(finding.line), flush=True)
        worst = max(worst, finding.state)
    return int(worst)


def findings(settings: Settings) -> Iterator[Finding]:
    """What was found, in the order of the start. The settings themselves are good: else they could not be read."""
    yield Finding(State.GOOD, "Cài đặt: đọc được, không có gì sai.")
    steps: tuple[Callable[[Settings], Iterator[Finding]], ...] = (_operators, _corpus, _database, _telegram)
    for step in steps:
        yield from step(settings)


def _operators(settings: Settings) -> Iterator[Finding]:
    if settings.admin_ids:
        yield Finding(State.GOOD, f"Người vận hành: {len(settings.admin_ids)}.")
    else:
        yield Finding(State.TO_MEND, "Người vận hành: chưa có ai; đặt ADMIN_IDS để dùng các lệnh vận hành.")


def _corpus(settings: Settings) -> Iterator[Finding]:
    try:
        corpus = read_corpus(settings.seeds_dir)
    except RetrievalError as error:
        yield Finding(State.BROKEN, f"Kho bài: {error}")
        return
    counts = f"{len(corpus.articles)} bài, {len(corpus.sentences)} câu, {len(corpus.held)} hội nghị"
    yield Finding(State.GOOD, f"Kho bài: {counts}.")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        Store.open(settings.database).close()
    except StoreError as error:
        yield Finding(State.BROKEN, f"Cơ sở dữ liệu: {error}")
        return
    kind = urlsplit(settings.database).scheme.partition("+")[0]
    yield Finding(State.GOOD, f"Cơ sở dữ liệu: mở được ({kind}), các bảng đúng phiên bản.")


def _telegram(settings: Settings) -> Iterator[Finding]:
    if not settings.token:
        yield Finding(State.BROKEN, "Telegram: chưa có TELEGRAM_BOT_TOKEN; nhắn /newbot cho @BotFather để lấy.")
        return
    host = urlsplit(settings.telegram_api_url).hostname
    try:
        me = asyncio.run(_get_me(settings))
    except InvalidToken:
        yield Finding(State.BROKEN, f"Telegram: {host} không nhận TELEGRAM_BOT_TOKEN này; xem lại mã ở @BotFather.")
        return
    except TelegramError as error:
        yield Finding(State.BROKEN, f"Telegram: không gọi được {host} ({brief(error)}).")
        return
    yield Finding(State.GOOD, f"Telegram: {host} nhận bot @{me.username}.")
    yield from _botfather(me)


async def _get_me(settings: Settings) -> User:
    bot = Bot(settings.token, settings.base_url, settings.base_file_url, request=TelegramRequest())
    async with bot:
        return bot.bot


def _botfather(me: User) -> Iterator[Finding]:
    """What getMe says of groups and inline mode, and where in BotFather it is changed."""
    if me.can_join_groups:
        yield Finding(State.GOOD, "Nhóm: bot vào được các nhóm.")
    else:
        yield Finding(State.TO_MEND, "Nhóm: bot không vào được nhóm nào; @BotFather → /setjoingroups → Enable.")
    if me.can_read_all_group_messages:
        line = "Nhóm: bot đọc được mọi tin trong nhóm, nhiều hơn nó cần; @BotFather → /setprivacy → Enable."
        yield Finding(State.TO_MEND, line)
    else:
        line = "Nhóm: bot chỉ thấy lệnh và tin trả lời nó, đúng như nó cần. Trong nhóm, người hỏi viết /hoi."
        yield Finding(State.GOOD, line)
    if me.supports_inline_queries:
        yield Finding(State.GOOD, f"Hỏi từ mọi nơi (@{me.username} câu hỏi): đã bật.")
    else:
        line = "Hỏi từ mọi nơi: chưa bật; @BotFather → /setinline, rồi gửi dòng gợi ý như “câu hỏi”."
        yield Finding(State.TO_MEND, line)
