"""An organisation's logo: any PNG, laid on white and drawn with the words that stand for it."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image
from reportlab.lib.utils import ImageReader

from reports.pdf.flowables import Figure

if TYPE_CHECKING:
    from reports.sections.pieces import Picture

WIDEST: Final = 170.0
TALLEST: Final = 44.0
PIXELS_PER_POINT: Final = 4
"""Sharp in print, and small in the file."""


class PictureFigure(Figure):
    """A picture as a figure: like a chart, it has its box and its words."""

    def __init__(self, picture: Picture) -> None:
        """Take a picture; it becomes as large as its place allows."""
        self._image = on_white(picture.content)
        scale = min(WIDEST / self._image.width, TALLEST / self._image.height)
        super().__init__(None, picture.alternative)
        self.width, self.height = self._image.width * scale, self._image.height * scale

    def paint(self) -> None:
        """Draw the picture in its box."""
        self.canv.drawImage(ImageReader(self._image), 0, 0, self.width, self.height)


@lru_cache(maxsize=4)  # every report of a campaign has the same
def on_white(content: bytes) -> Image.Image:
    """Return a PNG without transparency, which an archive's reader may not blend."""
    with Image.open(BytesIO(content)) as opened:
        picture = opened.convert("RGBA")
    room = (round(WIDEST * PIXELS_PER_POINT), round(TALLEST * PIXELS_PER_POINT))
    picture.thumbnail(room, Image.Resampling.LANCZOS)
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture).convert("RGB")
