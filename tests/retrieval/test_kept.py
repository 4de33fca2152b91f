"""An index as files."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.bm25 import Index
from retrieval.kept import keep, open_kept

TEXTS = [["hội", "nghị"], ["ngoại", "giao", "hội"], [], ["giao", "giao", "\ud800", ""]]


@pytest.mark.parametrize("few", [0, 100])
@given(texts=st.lists(st.lists(st.text(max_size=4), max_size=6), min_size=1, max_size=8).filter(any))
def test_what_is_opened_is_what_was_kept(
    tmp_path_factory: pytest.TempPathFactory, few: int, texts: list[list[str]]
) -> None:
    """Whether all terms are read at once or found by their hashes."""
    folder, index = tmp_path_factory.mktemp("kept") / "index", Index(texts)
    keep(index, folder, "một")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.kept._FEW_TERMS", few)
        opened = open_kept(folder, "một")
    assert opened is not None
    assert sorted(opened.terms) == sorted({term for text in texts for term in text})
    for text in texts:
        np.testing.assert_array_equal(opened.get_scores(text), index.get_scores(text))
        assert opened.top(text) == index.top(text)
    assert "không có" not in opened
    assert opened.top(["không có"]) == []


def test_other_contents_or_broken_files_are_not_opened(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert open_kept(folder, "một") is None
    keep(Index(TEXTS), folder, "một")
    assert open_kept(folder, "hai") is None
    (folder / "documents.npy").write_bytes(b"")
    assert open_kept(folder, "một") is None
    (folder / "index.json").write_text("[]")
    assert open_kept(folder, "một") is None


def test_a_new_one_takes_the_place_of_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    keep(Index(TEXTS), folder, "một")
    keep(Index(TEXTS[:2]), folder, "hai")
    opened = open_kept(folder, "hai")
    assert opened is not None
    assert opened.corpus_size == 2
    assert [each.name for each in tmp_path.iterdir()] == ["index"]


_WRITER = """
import os, signal, sys, numpy as np
from pathlib import Path
from retrieval.bm25 import Index
from retrieval.kept import keep
save, left = np.save, [int(sys.argv[2])]
def save_or_die(*given):
    left[0] -= 1
    if left[0] < 0: os.kill(os.getpid(), signal.SIGKILL)
    save(*given)
np.save = save_or_die
keep(Index([["mới"]]), Path(sys.argv[1]), "mới")
"""


@pytest.mark.parametrize("arrays", [0, 4])
def test_a_killed_writer_leaves_the_old_one(tmp_path: Path, arrays: int) -> None:
    folder = tmp_path / "index"
    keep(Index(TEXTS), folder, "cũ")
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _WRITER, str(folder), str(arrays)]
    ran = subprocess.run(command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, check=False, timeout=60)
    assert ran.returncode == -signal.SIGKILL
    assert open_kept(folder, "mới") is None
    assert open_kept(folder, "cũ") is not None
    keep(Index(TEXTS), folder, "mới")
    assert open_kept(folder, "mới") is not None
    assert [each.name for each in tmp_path.iterdir()] == ["index"]
