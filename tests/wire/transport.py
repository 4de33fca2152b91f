"""Between the wire and the World: calls decoded, updates waited for, faults, answers."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass

from .api import BotApiError, Call, Json, Upload
from .faults import PHRASES, Fault
from .world import World

STRINGS = {
    "text",
    "caption",
    "parse_mode",
    "callback_query_id",
    "inline_query_id",
    "guest_query_id",
    "inline_message_id",
    "file_id",
    "photo",
    "document",
    "name",
    "description",
    "short_description",
    "language_code",
    "url",
    "secret_token",
    "next_offset",
    "action",
}
_PATH = re.compile(r"/(file/)?bot([^/]+)/(.+)")


class ConnectionLost(Exception):
    """The connection breaks off without an answer."""


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int
    body: bytes
    content_type: str = "application/json"


def decode(sent: dict[str, object], files: dict[str, Upload]) -> Json:
    """The parameters of a call with their own types, uploads in their places."""
    params: Json = {name: _decode(name, value) for name, value in sent.items()}
    for name, file in files.items():
        attached = [key for key, value in params.items() if value == f"attach://{name}"]
        params[attached[0] if attached else name] = file
    return params


def _decode(name: str, value: object) -> object:
    if name in STRINGS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def answer(world: World, path: str, params: Json) -> Reply:
    """Answer `/bot<token>/<method>` or `/file/bot<token>/<path>`; may raise ConnectionLost."""
    found = _PATH.fullmatch(path)
    if not found or found[2] != world.token:
        return _refuse(BotApiError(404, "Not Found") if not found else _unauthorized())
    if found[1]:
        return _download(world, found[3])
    method = found[3]
    fault = world.faults.take(method, params.get("chat_id"))
    return await (_spoilt(world, method, params, fault) if fault else _do(world, method, params))


async def _do(world: World, method: str, params: Json) -> Reply:
    try:
        if method == "getUpdates":
            await _wait_for_update(world, params)
        result = world.call(method, params)
    except BotApiError as error:
        return _refuse(error)
    return Reply(200, json.dumps({"ok": True, "result": result}).encode())


async def _spoilt(world: World, method: str, params: Json, fault: Fault) -> Reply:
    if fault.after:
        done = await _do(world, method, params)
        await asyncio.sleep(fault.delay)
        return done if fault.kind == "slow" else _fault_reply(fault)
    await asyncio.sleep(fault.delay)
    if fault.kind == "slow":
        return await _do(world, method, params)
    world.record(Call(method, params, error=fault.error(), fault=fault.kind))
    return _fault_reply(fault)


def _fault_reply(fault: Fault) -> Reply:
    if fault.kind == "reset":
        raise ConnectionLost
    if error := fault.error():
        return _refuse(error)
    page = f"<html><head><title>{fault.kind} {PHRASES[fault.kind]}</title></head></html>"
    return Reply(int(fault.kind), page.encode(), "text/html")


async def _wait_for_update(world: World, params: Json) -> None:
    """Wait as long as getUpdates asks. A newer getUpdates ends an older one, as in Telegram."""
    world.poller = mine = object()
    world.notify()
    offset = params.get("offset", 0)

    def ready() -> bool:
        waiting = any(each["update_id"] >= offset for each in world.pending)
        return waiting or bool(world.again) or world.poller is not mine

    await world.until(ready, params.get("timeout", 0))
    if world.poller is not mine:
        reason = "terminated by other getUpdates request"
        advice = "make sure that only one bot instance is running"
        raise BotApiError(409, f"Conflict: {reason}; {advice}")


def _download(world: World, path: str) -> Reply:
    file = world.files.get(path.removeprefix("files/"))
    if file is None:
        return _refuse(BotApiError(404, "Not Found"))
    return Reply(200, file.content, "application/octet-stream")


def _unauthorized() -> BotApiError:
    return BotApiError(401, "Unauthorized")


def _refuse(error: BotApiError) -> Reply:
    return Reply(error.code, json.dumps(error.to_json()).encode())
