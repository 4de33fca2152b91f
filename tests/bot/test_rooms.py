"""Which room may know of which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "retrieval").rglob("*.py")])


def imported(path: Path) -> Iterator[str]:
    """The modules a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_arrows_run_one_way(path: Path) -> None:
    for module in imported(path):
        top = module.partition(".")[0]
        if name(path).startswith("retrieval/"):
            assert top not in ("bot", "telegram", "asyncio", "tests"), f"{name(path)} imports {module}"
            assert module != "os.environ", f"{name(path)} reads the environment"
        if name(path).startswith("bot/handlers/"):
            assert not module.startswith("bot.handlers"), f"{name(path)} imports {module}"
        if top == "pyvi":
            assert name(path) == "retrieval/text/words.py"
        if top in ("sqlalchemy", "alembic"):
            assert name(path).startswith("bot/store/"), f"{name(path)} imports {module}"
        if top == "rank_bm25":
            assert name(path) == "retrieval/bm25.py" or name(path).startswith("retrieval/evaluate")
        assert top != "tests"


@pytest.mark.parametrize("path", [path for path in MODULES if "retrieval" in path.parts], ids=name)
def test_retrieval_does_not_read_the_environment(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "environ" not in text
    assert "getenv" not in text
