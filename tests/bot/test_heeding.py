"""What reloads a running bot from outside Telegram, and what a kill in the midst of a reload leaves behind."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.reload import reload_running
from bot.operating.heeding import heeding
from bot.operating.running import marked_as_running, running_process
from bot.settings import Settings
from bot.store import Store
from retrieval.corpus import read_corpus
from tests.bot.operator import Place, article, write

# For each step: a child that does one reload, or one addition, and is killed at the named call of the named module.
KILLED = """
import asyncio, importlib, json, os, signal, sys
from pathlib import Path
from bot.answering import Answering, Knowledge
from bot.compose import Composer
from bot.operating.desk import Desk
from bot.operating.edits import Addition
from bot.settings import Settings
from bot.store import Store
from bot.store.corpus_journal import Action
from retrieval.corpus.folder import take

steps, reloaded, added = json.loads(sys.argv[1])
known = None

async def work(at, module, name, after, adding):
    settings = Settings(seeds_dir=at / "seeds", data_dir=at / "data")
    current = Knowledge(known.searcher, take(settings.seeds_dir))
    desk = Desk.of(settings, Answering(current, Composer()), Store.open(settings.database))
    owner = importlib.import_module(module)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    real = getattr(owner, last)

    def killed(*args, **kwargs):
        if after == "after":
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, last, killed)
    if adding == "adding":
        await desk.reloads.change("9", Action.ADD, Addition("bai-43.txt", added.encode()))
    else:
        (at / "seeds" / "bai-41.txt").write_text(reloaded, encoding="utf-8")
        await desk.reloads.reload("9")

known = Knowledge.read(Path("0/seeds"))
for number, step in enumerate(steps):
    child = os.fork()
    if child == 0:
        asyncio.run(work(Path(str(number)), *step))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
STEPS = [
    ("bot.operating.reloads", "take", "before", "reloading"),
    ("bot.operating.building", "read_corpus", "after", "reloading"),
    ("bot.operating.building", "check_golden", "before", "reloading"),
    ("bot.operating.files", "os.fsync", "before", "reloading"),
    ("bot.operating.reloads", "Earlier.keep", "after", "reloading"),
    ("bot.store.corpus_journal", "CorpusJournal.note", "before", "reloading"),
    ("bot.operating.files", "os.fsync", "before", "adding"),
    ("bot.operating.files", "os.link", "before", "adding"),
    ("bot.operating.files", "os.link", "after", "adding"),
]


def test_a_kill_at_any_step_leaves_a_bot_that_starts(tmp_path: Path) -> None:
    for number in range(len(STEPS)):
        for n in (41, 42):
            write(tmp_path / str(number) / "seeds", f"bai-{n}.txt", article(n))
    given = json.dumps([STEPS, article(41, sessions=15), article(43)])
    environment = {key: value for key, value in os.environ.items() if key.lower() not in Settings.model_fields}
    environment |= {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", KILLED, given]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=240, check=False)
    assert ran.stdout.split() == [b"-9"] * len(STEPS), ran.stderr.decode()
    for number in range(len(STEPS)):
        whole = (article(41), article(42), article(41, sessions=15), article(43))
        corpus = read_corpus(tmp_path / str(number) / "seeds")
        assert {each.file for each in corpus.articles} <= {"bai-41.txt", "bai-42.txt", "bai-43.txt"}
        assert all(each.text in whole for each in corpus.articles)
        Store.open(f"sqlite:///{tmp_path / str(number) / 'data' / 'hoinghi.db'}").close()


async def test_a_signal_reloads(place: Place) -> None:
    before = place.fingerprint
    write(place.seeds, "bai-41.txt", article(41, sessions=15))
    async with heeding(place.desk.reloads, watched=False):
        os.kill(os.getpid(), signal.SIGHUP)
        while not await place.desk.journal.latest(1):
            await asyncio.sleep(0.02)
    (noted,) = await place.desk.journal.latest(5)
    assert (noted.who, noted.done, noted.before, noted.after) == ("signal", True, before, place.fingerprint)
    assert before != place.fingerprint


async def test_a_change_in_the_folder_reloads_where_it_is_wished(place: Place) -> None:
    async with heeding(place.desk.reloads, watched=True, gathered=50):
        for turn in range(100):
            write(place.seeds, "khac.log", f"{turn}")
            write(place.seeds, "bai-41.txt", article(41, sessions=15))
            await asyncio.sleep(0.1)
            if await place.desk.journal.latest(1):
                break
    assert (await place.desk.journal.latest(1))[0].who == "folder"


async def test_the_command_tells_what_came_of_it(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'own.db'}")
    settings = place.settings.model_copy(update={"data_dir": tmp_path / "own"})
    settings = Settings.model_validate(settings.model_dump() | {"database_url": f"sqlite:///{tmp_path / 'own.db'}"})
    assert reload_running(settings) == 1
    assert "Không có bot nào đang chạy" in capsys.readouterr().err
    place.desk.reloads._journal._store = store
    write(place.seeds, "bai-41.txt", article(41, sessions=15))
    async with heeding(place.desk.reloads, watched=False):
        with marked_as_running(settings.data_dir):
            assert running_process(settings.data_dir) == os.getpid()
            assert await asyncio.to_thread(reload_running, settings) == 0
            assert "Đã nạp kho bài mới: thêm 0, sửa 1, bỏ 0 bài (bai-41.txt)" in capsys.readouterr().out
            assert await asyncio.to_thread(reload_running, settings) == 0
            assert "không có gì thay đổi" in capsys.readouterr().out
            write(place.seeds, "hong.txt", "")
            assert await asyncio.to_thread(reload_running, settings) == 1
            assert "hong.txt:1: tệp trống" in capsys.readouterr().err
    assert running_process(settings.data_dir) is None
    store.close()
