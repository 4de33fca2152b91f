"""`hoinghi check` and `hoinghi settings`."""

import asyncio
from pathlib import Path

import pytest

from bot.commands.check import check, findings
from bot.commands.settings import table
from bot.settings import Settings, read_settings
from tests.bot.conftest import ROOT
from tests.wire import Server, World
from tests.wire.methods import METHODS


def lines(settings: Settings) -> list[str]:
    return [f"{finding.state} {finding.line}" for finding in findings(settings)]


async def checked(world: World, settings: Settings, **changes: object) -> list[str]:
    async with Server(world) as server:
        given = {"telegram_bot_token": world.token, "telegram_api_url": server.root, "admin_ids": (1,)} | changes
        known = Settings.model_validate(settings.model_dump() | given)
        return await asyncio.to_thread(lines, known)


async def test_all_is_well(world: World, settings: Settings) -> None:
    found = await checked(world, settings)
    assert [line[0] for line in found] == ["0"] * 8
    assert any("@hoi_bot" in line for line in found)
    assert any("5 bài" in line for line in found)


async def test_what_is_to_be_mended_in_botfather(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = {"can_join_groups": False, "supports_inline_queries": False, "can_read_all_group_messages": True}
    monkeypatch.setitem(METHODS, "getMe", lambda world, _: world.bot | me)
    found = await checked(world, settings, admin_ids=())
    assert [line[0] for line in found] == ["0", "1", "0", "0", "0", "1", "1", "1"]
    for command in ("ADMIN_IDS", "/setjoingroups", "/setprivacy", "/setinline"):
        assert sum(command in line for line in found) == 1


async def test_a_token_that_telegram_does_not_know(world: World, settings: Settings) -> None:
    found = await checked(world, settings, telegram_bot_token="999:SECRET")
    assert found[-1].startswith("2 Telegram: 127.0.0.1 không nhận")
    assert "SECRET" not in "".join(found)


async def test_telegram_out_of_reach(world: World, settings: Settings) -> None:
    found = await checked(world, settings, telegram_api_url="http://127.0.0.1:9")
    assert found[-1].startswith("2 Telegram: không gọi được 127.0.0.1")


def test_what_cannot_run(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    broken = settings.model_copy(update={"seeds_dir": tmp_path / "nowhere", "data_dir": tmp_path / "file"})
    assert check(broken) == 2
    shown = capsys.readouterr().out
    assert [line[0] for line in shown.splitlines()] == ["✓", "•", "✗", "✗", "✗"]
    assert "nowhere" in shown
    assert "BotFather" in shown


def test_the_table_names_every_setting() -> None:
    rows = list(table())
    assert len(rows) == 2 + len(Settings.model_fields)
    assert all(row.count("|") == 4 and "None" not in row for row in rows)


def test_the_readme_holds_the_table() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8") if readme.exists() else ""
    _, begun, rest = text.partition("<!-- settings -->")
    if not begun:
        pytest.skip("the README has no place for the table: <!-- settings --> … <!-- /settings -->")
    assert rest.partition("<!-- /settings -->")[0].strip() == "\n".join(table())


def test_the_example_names_only_settings_that_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    named = [line.partition("=")[0].lstrip("# ") for line in example.splitlines() if "=" in line]
    assert {name.lower() for name in named} <= Settings.model_fields.keys()
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text(example, encoding="utf-8")
    for name in named:
        monkeypatch.delenv(name, raising=False)
    assert read_settings().token == ""
