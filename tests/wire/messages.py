"""What a test sees of the bot's messages, and how the text of people is marked up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .api import Json, Upload
from .html import Entity, utf16_length

_FOUND = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?"),
    "mention": re.compile(r"(?<![\w/])@[A-Za-z]\w{3,31}"),
    "url": re.compile(r"https?://[^\s<>]+"),
}


@dataclass(frozen=True)
class Button:
    """An inline button; what it does is in one of the fields, the rest of it in `raw`."""

    text: str
    callback_data: str | None
    url: str | None
    raw: Json


@dataclass(frozen=True)
class BotMessage:
    """A message of the bot as it stood when sent or edited: `text` is plain, `html` as sent."""

    chat_id: int
    message_id: int
    text: str
    html: str
    entities: tuple[Entity, ...]
    buttons: list[list[Button]]
    reply_to_message_id: int | None
    message_thread_id: int | None
    edited: bool
    file: Upload | None
    params: Json

    @classmethod
    def of(cls, message: Json, params: Json, *, edited: bool, file: Upload | None) -> BotMessage:
        """From the message as Telegram keeps it and the parameters of the call that made it."""
        kind = "text" if "text" in message else "caption"
        entities = message.get("entities" if kind == "text" else "caption_entities", [])
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return cls(
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=message.get(kind, ""),
            html=str(params.get(kind, message.get(kind, ""))),
            entities=tuple(Entity(**each) for each in entities),
            buttons=[[_button(each) for each in row] for row in rows],
            reply_to_message_id=message.get("reply_to_message", {}).get("message_id"),
            message_thread_id=message.get("message_thread_id"),
            edited=edited,
            file=file,
            params=params,
        )

    @property
    def labels(self) -> list[str]:
        """The texts of all buttons, row after row."""
        return [button.text for row in self.buttons for button in row]

    def button(self, label: str) -> Button:
        """The button with this text; LookupError when there is none."""
        for button in (button for row in self.buttons for button in row):
            if button.text == label:
                return button
        raise LookupError(f"no button {label!r} among {self.labels}")

    def marked(self, kind: str) -> list[str]:
        """The stretches of text under entities of one type, such as "bold"."""
        return [each.of(self.text) for each in self.entities if each.type == kind]


def _button(raw: Json) -> Button:
    return Button(raw["text"], raw.get("callback_data"), raw.get("url"), raw)


def detect(text: str) -> list[Json]:
    """The entities Telegram finds in what people write: commands, mentions, links."""
    found = [
        Entity(kind, utf16_length(text[: match.start()]), utf16_length(match[0]))
        for kind, pattern in _FOUND.items()
        for match in pattern.finditer(text)
    ]
    return [each.to_json() for each in sorted(found, key=lambda each: each.offset)]
