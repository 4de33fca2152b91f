"""The settings: read once from the environment, then from `.env` in the working directory."""

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.web.address import webhook_secrets

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_API_URL = "https://api.telegram.org"
_CREDENTIAL = "telegram_bot_token"
_AGE = re.compile(r"([0-9]+)\s*([smhd]?)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


class SettingsError(Exception):
    """A setting that cannot be used; the message is one line that names it and shows no secret."""


class Settings(BaseSettings):
    """What an operator may set. The names in the environment are those of the fields, in capitals.

    An empty value counts as none. The descriptions make the table of `hoinghi settings`.
    """

    model_config = SettingsConfigDict(
        frozen=True, env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    telegram_bot_token: SecretStr | None = Field(
        default=None, description="The token @BotFather gives (`/newbot`). Without one the bot opens in the terminal."
    )
    telegram_bot_token_file: Path | None = Field(
        default=None,
        description="A file that holds the token, where it should not stand in the environment. "
        "A systemd credential named `telegram_bot_token` is found without this.",
    )
    telegram_api_url: str = Field(
        default=_API_URL, description="The root of a Bot API server of your own, without `/bot`."
    )
    seeds_dir: Path = Field(default=Path("seeds"), description="The folder of articles.")
    data_dir: Path = Field(default=Path("data"), description="The folder for what the bot keeps.")
    database_url: SecretStr | None = Field(
        default=None,
        description="The database, such as `postgresql://user:password@host/name`. "
        "By default a file of SQLite, `hoinghi.db` in `DATA_DIR`.",
    )
    webhook_url: str | None = Field(
        default=None,
        description="Where Telegram brings the updates, such as `https://bot.example.org/telegram`, "
        "instead of being polled; the same as `serve --webhook`.",
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8443",
        description="Where the bot listens for them, in plain HTTP: a reverse proxy with TLS stands before it.",
    )
    metrics_listen: str = Field(
        default="127.0.0.1:9464",
        description="Where `/healthz`, `/readyz` and `/metrics` are answered; `off` for nowhere.",
    )
    admin_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="The Telegram user ids of the operators, separated by commas: `1` or `1,2`."
    )
    questions_kept_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="How many days the words of unanswered questions are kept, without names; 0: never.",
    )
    watch_seeds: bool = Field(
        default=False,
        description="Whether a change in `SEEDS_DIR` reloads by itself; needs `pip install hoinghi[watch]`.",
    )
    person_burst: int = Field(default=60, ge=1, description="How many messages one person may send at once.")
    person_per_second: float = Field(
        default=1.0, gt=0, description="How many a second after that. One line says so, then there is silence."
    )
    send_per_second: int = Field(
        default=30,
        ge=1,
        le=1000,
        description="How many messages a second the bot sends in all. Telegram's limit is 30.",
    )
    inbox_max_age: timedelta = Field(
        default=timedelta(hours=6),
        description="What came longer ago (`90s`, `30m`, `6h`, `1d`) is not answered after a pause: "
        "one apology a chat instead.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )
    log_format: Literal["text", "json"] = Field(default="text", description="`text`, or `json`: one object a line.")
    log_questions: bool = Field(default=False, description="Whether the log shows what people ask.")

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

    @property
    def database(self) -> str:
        """The URL of the database in use, with its password. Never to be shown or logged."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'hoinghi.db'}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may never be read anywhere."""
        hook = webhook_secrets(self.token) if self.token else ()
        return tuple(filter(None, (self.token, urlsplit(self.database).password, *hook)))

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

    @field_validator("webhook_url")
    @classmethod
    def _webhook_is_a_url(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is None:
            return None
        try:
            parts = urlsplit(url)
            usable = bool(parts.hostname) and parts.port != 0 and not any(c.isspace() for c in url)
        except ValueError:
            usable = False
        # Telegram itself brings updates to HTTPS alone; a Bot API server of one's own also to HTTP.
        schemes = ("https",) if info.data.get("telegram_api_url") == _API_URL else ("https", "http")
        if not usable or parts.scheme not in schemes or parts.query or parts.fragment or parts.username:
            raise ValueError("cần một địa chỉ https, như https://bot.example.org/telegram")
        return url.rstrip("/")

    @field_validator("webhook_listen", "metrics_listen")
    @classmethod
    def _host_and_port(cls, given: str, info: ValidationInfo) -> str:
        if given.lower() == "off" and info.field_name == "metrics_listen":
            return "off"
        try:
            parts = urlsplit(f"//{given}")
            usable = bool(parts.hostname) and parts.port is not None and parts.netloc == given and "@" not in given
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("cần dạng máy:cổng, như 127.0.0.1:9464")
        return given

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, url: SecretStr | None) -> SecretStr | None:
        if url is None:
            return None
        kind, _, rest = url.get_secret_value().partition("://")
        if not rest or kind.partition("+")[0] not in ("sqlite", "postgresql", "postgres"):
            raise ValueError("cần dạng postgresql://người:mật-khẩu@máy/tên hoặc sqlite:///tệp")
        return SecretStr(f"{'postgresql+psycopg' if kind in ('postgres', 'postgresql') else kind}://{rest}")

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids_by_comma(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        ids = [each.strip() for each in given.split(",") if each.strip()]
        if not all(each.isascii() and each.isdigit() for each in ids):
            raise ValueError("cần các số, cách nhau bằng dấu phẩy, như 1 hoặc 1,2")
        return tuple(map(int, ids))

    @field_validator("inbox_max_age", mode="before")
    @classmethod
    def _age_with_its_unit(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        match = _AGE.fullmatch(given.lower())
        if match is None:
            raise ValueError("cần một khoảng thời gian như 90s, 30m, 6h hoặc 1d")
        return timedelta(seconds=int(match[1]) * _UNITS[match[2]])

    @field_validator("watch_seeds")
    @classmethod
    def _watching_is_installed(cls, watched: bool) -> bool:
        if watched and find_spec("watchfiles") is None:
            raise ValueError("cần gói watchfiles (pip install 'hoinghi[watch]')")
        return watched

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _whatever_its_case(cls, given: Any, info: ValidationInfo) -> Any:
        upper = info.field_name == "log_level"
        return (given.upper() if upper else given.lower()) if isinstance(given, str) else given


def read_settings(**given: str) -> Settings:
    """The settings as they stand, but for those given; SettingsError names the first one that is wrong."""
    try:
        return _with_token(Settings.model_validate(Settings().model_dump() | given) if given else Settings())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "Settings"
        raise SettingsError(f"{name} sai: {_reason(first['type'], first['msg'], first.get('ctx', {}))}.") from None
    except (UnicodeDecodeError, OSError):
        raise SettingsError("Không đọc được tệp .env: cần một tệp văn bản UTF-8.") from None


def _reason(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """Why a value was refused: our own words, or those for the library's reasons."""
    match kind:
        case "int_parsing" | "int_from_float":
            return "cần một số nguyên"
        case "float_parsing" | "finite_number":
            return "cần một số"
        case "bool_parsing":
            return "cần true hoặc false"
        case "literal_error":
            return f"cần {str(context['expected']).replace(' or ', ' hoặc ')}"
        case "greater_than" | "greater_than_equal":
            return f"cần một số {'lớn hơn' if kind == 'greater_than' else 'từ'} {context.get('gt', context.get('ge'))}"
        case "less_than_equal":
            return f"cần một số không quá {context['le']}"
    return message.removeprefix("Value error, ")


def _with_token(settings: Settings) -> Settings:
    """The same with the token of the file that was named, or of systemd's credential, where it has none itself."""
    if settings.telegram_bot_token:
        return settings
    if path := settings.telegram_bot_token_file:
        return _from_file(settings, path, "TELEGRAM_BOT_TOKEN_FILE")
    credential = Path(os.environ.get("CREDENTIALS_DIRECTORY", "")) / _CREDENTIAL
    if "CREDENTIALS_DIRECTORY" in os.environ and credential.is_file():
        return _from_file(settings, credential, "CREDENTIALS_DIRECTORY/telegram_bot_token")
    return settings


def _from_file(settings: Settings, path: Path, name: str) -> Settings:
    try:
        token = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{name} sai: không đọc được tệp {path}.") from None
    if not _TOKEN.fullmatch(token):
        raise SettingsError(f"{name} sai: tệp cần chứa đúng chuỗi BotFather đã gửi.")
    return settings.model_copy(update={"telegram_bot_token": SecretStr(token)})
