"""Reading the articles anew while questions are answered, and going back; one at a time."""

import asyncio
import gc
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.answering import Answering, Knowledge
from bot.operating.building import Built, Progress, build
from bot.operating.changes import Changes, Failed, Reloaded, changes
from bot.operating.earlier import Earlier
from bot.operating.edits import Edit
from bot.store.corpus_journal import Action, CorpusJournal, Entry
from retrieval.corpus.folder import Folder, take
from retrieval.errors import RetrievalError, os_reason

_LOG = logging.getLogger(__name__)
_LONGEST_REASON = 1000
Outcome = Reloaded | Failed
T = TypeVar("T")


class Reloads:
    """Replaces what the bot knows.

    Args:
        folder: where the articles are. data: where the earlier corpus is kept.
        journal: where each reload is noted, whatever came of it.
    """

    def __init__(self, folder: Path, data: Path, answering: Answering, journal: CorpusJournal) -> None:
        self.folder = folder
        self.since = time.time()
        self._answering = answering
        self._journal = journal
        self._earlier = Earlier(data)
        self._before: Knowledge | None = None
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, "reload")

    def tables(self) -> Folder:
        """The files the corpus in use was read from."""
        return self._answering.knowledge.source or Folder(self.folder, {})

    @property
    def busy(self) -> bool:
        """Whether one is under way; another would wait."""
        return self._turn.locked()

    async def reload(self, who: str, progress: Progress | None = None) -> Outcome:
        """Read the folder anew; the old corpus stays when anything is wrong with the new one."""
        progress = progress or Progress()
        work = partial(self._read, progress)
        return await self._replace(who, Action.RELOAD, work, progress)

    async def change(self, who: str, action: Action, edit: Edit, progress: Progress | None = None) -> Outcome:
        """Change the folder and reload; the change is made only after the corpus it would give passed every check."""
        progress = progress or Progress()
        return await self._replace(who, action, partial(self._edited, edit, progress), progress)

    async def restore(self, who: str, progress: Progress | None = None) -> Outcome | None:
        """Back to the corpus before the last reload; None when there is none. The folder stays as it is."""
        progress = progress or Progress()
        if await asyncio.to_thread(self._way_back) == "":
            return None
        work = partial(self._read_earlier, progress)
        return await self._replace(who, Action.RESTORE, work, progress)

    async def _replace(
        self, who: str, action: Action, work: Callable[[Knowledge], Built], progress: Progress
    ) -> Outcome:
        """Make new knowledge in the thread, in its turn, and put it in the place of the old in one step."""
        async with self._turn:
            began, old = time.perf_counter(), self._answering.knowledge
            try:
                built = await self._aside(partial(work, old), progress)
            except Exception as error:  # whatever it is, the old corpus is there and goes on
                return await self._failed(who, action, old, error)
            kept = await self._swap(old, built.knowledge, action)
            made = changes(old.corpus, built.knowledge.corpus)
            await self._note(who, action, True, old, built.knowledge, _summary(made))
            return Reloaded(made, built.golden, time.perf_counter() - began, kept)

    async def _swap(self, old: Knowledge, new: Knowledge, action: Action) -> bool:
        """Answer from the new from now on; False when the old could not be kept on disk."""
        if old.corpus.fingerprint == new.corpus.fingerprint:
            return True
        # From what was gone back from there is no way back: the folder holds it.
        back = action is Action.RESTORE
        kept = back or await asyncio.to_thread(self._keep, old)
        self._before = None if back else old
        self._answering.swap(new)
        self.since = time.time()
        # The corpus of the start was frozen, which nothing would ever free.
        gc.unfreeze()
        return kept

    def _keep(self, old: Knowledge) -> bool:
        if old.source is None:
            return False
        try:
            self._earlier.keep(old.source, old.corpus.fingerprint)
        except OSError as error:
            _LOG.error("the earlier corpus could not be kept: %s", os_reason(error))
            return False
        return True

    async def _aside(self, work: Callable[[], T], progress: Progress) -> T:
        """In the thread; when the bot ends meanwhile the thread is told."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except asyncio.CancelledError:
            progress.stop.set()
            raise

    def _read(self, progress: Progress, old: Knowledge) -> Built:
        return build(take(self.folder), old, progress)

    def _edited(self, edit: Edit, progress: Progress, old: Knowledge) -> Built:
        folder = take(self.folder)
        built = build(Folder(folder.path, edit.tried(folder.files)), old, progress)
        edit.make(self.folder)
        return built

    def _read_earlier(self, progress: Progress, old: Knowledge) -> Built:
        """From memory, or after a restart from the files kept."""
        if self._before is not None and self._before.corpus.fingerprint != old.corpus.fingerprint:
            return Built(self._before, 0)
        kept = self._earlier.read(self.folder)
        if kept is None:
            raise OSError("không đọc được bản trước đã cất")
        files = {name: content for name, content in kept[0].files.items() if name != "golden.toml"}
        return build(Folder(self.folder, files), old, progress)

    def _way_back(self) -> str:
        """The fingerprint of the corpus one could go back to, "" for none."""
        now = self._answering.knowledge.corpus.fingerprint
        before = self._before.corpus.fingerprint if self._before else self._earlier.fingerprint()
        return "" if before == now else before

    async def _failed(self, who: str, action: Action, old: Knowledge, error: Exception) -> Failed:
        # The folder is known, and its path fills a telephone's screen.
        reason = _reason(error).replace(f"{self.folder}/", "")[:_LONGEST_REASON]
        _LOG.warning("%s not done, the old corpus stays: %s", action, reason)
        await self._note(who, action, False, old, old, reason)
        return Failed(reason)

    async def _note(
        self, who: str, action: Action, done: bool, old: Knowledge, new: Knowledge, detail: str = ""
    ) -> None:
        entry = Entry(time.time(), who, action, done, old.corpus.fingerprint, new.corpus.fingerprint, detail)
        try:
            await self._journal.note(entry)
        except Exception as error:  # a full disk: what was done is done, and stands in the log
            _LOG.error("not noted in the journal: %s", type(error).__name__)
        if done:
            fields = {"before": entry.before, "after": entry.after, "who": who}
            _LOG.info("%s", action, extra={"fields": fields})


def _summary(made: Changes) -> str:
    """The changes in a few words, for the journal; those of one file by its name."""
    if made.none:
        return ""
    files = (*made.added, *made.changed, *made.removed)
    counts = f"thêm {len(made.added)}, sửa {len(made.changed)}, bỏ {len(made.removed)} bài"
    return f"{counts} ({files[0]})" if len(files) == 1 else counts


def _reason(error: Exception) -> str:
    """Why it could not be done, fit to be shown to an operator."""
    if isinstance(error, RetrievalError):
        return str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{os_reason(error)}"
    _LOG.error("a reload met a fault", exc_info=error)
    return f"lỗi của chương trình ({type(error).__name__}), có ghi trong nhật ký của tiến trình"
