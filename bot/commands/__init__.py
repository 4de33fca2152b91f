"""What `hoinghi` does, one file a command; `bot.cli` parses and calls."""
