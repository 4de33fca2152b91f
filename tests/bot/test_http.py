"""The whole bot over real HTTP: `hoinghi serve` in a process of its own."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot.conftest import SEEDS
from tests.bot.test_cli import clean_environment
from tests.wire import Server, World

QUESTION = "Hội nghị 32 họp mấy phiên?"


@asynccontextmanager
async def serving(root: str, token: str, folder: Path, **changes: str) -> AsyncIterator[asyncio.subprocess.Process]:
    settings = {"SEEDS_DIR": str(SEEDS), "TELEGRAM_API_URL": root, "TELEGRAM_BOT_TOKEN": token}
    settings |= {"METRICS_LISTEN": "off"} | changes
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import sys; from bot.cli import main; sys.exit(main())",
        "run",
        env=clean_environment() | settings,
        cwd=folder,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_serve(tmp_path: Path) -> None:
    world = World()
    an = world.private(1)
    an.send(QUESTION)  # asked while the bot was down
    async with Server(world) as server, serving(server.root, world.token, tmp_path) as process:
        assert "23 phiên" in (await an.reply(timeout=20)).text
        asked = an.send("/hoi Hội nghị 27 bàn gì?")
        assert "lần thứ 27" in (await an.reply()).text
        if (title := Path(f"/proc/{process.pid}/cmdline")).exists():
            assert world.token.encode() not in title.read_bytes()
        an.edit(asked, f"/hoi {QUESTION}")
        assert (await an.reply()).edited
        process.send_signal(signal.SIGTERM)
        _, logged = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0
    assert world.token.encode() not in logged
    assert b"TEST" not in logged
    assert b"Traceback" not in logged
    assert world.commands


async def test_a_token_that_telegram_does_not_know(tmp_path: Path) -> None:
    world = World()
    async with Server(world) as server, serving(server.root, "999:SECRET", tmp_path) as process:
        _, logged = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert b"SECRET" not in logged
    assert b"Traceback" not in logged
    assert "TELEGRAM_BOT_TOKEN" in logged.decode().splitlines()[-1]
