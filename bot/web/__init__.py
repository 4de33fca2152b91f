"""What the bot answers over HTTP: Telegram's webhook, probes and metrics."""
