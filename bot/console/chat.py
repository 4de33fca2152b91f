"""The one chat of the terminal: what is typed as updates, what the bot says as printed messages."""

import itertools
import re
import time
from html import escape
from typing import Any, TextIO

from bot.console.paint import choices, paint
from bot.plain import plain_text

Json = dict[str, Any]

BOT: Json = {"id": 1, "is_bot": True, "first_name": "Hội nghị", "username": "hoinghi", "can_join_groups": False}
BOT |= {"can_read_all_group_messages": False, "supports_inline_queries": False}
PERSON: Json = {"id": 2, "is_bot": False, "first_name": "Bạn", "language_code": "vi"}
CHAT: Json = {"id": 2, "type": "private", "first_name": "Bạn"}
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?![\w])(?:@\w+)?")


class TerminalChat:
    """Keeps the messages of the bot and the buttons that can be pressed: those of its last message."""

    def __init__(self, out: TextIO, styled: bool) -> None:
        self._out = out
        self._styled = styled
        self._numbers = itertools.count(1)
        self._sent: dict[int, Json] = {}
        self._buttons: list[Json] = []
        self._asking: Json | None = None

    def typed(self, line: str) -> Json | None:
        """The update for a line; None where there is nothing to tell the bot, as for an empty line."""
        number = line.strip()
        if self._buttons and number.isascii() and number.isdigit() and 0 < int(number[:4]) <= len(self._buttons):
            return self._pressed(self._buttons[int(number) - 1])
        if not line:
            return None
        message = self._message(PERSON) | {"text": line}
        if command := _COMMAND.match(line):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command[0])}]
        return {"update_id": next(self._numbers), "message": message}

    def send(self, params: Json) -> Json:
        """A message of the bot; of a picture or a file, the text under it."""
        message = self._message(BOT)
        return self._show(message, params)

    def edit(self, params: Json) -> Json:
        """A message of the bot that changes is printed anew."""
        message = self._sent.get(int(params.get("message_id", 0))) or self._message(BOT)
        return self._show(message, params)

    def toast(self, params: Json) -> bool:
        """The short answer to a pressed button."""
        if text := params.get("text"):
            self._print(f"({text})")
        return True

    def _show(self, message: Json, params: Json) -> Json:
        text = str(params.get("text") or params.get("caption") or message.get("html", ""))
        message["html"] = text if params.get("parse_mode") == "HTML" or text == message.get("html") else escape(text)
        markup = params.get("reply_markup") or {}
        buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
        is_new = message["message_id"] not in self._sent
        if is_new or buttons or message is self._asking:
            self._buttons, self._asking = buttons, message
        painted = paint(message["html"], self._styled)
        self._print("\n".join([painted, choices([button["text"] for button in buttons])] if buttons else [painted]))
        self._sent[message["message_id"]] = message
        return _without_html(message)

    def _pressed(self, button: Json) -> Json | None:
        if "callback_data" not in button:
            copied = button.get("copy_text", {}).get("text", "")
            self._print(str(button.get("url") or copied or button["text"]))
            return None
        message = _without_html(self._asking or {})
        update_id = next(self._numbers)
        query = {"id": str(update_id), "from": PERSON, "message": message, "chat_instance": "0"}
        return {"update_id": update_id, "callback_query": query | {"data": button["callback_data"]}}

    def _message(self, sender: Json) -> Json:
        return {"message_id": next(self._numbers), "date": int(time.time()), "chat": CHAT, "from": sender}

    def _print(self, text: str) -> None:
        self._out.write(f"{text}\n\n")
        self._out.flush()


def _without_html(message: Json) -> Json:
    """A message as the Bot API has it: its text is plain."""
    return {key: value for key, value in message.items() if key != "html"} | {"text": plain_text(message["html"])}
