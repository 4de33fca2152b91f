"""Sending what was composed: as HTML, without link previews, to the message that asked."""

import telegram
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from bot.compose import Message
from bot.languages import ChosenLanguage
from bot.turn import current_turn

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_QUIET = ("message is not modified", "message to edit not found", "message can't be edited")


async def reply(
    asked: telegram.Message, message: Message, buttons: InlineKeyboardMarkup | None = None
) -> telegram.Message:
    """Answer a message in its chat and topic; outside private chats the answer quotes it."""
    quoted = None
    if asked.chat.type != ChatType.PRIVATE:
        # Whoever asked may have deleted the question meanwhile: then the answer stands alone.
        quoted = ReplyParameters(asked.message_id, allow_sending_without_reply=True)
    return await asked.reply_html(
        message.html, reply_parameters=quoted, link_preview_options=_NO_PREVIEW, reply_markup=buttons
    )


async def correct(
    asked: telegram.Message, message_id: int, message: Message, buttons: InlineKeyboardMarkup | None = None
) -> None:
    """Replace an earlier answer; quiet when it is gone or would stay the same."""
    try:
        await asked.get_bot().edit_message_text(
            message.html,
            chat_id=asked.chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=buttons,
        )
    except BadRequest as error:
        if not any(reason in error.message.lower() for reason in _QUIET):
            raise


def language_code(update: telegram.Update) -> str | None:
    """The language the person chose, else that of their Telegram, where it is known."""
    turn = current_turn()
    if turn and turn.language:
        return ChosenLanguage(turn.language)
    return update.effective_user.language_code if update.effective_user else None
