"""The bot in a terminal: the same Application and handlers; only the wire to Telegram is replaced."""
