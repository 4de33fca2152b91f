"""Who may change what concerns a whole chat: in private anybody, in a group its admins, in a channel who can post."""

from telegram import Chat, ChatMember, ChatMemberAdministrator, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden


async def may_change(update: Update) -> bool:
    """Whether whoever wrote the message, or pressed the button, may change it."""
    chat, query = update.effective_chat, update.callback_query
    if chat is None or chat.type == ChatType.PRIVATE:
        return chat is not None
    message = update.effective_message
    if query is None and message is not None:
        if chat.type == ChatType.CHANNEL or _is_anonymous_admin(message):
            return True
        if message.sender_chat is not None:  # somebody who speaks as a channel of theirs, or the linked channel itself
            return False
    user = update.effective_user
    return user is not None and await _is_admin(chat, user.id)


def _is_anonymous_admin(message: Message) -> bool:
    return message.sender_chat is not None and message.sender_chat.id == message.chat_id


async def _is_admin(chat: Chat, user: int) -> bool:
    """Read off the list of admins, which Telegram gives to every member; of others it need not tell."""
    try:
        admins = await chat.get_administrators()
    except (BadRequest, Forbidden):
        return False
    return any(each.user.id == user and _may_post(chat, each) for each in admins)


def _may_post(chat: Chat, admin: ChatMember) -> bool:
    return (
        chat.type != ChatType.CHANNEL
        or not isinstance(admin, ChatMemberAdministrator)  # the owner
        or bool(admin.can_post_messages)
    )
