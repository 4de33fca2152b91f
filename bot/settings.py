"""The settings: read once from the environment, then from `.env` in the working directory."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_API_URL = "https://api.telegram.org"


class SettingsError(Exception):
    """A setting that cannot be used; the message is one line that names it and shows no secret."""


class Settings(BaseSettings):
    """What an operator may set. The names in the environment are those of the fields, in capitals.

    An empty value counts as none. `telegram_api_url` is the root of a Bot API server, without ``/bot``.
    """

    model_config = SettingsConfigDict(
        frozen=True, env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = _API_URL
    seeds_dir: Path = Path("seeds")
    data_dir: Path = Path("data")

    @property
    def base_url(self) -> str:
        """Where the methods are called: the token follows."""
        return f"{self.telegram_api_url}/bot"

    @property
    def base_file_url(self) -> str:
        """Where files are fetched: the token follows."""
        return f"{self.telegram_api_url}/file/bot"

    @property
    def token(self) -> str:
        """The token itself, "" for none. For the wire only: never to be shown or logged."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else ""

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str):
            value = value.strip()
        return cls.model_fields[str(info.field_name)].default if value == "" else value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("cần đúng chuỗi BotFather đã gửi: dãy số, dấu hai chấm, rồi chữ và số")
        return token

    @field_validator("telegram_api_url")
    @classmethod
    def _url_is_a_root(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
        except ValueError:
            usable = False
        if not usable or parts.query or parts.fragment or any(c.isspace() for c in url):
            raise ValueError(f"cần địa chỉ gốc của máy chủ Bot API, như {_API_URL}")
        if parts.path.rstrip("/").endswith("/bot"):
            raise ValueError("cần địa chỉ gốc của máy chủ Bot API, không kèm /bot")
        return url.rstrip("/")


def read_settings() -> Settings:
    """The settings as they stand; SettingsError names the first one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "Settings"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name} sai: {reason}.") from None
    except (UnicodeDecodeError, OSError):
        raise SettingsError("Không đọc được tệp .env: cần một tệp văn bản UTF-8.") from None
