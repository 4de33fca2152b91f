"""The page as pictures, by a browser without a window, where one is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_WIDTH, _HEIGHT = 850, 9000
_SECONDS = 90.0
_MARGIN = 16


def browser() -> str | None:
    """The browser to ask, if there is one."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def draw(program: str, page: Path, picture: Path) -> bool:
    """Draw one page as PNG, as high as it is; whether that could be done."""
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}"]
        sized = [f"--window-size={_WIDTH},{_HEIGHT}", f"--screenshot={picture.absolute()}", page.absolute().as_uri()]
        try:
            subprocess.run([program, *options, *sized], check=True, capture_output=True, timeout=_SECONDS)
        except (subprocess.SubprocessError, OSError):
            return False
    if picture.exists():
        crop(picture)
    return picture.exists()


def crop(picture: Path) -> None:
    """Cut off what is below the last phone: rows of nothing but the colour of the last one."""
    from PIL import Image, ImageChops  # comes with matplotlib

    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    empty = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    if box := ImageChops.difference(image, empty).getbbox():
        image.crop((0, 0, image.width, min(image.height, box[3] + _MARGIN))).save(picture)
