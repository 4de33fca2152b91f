"""Every message of the bot on one page that looks like the chat on a phone, light and dark."""
