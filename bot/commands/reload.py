"""`hoinghi reload`: tells a running bot to read the articles anew, and what came of it."""

import os
import signal
import sys
import time

from bot.operating.heeding import SIGNAL
from bot.operating.running import running_process
from bot.settings import Settings
from bot.store import Store
from bot.store.corpus_journal import CorpusJournal, Entry

_EVERY, _LONGEST = 0.2, 900.0
_NONE = "Không có bot nào đang chạy với DATA_DIR này ({data}). Bot đọc thư mục bài mỗi khi khởi động."
_ENDED = "Bot đã dừng trước khi nạp xong."
_SILENT = "Bot chưa báo kết quả sau {minutes} phút; xem nhật ký của tiến trình."


def reload_running(settings: Settings) -> int:
    """Exit codes: 0 reloaded or nothing to do, 1 there is no bot or the old articles stay."""
    process = running_process(settings.data_dir)
    if process is None:
        print(_NONE.format(data=settings.data_dir), file=sys.stderr)
        return 1
    store = Store.open(settings.database)
    try:
        journal = CorpusJournal(store)
        last = journal.count()
        os.kill(process, signal.SIGHUP)
        return _told(_outcome(journal, last, settings))
    finally:
        store.close()


def _outcome(journal: CorpusJournal, last: int, settings: Settings) -> Entry | str:
    """What the bot noted, or why it noted nothing."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        if entry := journal.following(last, SIGNAL):
            return entry
        if running_process(settings.data_dir) is None:
            return _ENDED
        time.sleep(_EVERY)
    return _SILENT.format(minutes=int(_LONGEST / 60))


def _told(outcome: Entry | str) -> int:
    if isinstance(outcome, str):
        print(outcome, file=sys.stderr)
        return 1
    if not outcome.done:
        print(f"Chưa nạp được, bot vẫn trả lời từ kho bài cũ. {outcome.detail}", file=sys.stderr)
        return 1
    if outcome.before == outcome.after:
        print(f"Thư mục bài không có gì thay đổi. Mã kho bài: {outcome.after}")
    else:
        print(f"Đã nạp kho bài mới: {outcome.detail}. Mã kho bài: {outcome.before} → {outcome.after}")
    return 0
