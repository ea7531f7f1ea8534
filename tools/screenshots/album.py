"""Where the pictures go, and in what size."""

import io
import subprocess
from pathlib import Path

from PIL import Image, ImageChops

from tools.demo.__main__ import LAYOUT

OUT = LAYOUT.checkout / "docs" / "images"
PAPER_WIDTH = 1000
PAPER_MARGIN = 40
COLORS = 128


def save(picture: Image.Image, name: str) -> None:
    """Write a PNG of few colors, to be small."""
    few = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    path = OUT / f"{name}.png"
    few.save(path, optimize=True)
    print(f"{path.relative_to(LAYOUT.checkout)}: {path.stat().st_size // 1024} KB")


def save_paper(paper: Path, name: str) -> None:
    """Write what the first page of a document has."""
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(PAPER_WIDTH)]
    done = subprocess.run(
        [*command, "-scale-to-y", "-1", str(paper)], check=True, capture_output=True
    )
    page = Image.open(io.BytesIO(done.stdout)).convert("RGB")
    written = ImageChops.invert(page).getbbox() or (0, 0, *page.size)
    bottom = min(written[3] + PAPER_MARGIN, page.height)
    save(page.crop((0, 0, page.width, bottom)), name)
