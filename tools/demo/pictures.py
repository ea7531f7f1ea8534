"""Small pictures that stand for a signature and a photo."""

import base64
import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

SIGNATURE = [
    (20 + 3 * step, 60 + int(45 * math.sin(step / 4) * math.exp(-step / 50)))
    for step in range(85)
]
WINDOW = [(40, 10), (260, 10), (260, 110), (40, 110), (40, 10), (150, 10), (150, 110)]


def picture(points: Sequence[tuple[int, int]]) -> str:
    """Return a PNG of a line through the points, in base64."""
    image = Image.new("RGB", (300, 120), "white")
    ImageDraw.Draw(image).line(points, fill=(20, 40, 120), width=4, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()
