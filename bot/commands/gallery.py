"""`hoinghi gallery`: every message of the bot on a page, and as pictures where a browser is installed."""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.answering import Answering, Knowledge
from bot.compose import Composer
from bot.gallery.page import page_of
from bot.gallery.pictures import browser, draw
from bot.gallery.playing import Played, every_text, play
from bot.logs import log_to_stderr
from bot.settings import Settings
from bot.texts import load_texts


def gallery(settings: Settings, folder: Path) -> int:
    """Write `index.html` and a page for each conversation into the folder. Exit codes: 0 done, 1 not written."""
    log_to_stderr(level=logging.WARNING)
    answering = Answering(Knowledge.read(settings.seeds_dir), Composer())
    with tempfile.TemporaryDirectory() as scratch:
        played = asyncio.run(play(settings, answering, Path(scratch)))
    scenes = [*played, *every_text(load_texts())]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(page_of(scenes), "utf-8")
        drawn = _draw(folder, scenes)
    except OSError as error:
        print(f"Không ghi được vào {folder}: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"{folder / 'index.html'}: {len(scenes)} cuộc trò chuyện, {drawn} hình.")
    if browser() is None:
        print("Không có trình duyệt (chromium, google-chrome) để vẽ hình.", file=sys.stderr)
    return 0


def _draw(folder: Path, scenes: Sequence[Played]) -> int:
    """A picture for each conversation; how many there are."""
    program, drawn = browser(), 0
    for number, scene in enumerate(scenes if program else (), start=1):
        page = folder / f"{number:02}.html"
        page.write_text(page_of([scene]), "utf-8")
        drawn += bool(program and draw(program, page, page.with_suffix(".png")))
    return drawn
