"""The wire of the gallery: conversations are played to the real Application, what it says is written down."""

import base64
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.plain import pieces, plain_text

Json = dict[str, Any]
BOT: Json = {"id": 1, "is_bot": True, "first_name": "Hội nghị Ngoại giao", "username": "hoinghi_bot"}
BOT |= {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
_NOW = 1_767_225_600
_PNG = b"\x89PNG"


@dataclass
class Bubble:
    """A message as it stands in the chat: whose it is, its HTML, its rows of buttons, a picture perhaps."""

    ours: bool
    html: str
    rows: list[list[Json]] = field(default_factory=list)
    picture: str = ""
    toasts: list[str] = field(default_factory=list)
    edited: bool = False


class Recorder(BaseRequest):
    """Plays Telegram for one chat at a time, and keeps what is said there in order.

    An edit stands as a message of its own, so that what was there before can still be looked at.
    """

    def __init__(self) -> None:
        self.said: list[Bubble] = []
        self._numbers = itertools.count(100)
        self._kept: dict[int, Json] = {}
        self._chat: Json = {}
        self._person: Json = {}
        self.last: Json = {}

    @property
    def read_timeout(self) -> float | None:
        """Nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    def enter(self, chat: Json, person: Json) -> None:
        """Begin in another chat."""
        self.said, self.last, self._chat, self._person = [], {}, chat, person

    def typed(self, text: str) -> Json:
        """The update for what somebody writes."""
        message = self._message(self._person) | {"text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if self._chat["type"] == "channel":
            del message["from"]
        kind = "channel_post" if self._chat["type"] == "channel" else "message"
        self.said.append(Bubble(False, text))
        return {"update_id": next(self._numbers), kind: message}

    def sticker(self) -> Json:
        """The update for a sticker."""
        sticker = {"file_id": "a", "file_unique_id": "a", "type": "regular", "width": 1, "height": 1}
        sticker |= {"is_animated": False, "is_video": False}
        self.said.append(Bubble(False, "[nhãn dán]"))
        return {"update_id": next(self._numbers), "message": self._message(self._person) | {"sticker": sticker}}

    def pressed(self, label: str) -> Json:
        """The update for a button under the last message that has it; LookupError where there is none."""
        for message in reversed(self._kept.values()):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in (b for row in rows for b in row if b["text"].startswith(label) and "callback_data" in b):
                self.said.append(Bubble(False, f"[{button['text']}]"))
                shown = {key: value for key, value in message.items() if key != "html"}
                query = {"id": "1", "from": self._person, "message": shown, "chat_instance": "1"}
                number = next(self._numbers)
                return {"update_id": number, "callback_query": query | {"data": button["callback_data"]}}
        raise LookupError(label)

    def first_link(self) -> str:
        """What follows `start=` in the first link of the last message to the bot itself."""
        links = (piece.link for piece in pieces(self.last.get("html", "")))
        return next(link.partition("start=")[2] for link in links if "start=" in link)

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the signature is BaseRequest's
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call of the bot, by its name at the end of the URL."""
        result = self._answer(url.rpartition("/")[2], request_data)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _answer(self, name: str, request: RequestData | None) -> Any:
        params = request.parameters if request else {}
        match name:
            case "getMe":
                return BOT
            case "sendMessage" | "sendPhoto" | "sendDocument":
                return self._sent(self._message(BOT), params, request)
            case "editMessageText" | "editMessageReplyMarkup":
                kept = self._kept.get(int(str(params.get("message_id", 0)))) or self._message(BOT)
                return self._sent(kept, params, request, edited=True)
            case "answerCallbackQuery" if params.get("text") and self.said:
                self.said[-1].toasts.append(str(params["text"]))
        if name == "getChatMember":
            return {"status": "administrator", "user": self._person} | dict.fromkeys(_RIGHTS, True)
        return True

    def _sent(self, message: Json, params: Json, request: RequestData | None, edited: bool = False) -> Json:
        text = str(params.get("text") or params.get("caption") or message.get("html", ""))
        markup = params.get("reply_markup") or {}
        rows = markup.get("inline_keyboard", [])
        message |= {"html": text, "text": plain_text(text), "reply_markup": {"inline_keyboard": rows}}
        message.pop("reply_markup" if not rows else "", None)
        self._kept[message["message_id"]] = message
        self.last = message
        self.said.append(Bubble(True, text, rows, _picture(request), edited=edited))
        return {key: value for key, value in message.items() if key != "html"}

    def _message(self, sender: Json) -> Json:
        return {"message_id": next(self._numbers), "date": _NOW, "chat": self._chat, "from": sender}


_RIGHTS = """can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members
can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories""".split()


def _picture(request: RequestData | None) -> str:
    """The picture that was sent, as a URL that holds it."""
    files = request.multipart_data if request else None
    for _, content, _kind in (files or {}).values():
        if isinstance(content, bytes) and content.startswith(_PNG):
            return f"data:image/png;base64,{base64.b64encode(content).decode()}"
    return ""
