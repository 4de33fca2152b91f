"""What the tests of the bot share: the real corpus, and a bot in a tiny Telegram."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.answering import Answering, Knowledge
from bot.app import AnyApplication, build_application
from bot.compose import Composer
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store
from tests import postgres
from tests.bot.operator import Place, article, known, write
from tests.postgres import Cluster
from tests.wire import FakeRequest, World, polling

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot 22 warns at every RetryAfter unless told to use timedelta."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge.read(SEEDS)


@pytest.fixture
def answering(knowledge: Knowledge) -> Answering:
    return Answering(knowledge, Composer())


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Settings of nobody's environment."""
    for name in (*Settings.model_fields, "credentials_directory"):
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return Settings(seeds_dir=SEEDS)


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory."""
    with Store.temporary() as opened:
        yield opened


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL, started once for all tests."""
    folder = postgres.programs()
    if folder is None:
        pytest.skip("no PostgreSQL is installed here: neither initdb on PATH nor /usr/lib/postgresql/*/bin")
    with postgres.running(folder) as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new database, of either kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'hoinghi.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new()


@pytest.fixture
def app(world: World, settings: Settings, answering: Answering, store: Store) -> AnyApplication:
    known = settings.model_validate(settings.model_dump() | {"telegram_bot_token": world.token})
    return build_application(known, answering, store, FakeRequest(world), FakeRequest(world), UNLIMITED)


@pytest.fixture
async def running(app: AnyApplication) -> AsyncIterator[AnyApplication]:
    """The bot, running in `world`."""
    async with polling(app):
        yield app


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Two short articles, on the 41st and the 42nd conference."""
    folder = tmp_path_factory.mktemp("small")
    for number in (41, 42):
        write(folder, f"bai-{number}.txt", article(number))
    return known(folder)


@pytest.fixture
def place(small: Knowledge, tmp_path: Path, settings: Settings, store: Store, world: World) -> Place:
    """A bot of an operator, with a folder of its own."""
    return Place(tmp_path, small, settings, store, world)
