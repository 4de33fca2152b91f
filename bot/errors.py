"""What stops a command: each is told in one line."""


class StoreError(Exception):
    """The database cannot be used; the message is one line and shows no password."""
