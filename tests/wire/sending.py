"""The methods that write, edit and delete messages."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from telegram.constants import ChatAction

from . import content
from .api import Json, Upload, bad_request
from .chats import Chat, without_reply
from .html import Entity
from .messages import BotMessage
from .people import keep_file

if TYPE_CHECKING:
    from .world import World

CHAT_ACTIONS = [action.value for action in ChatAction]
IMAGES = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF")
MARKED = ("text", "entities", "caption", "caption_entities", "reply_markup")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly"
    " the same as a current content and reply markup of the message"
)


def chat_of(world: World, params: Json) -> Chat:
    """The chat a call names, by its id or @username."""
    named = params.get("chat_id")
    if isinstance(named, str):
        by_name = {f"@{chat.fields.get('username')}": chat for chat in world.chats.values()}
        chat = by_name.get(named)
    else:
        chat = world.chats.get(named) if named is not None else None
    if chat is None:
        raise bad_request("chat not found" if named else "chat_id is empty")
    return chat


def send_message(world: World, params: Json) -> Json:
    """A text message."""
    text, entities = content.message_text(params)
    return _send(world, params, _marked("text", text, entities))


def send_photo(world: World, params: Json) -> Json:
    """A photo, uploaded or by file_id."""
    text, entities = content.caption(params)
    file = _file(world, params.get("photo"))
    if not file.content.startswith(IMAGES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return _send(world, params, _marked("caption", text, entities), file, "photo")


def send_document(world: World, params: Json) -> Json:
    """A document, uploaded or by file_id."""
    text, entities = content.caption(params)
    file = _file(world, params.get("document"))
    return _send(world, params, _marked("caption", text, entities), file, "document")


def _marked(field: str, text: str, entities: tuple[Entity, ...]) -> Json:
    marked: Json = {field: text} if text else {}
    if entities:
        name = "entities" if field == "text" else "caption_entities"
        marked[name] = [each.to_json() for each in entities]
    return marked


def _file(world: World, given: object) -> Upload:
    if isinstance(given, str) and given in world.files:
        return world.files[given]
    if not isinstance(given, Upload):
        raise bad_request("wrong file identifier/HTTP URL specified")
    if not given.content:
        raise bad_request("file must be non-empty")
    return given


def _send(world: World, params: Json, fields: Json, file: Upload | None = None, kind: str = "") -> Json:
    chat = chat_of(world, params)
    chat.check_writable()
    content.inline_keyboard(params.get("reply_markup"), world.bot["username"])
    fields = _sender(world, chat) | fields | _place(chat, params) | _keyboard(params)
    if world.flood:
        world.flood.check(chat.id, world.clock)
    if file:
        kept = keep_file(world, file) | {"file_name": file.name}
        fields[kind] = kept if kind == "document" else [kept | {"width": 90, "height": 90}]
    message = chat.keep(fields)
    chat.said.append(BotMessage.of(message, params, edited=False, file=file))
    return message


def _sender(world: World, chat: Chat) -> Json:
    return {"sender_chat": chat.fields} if chat.fields["type"] == "channel" else {"from": world.bot}


def _place(chat: Chat, params: Json) -> Json:
    """Where in the chat: the topic, and the message replied to."""
    place: Json = {}
    if thread := params.get("message_thread_id"):
        if thread not in chat.topics:
            raise bad_request("message thread not found")
        place |= {"message_thread_id": thread, "is_topic_message": True}
    reply = params.get("reply_parameters", {})
    message_id = reply.get("message_id", params.get("reply_to_message_id"))
    replied = chat.world.messages.get((chat.id, message_id or 0))
    if replied:
        place["reply_to_message"] = without_reply(replied)
    elif message_id and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return place


def _keyboard(params: Json) -> Json:
    markup = params.get("reply_markup", {})
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def edit_message_text(world: World, params: Json) -> Json | bool:
    """Another text; the buttons go unless given again."""
    text, entities = content.message_text(params)
    return _edit(world, params, _marked("text", text, entities), ("text", "entities"))


def edit_message_reply_markup(world: World, params: Json) -> Json | bool:
    """Other buttons under the same text."""
    return _edit(world, params, {}, ())


def _edit(world: World, params: Json, fields: Json, replaced: tuple[str, ...]) -> Json | bool:
    content.inline_keyboard(params.get("reply_markup"), world.bot["username"])
    if "inline_message_id" in params:
        return True
    chat = chat_of(world, params)
    chat.check_writable()
    message = world.messages.get((chat.id, params.get("message_id", 0)))
    if message is None:
        raise bad_request("message to edit not found")
    if not _own(world, chat, message):
        raise bad_request("message can't be edited")
    if replaced and "text" not in message:
        raise bad_request("there is no text in the message to edit")
    kept = {key: value for key, value in message.items() if key not in ("reply_markup", *replaced)}
    edited = kept | fields | _keyboard(params)
    if all(edited.get(key) == message.get(key) for key in MARKED):
        raise bad_request(NOT_MODIFIED)
    if world.flood:
        world.flood.check(chat.id, world.clock)
    message.clear()
    message.update(edited | {"edit_date": int(time.time())})
    chat.said.append(BotMessage.of(message, params, edited=True, file=None))
    return message


def _own(world: World, chat: Chat, message: Json) -> bool:
    return _sender(world, chat).items() <= message.items()


def delete_message(world: World, params: Json) -> bool:
    """Any message of a private chat; elsewhere its own, or as an administrator."""
    chat = chat_of(world, params)
    chat.check_writable()
    message = world.messages.get((chat.id, params.get("message_id", 0)))
    if message is None:
        raise bad_request("message to delete not found")
    trusted = chat.fields["type"] == "private" or chat.bot_status == "administrator"
    if not trusted and not _own(world, chat, message):
        raise bad_request("message can't be deleted")
    del world.messages[chat.id, message["message_id"]]
    return True


def send_chat_action(world: World, params: Json) -> bool:
    """“typing …”"""
    chat_of(world, params).check_writable()
    if params.get("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
