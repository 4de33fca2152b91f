"""Fixtures of the tests of the double itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from . import FakeRequest, World


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot 22 warns at every RetryAfter unless told to use timedelta."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    """A bare Bot, which calls only what the test has it call."""
    request, poll = FakeRequest(world), FakeRequest(world)
    async with Bot(world.token, request=request, get_updates_request=poll) as bot:
        yield bot
