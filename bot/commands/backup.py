"""`hoinghi backup` and `hoinghi restore`: the database in a file, and back into a database of either kind."""

import sys
from pathlib import Path

from bot.operating.running import running_process
from bot.settings import Settings
from bot.store.backup import back_up, restore


def back_up_here(settings: Settings, path: Path) -> int:
    """Write a backup and say how much is in it."""
    print(f"Đã sao lưu {back_up(settings.database, path)} dòng vào {path}.")
    return 0


def restore_here(settings: Settings, path: Path, replace: bool) -> int:
    """Restore a backup; exit code 1 while a bot runs over the same folder."""
    if running_process(settings.data_dir) is not None:
        print("Bot đang chạy trên DATA_DIR này: hãy dừng bot rồi mới khôi phục.", file=sys.stderr)
        return 1
    print(f"Đã khôi phục {restore(settings.database, path, replace)} dòng từ {path}.")
    return 0
