"""What reloads the corpus besides an operator's command: SIGHUP and, where it is wished, a change in the folder."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.operating.reloads import Reloads
from retrieval.corpus.folder import TABLES, is_article

_LOG = logging.getLogger(__name__)
SIGNAL, FOLDER = "signal", "folder"
# Changes are gathered for so long, in milliseconds: an editor writes a file in several steps.
_GATHERED = 2000


@asynccontextmanager
async def heeding(reloads: Reloads, watched: bool, gathered: int = _GATHERED) -> AsyncIterator[None]:
    """Reload at SIGHUP, and with `watched` when a file of the folder changes, for as long as this lasts."""
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[object]] = set()

    def begin(who: str) -> None:
        task = asyncio.ensure_future(reloads.reload(who))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    loop.add_signal_handler(signal.SIGHUP, begin, SIGNAL)
    if watched:
        tasks.add(asyncio.ensure_future(_watch(reloads, gathered)))
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _watch(reloads: Reloads, gathered: int) -> None:
    from watchfiles import Change, awatch  # of the extra "watch"

    def read(_: Change, path: str) -> bool:
        return is_article(Path(path)) or Path(path).name in TABLES

    try:
        async for _ in awatch(reloads.folder, watch_filter=read, debounce=gathered, recursive=False):
            await reloads.reload(FOLDER)
    except (OSError, RuntimeError) as error:
        _LOG.error("the folder of articles is no longer watched: %s", type(error).__name__)
