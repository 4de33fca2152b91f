"""The Bot API methods the double answers. Any other is a 404, so that a test notices."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from telegram import AcceptedGiftTypes

from . import content
from .api import BotApiError, Json, bad_request
from .chats import Query, chat_member
from .html import utf16_length
from .people import Group
from .profile import PROFILE
from .sending import (
    chat_of,
    delete_message,
    edit_message_reply_markup,
    edit_message_text,
    send_chat_action,
    send_document,
    send_message,
    send_photo,
)

if TYPE_CHECKING:
    from .world import World

Method = Callable[["World", Json], Any]


def get_me(world: World, params: Json) -> Json:
    """The bot itself."""
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
    }


# Updates


def get_updates(world: World, params: Json) -> list[Json]:
    """What is pending from `offset` on; what lies before it is confirmed and forgotten."""
    if world.webhook.get("url"):
        reason = "can't use getUpdates method while webhook is active"
        raise BotApiError(409, f"Conflict: {reason}; use deleteWebhook to delete the webhook first")
    offset = params.get("offset", 0)
    if offset < 0:
        world.pending = world.pending[offset:]
    world.pending = [each for each in world.pending if each["update_id"] >= offset]
    world.allowed_updates = params.get("allowed_updates", world.allowed_updates)
    again, world.again = world.again, []
    return [*again, *world.pending][: params.get("limit", 100)]


def set_webhook(world: World, params: Json) -> bool:
    """Only HTTPS, or plain HTTP on 127.0.0.1 for tests."""
    url = params.get("url", "")
    if url and not re.match(r"https://|http://127\.0\.0\.1[:/]", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", params.get("secret_token", "")):
        raise bad_request("secret token contains unallowed characters")
    world.webhook = params if url else {}
    world.allowed_updates = params.get("allowed_updates", world.allowed_updates)
    if params.get("drop_pending_updates"):
        world.pending = []
    return True


def delete_webhook(world: World, params: Json) -> bool:
    """Back to getUpdates."""
    return set_webhook(world, params | {"url": ""})


def get_webhook_info(world: World, params: Json) -> Json:
    """Where updates go, and how many wait."""
    return {
        "url": world.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.pending),
    }


# Queries


def answer_callback_query(world: World, params: Json) -> bool:
    """Once for each press, 200 characters at most."""
    query = _query(world, params.get("callback_query_id"))
    if utf16_length(params.get("text", "")) > content.ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = params
    return True


def answer_inline_query(world: World, params: Json) -> bool:
    """Once for each query."""
    query = _query(world, params.get("inline_query_id"))
    content.inline_answer(params, world.bot["username"])
    query.answered = params
    return True


def answer_guest_query(world: World, params: Json) -> Json:
    """Once for each message that called the bot as a guest: one message, which appears in that chat."""
    query = _query(world, params.get("guest_query_id"))
    content.inline_answer({"results": [params.get("result", {})]}, world.bot["username"])
    query.answered = params
    return {"inline_message_id": f"inline{query.id}"}


def _query(world: World, query_id: object) -> Query:
    query = world.queries.get(str(query_id))
    if query is None or query.answered is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return query


# Chats and files


def get_chat(world: World, params: Json) -> Json:
    """What anyone may know of a chat."""
    limits = {"accent_color_id": 0, "max_reaction_count": 11}
    gifts = dict.fromkeys(AcceptedGiftTypes.__slots__, True)
    return chat_of(world, params).fields | limits | {"accepted_gift_types": gifts}


def _members(world: World, params: Json) -> dict[int, str]:
    chat = chat_of(world, params)
    members = chat.members if isinstance(chat, Group) else {}
    return members | {world.bot["id"]: chat.bot_status}


def get_chat_member(world: World, params: Json) -> Json:
    """A user's status in a chat."""
    user_id = params.get("user_id", 0)
    user = world.bot if user_id == world.bot["id"] else world.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    return chat_member(user, _members(world, params).get(user_id, "left"))


def get_chat_administrators(world: World, params: Json) -> list[Json]:
    """The administrators, other bots and this one left out."""
    if chat_of(world, params).fields["type"] == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        chat_member(world.user(user_id), status)
        for user_id, status in _members(world, params).items()
        if status in ("administrator", "creator") and user_id != world.bot["id"]
    ]


def leave_chat(world: World, params: Json) -> bool:
    """The bot leaves a group or a channel."""
    chat = chat_of(world, params)
    chat.check_writable()
    if chat.fields["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.set_bot("left", by=world.bot["id"])
    return True


def get_file(world: World, params: Json) -> Json:
    """Where to download a file."""
    file_id = params.get("file_id", "")
    if file_id not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(world.files[file_id].content)
    path = {"file_size": size, "file_path": f"files/{file_id}"}
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", **path}


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": lambda world, params: len(_members(world, params)),
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "getFile": get_file,
    **PROFILE,
}
