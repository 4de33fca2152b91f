"""One file a feature. Handlers are given what they need and never import one another; `bot.app` registers them."""
