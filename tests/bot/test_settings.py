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


def test_env_file_that_is_not_text() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env"):
        read_settings()
