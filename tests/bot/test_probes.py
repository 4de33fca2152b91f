"""Probes and metrics, as whatever watches the bot sees them: through HTTP."""

import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy import text

from bot.answering import Answering
from bot.app import AnyApplication, build_application
from bot.inbox import Inbox
from bot.metrics import Metrics
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store
from bot.web.probes import Probes
from tests.bot.conftest import ROOT
from tests.bot.test_serving import served
from tests.bot.test_webhook import free_port
from tests.wire import Server, World, polling

DEPLOY = ROOT / "deploy"
QUESTION = "Hội nghị 32 họp mấy phiên?"


class Watched:
    """A bot and its probes."""

    def __init__(self, app: AnyApplication, answering: Answering, metrics: Metrics) -> None:
        assert isinstance(app.update_queue, Inbox)
        self.app = app
        self.metrics = metrics
        self.probes = Probes(answering, app.update_queue, metrics, f"127.0.0.1:{free_port()}")

    async def get(self, path: str) -> tuple[int, str]:
        async with ClientSession() as session, session.get(f"http://{self.probes.site.address}{path}") as response:
            return response.status, await response.text()

    async def scrape(self) -> dict[str, float]:
        """Every sample, by its name and labels."""
        status, page = await self.get("/metrics")
        assert status == 200
        return {
            "".join([sample.name, *(f" {name}={each}" for name, each in sorted(sample.labels.items()))]): sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }


@pytest.fixture
async def watched(world: World, settings: Settings, answering: Answering, store: Store) -> AsyncIterator[Watched]:
    metrics = Metrics()
    async with Server(world) as server:
        changes = {"telegram_bot_token": SecretStr(world.token), "telegram_api_url": server.root}
        known = settings.model_copy(update=changes)
        app = build_application(known, answering, store, limits=UNLIMITED, metrics=metrics)
        bot = Watched(app, answering, metrics)
        await bot.probes.site.start()
        yield bot
        await bot.probes.site.stop()


async def test_a_scrape_tells_what_happened(watched: Watched, world: World, answering: Answering) -> None:
    an, group = world.private(1), world.group(-1001, members=(1,))
    async with polling(watched.app):
        world.fault("502", "sendMessage")
        an.send(QUESTION)
        await an.reply()
        an.send("Hội nghị 27 bàn gì?")
        await an.reply()
        group.send("/hoi Hội nghị 30 bế mạc ngày nào?", by=1)
        await group.reply()
        answering.swap(answering.knowledge)
        await watched.app.update_queue.join()
        found = await watched.scrape()
    assert found["hoinghi_questions_total outcome=answered surface=private"] == 1
    assert found["hoinghi_questions_total outcome=not_found surface=private"] == 1
    assert found["hoinghi_questions_total outcome=answered surface=group"] == 1
    assert found["hoinghi_refusals_total reason=not_held"] == 1
    assert found["hoinghi_telegram_errors_total kind=502"] == 1
    assert found["hoinghi_telegram_calls_total method=sendMessage"] == 4
    assert found["hoinghi_search_seconds_count"] == 3
    assert found["hoinghi_turn_seconds_count surface=private"] == 2
    assert found["hoinghi_turn_seconds_sum surface=private"] > 0.3  # the pause before the second try
    assert found["hoinghi_reloads_total"] == 1
    assert found["hoinghi_index_articles"] == 5
    assert found["hoinghi_index_sentences"] == len(answering.knowledge.corpus.sentences)
    assert found["hoinghi_inbox_updates"] == 0
    assert not any("phiên" in name or "=1 " in name for name in found)


async def test_ready_when_all_three_are_there(watched: Watched, store: Store) -> None:
    assert await watched.get("/healthz") == (200, "ok\n")
    assert await watched.get("/readyz") == (503, '{"index": true, "database": true, "telegram": false}')
    async with polling(watched.app):
        assert (await watched.get("/readyz"))[0] == 200
        await store.run(lambda session: session.execute(text("ALTER TABLE inbox RENAME TO elsewhere")))
        assert await watched.get("/readyz") == (503, '{"index": true, "database": false, "telegram": true}')
        assert str((await watched.scrape())["hoinghi_inbox_updates"]) == "nan"
        assert (await watched.get("/healthz"))[0] == 200
        await store.run(lambda session: session.execute(text("ALTER TABLE elsewhere RENAME TO inbox")))
    assert (await watched.get("/other"))[0] == 404


async def test_a_taken_port_stops_nobody(
    app: AnyApplication, world: World, answering: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    an = world.private(1)
    assert isinstance(app.update_queue, Inbox)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        async with served(app, Probes(answering, app.update_queue, Metrics(), listen).site):
            an.send("/help")
            await an.reply()
    assert "METRICS_LISTEN" in caplog.text


async def test_the_rules_name_metrics_that_exist(watched: Watched) -> None:
    _, page = await watched.get("/metrics")
    exported = {
        sample for family in text_string_to_metric_families(page) for sample in _names(family.name, family.type)
    }
    for file in ("alerts.yml", "README.md"):
        used = set(re.findall(r"\bhoinghi_[a-z_]+\b", (DEPLOY / file).read_text("utf-8")))
        assert used <= exported, file


def _names(family: str, kind: str) -> set[str]:
    ends = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum", ""), "info": ("_info",)}
    return {family + end for end in ends.get(kind, ("",))}


@pytest.mark.parametrize("check", ["rules alerts.yml", "config prometheus.yml"])
def test_promtool_agrees(check: str) -> None:
    kind, name = check.split()
    ran = subprocess.run([promtool(), "check", kind, name], cwd=DEPLOY, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_alerts_fire_when_they_should() -> None:
    tests = Path(__file__).with_name("alerts_test.yml")
    ran = subprocess.run([promtool(), "test", "rules", tests], cwd=DEPLOY, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def promtool() -> str:
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("promtool is not installed here (it comes with Debian's package prometheus)")
    return found
