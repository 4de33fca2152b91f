"""The gallery: every message on one page, made by the real handlers."""

import re
from pathlib import Path

import pytest

from bot.answering import Answering
from bot.gallery import pictures
from bot.gallery.page import page_of
from bot.gallery.playing import every_text, play, read_scenes
from bot.settings import Settings
from bot.texts import load_texts
from tests.wire import parse_html


async def test_every_conversation_is_played(settings: Settings, answering: Answering, tmp_path: Path) -> None:
    played = await play(settings, answering, tmp_path)
    assert [scene.title for scene in played] == [scene.title for scene in read_scenes()]
    for scene in played:
        ours = [bubble for bubble in scene.bubbles if bubble.ours]
        assert ours, scene.title
        for bubble in ours:
            assert bubble.picture or parse_html(bubble.html)[0], scene.title
            assert "trục trặc" not in bubble.html, scene.title
            assert "Something went wrong" not in bubble.html, scene.title
    page = page_of(played)
    assert page.count('class="phone light"') == page.count('class="phone dark"') == len(played)
    assert "&lt;b&gt;" not in page
    assert "Cảm ơn bạn. Tôi đã ghi: câu trả lời đúng ý." in page
    assert 'src="data:image/png;base64,' in page


def test_every_text_is_there_in_both_languages() -> None:
    page = page_of(list(every_text(load_texts())))
    for texts in load_texts().values():
        assert all(f"<i>{key}</i>" in page for key in texts.by_key)


def test_what_people_write_is_shown_as_text(settings: Settings) -> None:
    from bot.gallery.playing import Played
    from bot.gallery.wire import Bubble

    page = page_of([Played("<b>", (Bubble(False, "<script>"), Bubble(True, "a\n<pre>b</pre>\nc")))])
    assert "<script>" not in page
    assert re.search(r"a<pre>b</pre>c", page)


def test_without_a_browser_there_are_no_pictures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pictures.browser() is None
    assert not pictures.draw(str(tmp_path / "none"), tmp_path / "a.html", tmp_path / "a.png")


def test_a_picture_is_as_high_as_its_page(tmp_path: Path) -> None:
    from PIL import Image

    drawn = Image.new("RGB", (40, 200), (217, 221, 225))
    drawn.paste((255, 255, 255), (5, 5, 35, 60))
    drawn.save(tmp_path / "a.png")
    pictures.crop(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as cropped:
        assert cropped.size == (40, 76)
