"""Checks of what a bot sends: texts, keyboards, commands, inline results."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from .api import Json, bad_request
from .html import Entity, parse_html, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ANSWER_LIMIT = 200
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
ACTIONS = {
    "callback_data",
    "url",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "callback_game",
    "pay",
}

Formatted = tuple[str, tuple[Entity, ...]]


def message_text(params: Json) -> Formatted:
    """The text of a message: 1 to 4096 characters after entities."""
    text, entities = _formatted(params.get("text", ""), params, "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def caption(params: Json) -> Formatted:
    """A caption: up to 1024 characters after entities."""
    text, entities = _formatted(params.get("caption", ""), params, "caption_entities")
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, entities


def _formatted(source: str, params: Json, field: str) -> Formatted:
    mode = params.get("parse_mode", "")
    if mode.lower() == "html":
        return _trimmed(*parse_html(source))
    if mode:
        raise bad_request(f"unsupported parse_mode {mode}: the double knows HTML only")
    return _trimmed(source, tuple(Entity(**_known(each)) for each in params.get(field, ())))


def _known(entity: Json) -> Json:
    return {name: entity.get(name) for name in ("type", "offset", "length", "url", "language")}


def _trimmed(text: str, entities: tuple[Entity, ...]) -> Formatted:
    """Telegram strips blank space around a message, and moves the entities along."""
    lead = utf16_length(text) - utf16_length(text.lstrip(" \n"))
    text = text.strip(" \n")
    end = utf16_length(text)
    kept = []
    for each in entities:
        first = min(max(each.offset - lead, 0), end)
        last = min(max(each.offset + each.length - lead, 0), end)
        if first < last:
            kept.append(Entity(each.type, first, last - first, each.url, each.language))
    return text, tuple(kept)


def inline_keyboard(markup: Json | None, bot_username: str) -> None:
    """Every button has a text and one action, and the action is within its limits."""
    for row in (markup or {}).get("inline_keyboard", ()):
        for button in row:
            _check_button(button, bot_username)


def _check_button(button: Json, bot_username: str) -> None:
    if not button.get("text"):
        raise bad_request("can't parse inline keyboard button: Text is empty")
    if len(ACTIONS & button.keys()) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in button:
        _check_url(button["url"], bot_username)


def _check_url(url: str, bot_username: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "tg") or not parts.netloc:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    ours = parts.netloc == "t.me" and parts.path.strip("/").lower() == bot_username.lower()
    for name in ("start", "startgroup"):
        for parameter in parse_qs(parts.query).get(name, ()) if ours else ():
            start_parameter(parameter)


def start_parameter(parameter: str) -> None:
    """1 to 64 of `A-Za-z0-9_-` (in links to the bot the double is stricter than Telegram)."""
    if not START_PARAMETER.fullmatch(parameter):
        raise bad_request("START_PARAM_INVALID")


def commands(listed: list[Json]) -> None:
    """At most 100 commands, Latin names of 1 to 32, descriptions of 1 to 256."""
    if len(listed) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in listed:
        if not COMMAND.fullmatch(each.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(each.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def inline_answer(params: Json, bot_username: str) -> None:
    """At most 50 results, ids of their own, each with a message that could be sent."""
    results = params.get("results", [])
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(each.get("id", "")) for each in results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if not all(1 <= len(each.encode()) <= 64 for each in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(params.get("next_offset", "").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    if parameter := params.get("button", {}).get("start_parameter"):
        start_parameter(parameter)
    for each in results:
        _inline_result(each, bot_username)


def _inline_result(result: Json, bot_username: str) -> None:
    sent = result.get("input_message_content", {})
    if result.get("type") == "article" and not (result.get("title") and sent):
        raise bad_request("can't parse inline query result: article needs a title and a message")
    if "message_text" in sent:
        message_text({**sent, "text": sent["message_text"]})
    inline_keyboard(result.get("reply_markup"), bot_username)
