"""Answering a pressed button: the message it stands under changes in place, or a line pops up."""

from telegram import CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.compose import Message

_GONE = ("message to edit not found", "message can't be edited", "there is no text in the message to edit")
_SAME = "message is not modified"
_LATE = "query is too old"


async def change(query: CallbackQuery, message: Message, buttons: InlineKeyboardMarkup | None = None) -> bool:
    """Replace the message of the button; False when it is gone or too old to be changed."""
    place: dict[str, object] = {"inline_message_id": query.inline_message_id}
    if query.message is not None:
        place = {"chat_id": query.message.chat.id, "message_id": query.message.message_id}
    try:
        await query.get_bot().edit_message_text(
            message.html,
            parse_mode=ParseMode.HTML,
            reply_markup=buttons,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            **place,  # type: ignore[arg-type]  # one of the two ways to name a message
        )
    except BadRequest as error:
        if any(reason in error.message.lower() for reason in _GONE):
            return False
        if _SAME not in error.message.lower():  # pressed twice: it shows already what was wanted
            raise
    return True


async def without_buttons(query: CallbackQuery) -> None:
    """Take the buttons off a message; quiet when it is gone, or has none any more."""
    try:
        await query.edit_message_reply_markup(None)
    except BadRequest as error:
        if not any(reason in error.message.lower() for reason in (*_GONE, _SAME)):
            raise


async def toast(query: CallbackQuery, line: str = "") -> None:
    """End the waiting of whoever pressed, with a line perhaps; quiet when they wait no longer."""
    try:
        await query.answer(line or None)
    except BadRequest as error:
        if _LATE not in error.message.lower():
            raise
