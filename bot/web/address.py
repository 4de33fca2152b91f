"""Where Telegram brings the updates: a path nobody guesses and a secret, both made from the bot's token."""

import hashlib
import hmac
from dataclasses import dataclass, field


def webhook_secrets(token: str) -> tuple[str, str]:
    """The last part of the path and the secret token for a bot's token.

    Made from it rather than drawn, so that every instance and every start has the same; whoever has only these two
    learns nothing of the token.

    >>> path, secret = webhook_secrets("12:abcd")
    >>> len(path), len(secret), webhook_secrets("12:abce")[0] == path
    (32, 64, False)
    """
    return _derived(token, "hoinghi webhook path")[:32], _derived(token, "hoinghi webhook secret")


def _derived(token: str, label: str) -> str:
    return hmac.new(token.encode(), label.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """The whole URL, and what a request must hold to be Telegram's. Never shown: who knows it can speak as Telegram."""

    url: str = field(repr=False)
    path: str = field(repr=False)
    secret: str = field(repr=False)

    @classmethod
    def of(cls, token: str, root: str) -> "WebhookAddress":
        """The address below ``root``, which a reverse proxy leads here."""
        path, secret = webhook_secrets(token)
        return cls(f"{root.rstrip('/')}/{path}", path, secret)

    def is_path(self, given: str) -> bool:
        """Whether a request's path ends as ours does; what a proxy has before it is its own affair."""
        return _same(given.rpartition("/")[2], self.path)

    def is_secret(self, given: str) -> bool:
        """Whether a request's secret is ours."""
        return _same(given, self.secret)


def _same(given: str, expected: str) -> bool:
    """Compared in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
