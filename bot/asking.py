"""What a message asks, and whether it is meant for this bot: read off the message alone, in any chat."""

import re

import telegram
from telegram.ext import filters

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@\w+)?")
_AROUND = " \t\n,:;–-"


def is_command(message: telegram.Message) -> bool:
    """Whether the message begins with a command."""
    return bool(message.entities) and message.entities[0].offset == 0 and message.entities[0].type == "bot_command"


def question_of(message: telegram.Message) -> str:
    """What is asked: the text, without the command or the mention before it; of a bare one, what it replies to."""
    text = message.text or ""
    own = text.partition(text.split(maxsplit=1)[0])[2].strip() if is_command(message) else _without_mention(message)
    calls = is_command(message) or own != text.strip()
    return own or (_replied_to(message) if calls else own)


def argument_of(message: telegram.Message) -> str:
    """What follows the command."""
    return (message.text or "").partition((message.text or " ").split(maxsplit=1)[0])[2].strip()


def mentions_us(message: telegram.Message) -> bool:
    """Whether the text names this bot by its username."""
    found = message.parse_entities([telegram.MessageEntity.MENTION]).values()
    return f"@{message.get_bot().username}".lower() in {mention.lower() for mention in found}


def replies_to_us(message: telegram.Message) -> bool:
    """Whether the message replies to one that this bot wrote itself."""
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == message.get_bot().id)


class _MeantForUs(filters.MessageFilter):
    """A reply to this bot or a mention of it, by a person: two bots that answer each other would never end."""

    def filter(self, message: telegram.Message) -> bool:
        by_bot = bool(message.from_user and message.from_user.is_bot and not message.sender_chat)
        return not by_bot and (replies_to_us(message) or mentions_us(message))


class _SentThroughUs(filters.MessageFilter):
    """What somebody sent by an inline query to this bot: an answer, not a question."""

    def filter(self, message: telegram.Message) -> bool:
        return bool(message.via_bot and message.via_bot.id == message.get_bot().id)


MEANT_FOR_US = _MeantForUs()
SENT_THROUGH_US = _SentThroughUs()


def _without_mention(message: telegram.Message) -> str:
    text = message.text or ""
    username = message.get_bot().username
    parts = re.split(rf"@{re.escape(username)}\b", text, flags=re.I)
    return " ".join(filter(None, (part.strip(_AROUND) for part in parts))) if len(parts) > 1 else text.strip()


def _replied_to(message: telegram.Message) -> str:
    """The words of the message replied to, or the part of it that was marked; "" for the bot's own."""
    if message.quote and message.quote.is_manual:
        return message.quote.text.strip()
    replied = message.reply_to_message
    if replied is None or replies_to_us(message):
        return ""
    text = (replied.text or replied.caption or "").strip()
    command = _COMMAND.match(text)
    return text[command.end() :].strip() if command else text
