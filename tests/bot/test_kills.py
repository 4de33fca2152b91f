"""The whole bot in a process of its own, killed in the midst of its work."""

import asyncio
import re
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.bot.test_http import serving
from tests.bot.test_webhook import free_port
from tests.wire import Private, Server, World

_HELD_BY_NOBODY = range(33, 42)
_AT_ONCE = 8


def ask(people: list[Private], numbers: range) -> None:
    for number in numbers:
        for each in people:
            each.send(f"Hội nghị {number} bàn gì?")


def answered(person: Private) -> list[int]:
    """The conferences that the answers so far are about, in order."""
    return [int(match[1]) for said in person.said if (match := re.search(r"lần thứ (\d+)", said.text))]


def has_sent(world: World, messages: int) -> bool:
    return len(world.calls("sendMessage")) >= messages


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_nothing_is_lost_by_kills(tmp_path: Path, way: str) -> None:
    listen = f"127.0.0.1:{free_port()}"
    settings = {"WEBHOOK_URL": f"http://{listen}/telegram", "WEBHOOK_LISTEN": listen} if way == "webhook" else {}
    world = World()
    people = [world.private(number) for number in range(1, 16)]
    repeats: list[int] = []
    async with Server(world) as server:
        for start, asked in enumerate((range(33, 36), range(36, 39), range(39, 42))):
            ask(people, asked)
            enough = len(world.calls("sendMessage")) + (5, 13, 20)[start]
            async with serving(server.root, world.token, tmp_path, **settings) as process:
                assert await world.until(partial(has_sent, world, enough), 90)
                process.kill()
        async with serving(server.root, world.token, tmp_path, **settings) as process:
            done = await world.until(lambda: all(set(answered(each)) == set(_HELD_BY_NOBODY) for each in people), 90)
            assert done, [answered(each) for each in people]
            process.terminate()
            await asyncio.wait_for(process.wait(), 10)
            assert process.returncode == 0
    for person in people:
        counts = Counter(answered(person))
        repeats += [number for number in _HELD_BY_NOBODY for _ in range(counts[number] - 1)]
        assert answered(person) == sorted(answered(person)), "out of order"
        assert sum(counts.values()) - len(counts) <= 3
    assert len(repeats) <= 3 * _AT_ONCE
