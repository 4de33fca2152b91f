"""Settings: what is taken, and how a wrong one is refused."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

TOKEN = "123456:AbC-dEf_0"


@pytest.fixture(autouse=True)
def _alone(settings: Settings) -> None:
    """Nobody's environment; see the fixture."""


def test_without_any() -> None:
    settings = read_settings()
    assert settings.token == ""
    assert settings.base_url == "https://api.telegram.org/bot"
    assert (settings.seeds_dir, settings.data_dir) == (Path("seeds"), Path("data"))


def test_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nSEEDS_DIR=bài\nUNKNOWN=1\n", encoding="utf-8")
    monkeypatch.setenv("SEEDS_DIR", "khác")
    settings = read_settings()
    assert (settings.token, settings.seeds_dir) == (TOKEN, Path("khác"))
    assert TOKEN not in repr(settings)


def test_empty_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "SEEDS_DIR", "DATA_DIR"):
        monkeypatch.setenv(name, " ")
    filled = read_settings()
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "SEEDS_DIR", "DATA_DIR"):
        monkeypatch.delenv(name)
    assert filled == read_settings()
    assert filled.token == ""


def test_own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/tg/")
    settings = read_settings()
    assert settings.base_url == "http://127.0.0.1:8081/tg/bot"
    assert settings.base_file_url == "http://127.0.0.1:8081/tg/file/bot"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "secret"),
        ("TELEGRAM_BOT_TOKEN", "12:a b"),
        ("TELEGRAM_BOT_TOKEN", ":secret"),
        ("TELEGRAM_BOT_TOKEN", "12:se/cret"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/bot"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:x"),
        ("TELEGRAM_BOT_TOKEN_FILE", "nowhere"),
        ("DATABASE_URL", "mysql://me:secret@host/name"),
        ("DATABASE_URL", "secret"),
        ("WEBHOOK_URL", "http://bot.example.org"),
        ("WEBHOOK_URL", "https://bot.example.org/?x=1"),
        ("WEBHOOK_URL", "https://me:secret@bot.example.org"),
        ("WEBHOOK_LISTEN", "8443"),
        ("WEBHOOK_LISTEN", "off"),
        ("METRICS_LISTEN", "127.0.0.1"),
        ("METRICS_LISTEN", "127.0.0.1:many"),
        ("ADMIN_IDS", "1;2"),
        ("ADMIN_IDS", "[1]"),
        ("PERSON_BURST", "0"),
        ("PERSON_BURST", "many"),
        ("PERSON_PER_SECOND", "nan!"),
        ("SEND_PER_SECOND", "100000"),
        ("INBOX_MAX_AGE", "6 tiếng"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("LOG_QUESTIONS", "maybe"),
    ],
)
def test_wrong_setting_is_one_line_that_names_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    line = str(refused.value)
    assert line.startswith(name)
    assert "\n" not in line
    assert "secret" not in line


@pytest.mark.parametrize(("given", "ids"), [("1", (1,)), ("1,2", (1, 2)), (" 1 , 2, ", (1, 2)), ("", ())])
def test_ids_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, given: str, ids: tuple[int, ...]) -> None:
    monkeypatch.setenv("ADMIN_IDS", given)
    assert read_settings().admin_ids == ids


@pytest.mark.parametrize(("given", "seconds"), [("90", 90), ("90s", 90), ("30m", 1800), ("6h", 21600), ("1D", 86400)])
def test_ages_have_units(monkeypatch: pytest.MonkeyPatch, given: str, seconds: int) -> None:
    monkeypatch.setenv("INBOX_MAX_AGE", given)
    assert read_settings().inbox_max_age.total_seconds() == seconds


def test_the_token_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mã").write_text(f"{TOKEN}\n", encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "mã"))
    assert read_settings().token == TOKEN
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:first")
    assert read_settings().token == "1:first"


def test_the_token_from_systemd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_settings().token == ""
    (tmp_path / "telegram_bot_token").write_text(f"{TOKEN}\n", encoding="utf-8")
    assert read_settings().token == TOKEN
    (tmp_path / "telegram_bot_token").write_text("secret", encoding="utf-8")
    with pytest.raises(SettingsError, match="telegram_bot_token") as refused:
        read_settings()
    assert "secret" not in str(refused.value)


def test_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().database == "sqlite:///data/hoinghi.db"
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:tiptop@host/name")
    settings = read_settings()
    assert settings.database == "postgresql+psycopg://me:tiptop@host/name"
    assert settings.secrets == ("tiptop",)
    assert "tiptop" not in repr(settings)


def test_env_file_that_is_not_text() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env"):
        read_settings()
