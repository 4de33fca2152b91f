"""A bot over a small folder of articles that its operator may change."""

from contextlib import AbstractAsyncContextManager
from functools import cache
from pathlib import Path

from bot.answering import Answering, Knowledge
from bot.app import AnyApplication, build_application
from bot.compose import Composer
from bot.operating.desk import Desk
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store
from retrieval.corpus.folder import take
from tests.wire import BotMessage, FakeRequest, Private, World, polling

OPERATOR, READER = 9, 1
ARTICLE = """Bế mạc Hội nghị Ngoại giao lần thứ {n}

26/08/2016

Hội nghị Ngoại giao lần thứ {n} đã bế mạc chiều {day}/8 tại Hà Nội.

Qua {sessions} phiên họp, Hội nghị Ngoại giao lần thứ {n} đã thảo luận về ngoại giao kinh tế và hội nhập quốc tế.
"""
QUESTION, ANSWER = "Hội nghị 41 họp mấy phiên?", "12 phiên"


def article(n: int, sessions: int = 12, day: int = 17) -> str:
    return ARTICLE.format(n=n, sessions=sessions, day=day)


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@cache
def known(folder: Path) -> Knowledge:
    """Indexing takes most of a second: the same small folder is indexed once."""
    return Knowledge.read(folder)


class Place:
    """The folders, the store and the bot of one test."""

    def __init__(self, at: Path, knowledge: Knowledge, settings: Settings, store: Store, world: World) -> None:
        self.seeds, self.data = at / "seeds", at / "data"
        for name, content in (knowledge.source.files if knowledge.source else {}).items():
            self.seeds.mkdir(exist_ok=True)
            (self.seeds / name).write_bytes(content)
        self.world, self.store = world, store
        changes: dict[str, object] = {"telegram_bot_token": world.token, "admin_ids": (OPERATOR,)}
        changes |= {"seeds_dir": self.seeds, "data_dir": self.data}
        self.settings = settings.model_validate(settings.model_dump() | changes)
        self.answering = Answering(Knowledge(knowledge.searcher, take(self.seeds)), Composer())
        self.desk = Desk.of(self.settings, self.answering, store)
        self.operator = world.private(OPERATOR)
        self.reader = world.private(READER)

    @property
    def fingerprint(self) -> str:
        return self.answering.knowledge.corpus.fingerprint

    def application(self) -> AnyApplication:
        wires = FakeRequest(self.world), FakeRequest(self.world)
        return build_application(self.settings, self.answering, self.store, *wires, UNLIMITED, self.desk)

    def running(self) -> AbstractAsyncContextManager[None]:
        return polling(self.application())

    async def finished(self, command: str, by: Private | None = None) -> BotMessage:
        """Send an operator's command that is followed in one edited message, and wait for its last edit."""
        chat = by or self.operator
        chat.send(command)
        first = await chat.reply()
        last = await chat.reply(timeout=30)
        while last.message_id == first.message_id and ("/" in last.text.partition("\n")[0][:30]):
            last = await chat.reply(timeout=30)
        return last
