"""The methods about the bot's own profile: commands, descriptions, name, menu button."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import content
from .api import Json, bad_request
from .html import utf16_length

if TYPE_CHECKING:
    from .world import World


def _audience(params: Json) -> tuple[str, str]:
    """For whom commands are: the scope as sorted JSON, and the language."""
    scope = params.get("scope", {"type": "default"})
    return json.dumps(scope, sort_keys=True), params.get("language_code", "")


def set_my_commands(world: World, params: Json) -> bool:
    """setMyCommands: kept by scope and language in `world.commands`."""
    content.commands(params.get("commands", []))
    world.commands[_audience(params)] = params.get("commands", [])
    return True


def get_my_commands(world: World, params: Json) -> list[Json]:
    """getMyCommands."""
    return world.commands.get(_audience(params), [])


def delete_my_commands(world: World, params: Json) -> bool:
    """deleteMyCommands."""
    world.commands.pop(_audience(params), None)
    return True


def _setter(field: str, limit: int) -> Callable[[World, Json], bool]:
    def set_text(world: World, params: Json) -> bool:
        text = params.get(field, "")
        if utf16_length(text) > limit:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[field, params.get("language_code", "")] = text
        return True

    return set_text


def _getter(field: str) -> Callable[[World, Json], Json]:
    def get_text(world: World, params: Json) -> Json:
        fallback = world.profile.get((field, ""), "")
        return {field: world.profile.get((field, params.get("language_code", "")), fallback)}

    return get_text


def set_chat_menu_button(world: World, params: Json) -> bool:
    """setChatMenuButton."""
    button = params.get("menu_button", {"type": "default"})
    world.profile["menu_button", str(params.get("chat_id", ""))] = button
    return True


def get_chat_menu_button(world: World, params: Json) -> Json:
    """getChatMenuButton."""
    default = world.profile.get(("menu_button", ""), {"type": "commands"})
    found: Json = world.profile.get(("menu_button", str(params.get("chat_id", ""))), default)
    return found


PROFILE: dict[str, Callable[[World, Json], Any]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
