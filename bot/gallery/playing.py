"""The conversations of `scenes.toml`, played through the real handlers."""

import contextlib
import tomllib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from telegram import Update

from bot.answering import Answering
from bot.app import AnyApplication, build_application
from bot.gallery.wire import BOT, Bubble, Recorder
from bot.plain import plain_text
from bot.sender import UNLIMITED
from bot.settings import Settings
from bot.store import Store
from bot.texts import LANGUAGES, Phrases

_READER, _OPERATOR = 2, 3
_TOKEN = SecretStr("0:gallery")


@dataclass(frozen=True, slots=True)
class Scene:
    """A conversation to play: what is written and pressed, in which kind of chat, by whom."""

    title: str
    steps: tuple[str, ...]
    language: str = "vi"
    chat: str = "private"
    operator: bool = False


@dataclass(frozen=True, slots=True)
class Played:
    """A conversation as it stands in the chat."""

    title: str
    bubbles: tuple[Bubble, ...] = field(default_factory=tuple)


def read_scenes() -> tuple[Scene, ...]:
    """The conversations of ``scenes.toml``."""
    table = tomllib.loads((files(__package__) / "scenes.toml").read_text("utf-8"))
    return tuple(Scene(**{**each, "steps": tuple(each["steps"])}) for each in table["scene"])


async def play(settings: Settings, answering: Answering, data_dir: Path) -> tuple[Played, ...]:
    """Play all of them, one after another, with a store of their own that is gone at the end."""
    changes = {"telegram_bot_token": _TOKEN, "admin_ids": (_OPERATOR,), "data_dir": data_dir}
    wire = Recorder()
    with Store.temporary() as store:
        app = build_application(settings.model_copy(update=changes), answering, store, wire, wire, UNLIMITED)
        async with _initialized(app):
            answering.composer.speak_as(BOT["username"])
            return tuple([await _play(app, wire, scene) for scene in read_scenes()])


def every_text(texts: Mapping[str, Phrases]) -> Iterator[Played]:
    """All lines the bot can say, by language, with their keys: also those that no conversation came to."""
    for language in LANGUAGES:
        lines = [Bubble(True, f"<i>{key}</i>\n{_escaped(text)}") for key, text in texts[language].by_key.items()]
        yield Played(f"Mọi lời nhắn: {texts[language]('language.name')}", tuple(lines))


@contextlib.asynccontextmanager
async def _initialized(app: AnyApplication) -> AsyncIterator[None]:
    await app.initialize()
    try:
        yield
    finally:
        await app.shutdown()


async def _play(app: AnyApplication, wire: Recorder, scene: Scene) -> Played:
    person = {"id": _OPERATOR if scene.operator else _READER, "is_bot": False, "first_name": "Bạn"}
    chat: dict[str, Any] = {"id": person["id"], "type": scene.chat, "first_name": "Bạn"}
    if scene.chat != "private":
        chat = {"id": -1001, "type": scene.chat, "title": "Nhóm"}
    wire.enter(chat, person | {"language_code": scene.language})
    for step in scene.steps:
        update = Update.de_json(_update(wire, step), app.bot)
        await app.process_update(update)
    return Played(scene.title, tuple(wire.said))


def _update(wire: Recorder, step: str) -> dict[str, Any]:
    match step[0]:
        case "[":
            return wire.pressed(step[1:])
        case "@":
            return wire.typed(f"/start {wire.first_link()}")
        case "*":
            return wire.sticker()
    return wire.typed(step)


def _escaped(text: str) -> str:
    """A text with its placeholders, as HTML that shows it as it is."""
    return plain_text(text).replace("&", "&amp;").replace("<", "&lt;")
