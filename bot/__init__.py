"""Serves the answers of `retrieval` in Telegram and in the terminal."""
