"""How the answers of all others spread over low, middle and high: one bar of three tones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.palette import BANDS, WHITE
from reports.charts.shapes import TEXT, box, text, width_of

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from reports.shown.scores import Spread


def draw_bands(canvas: Drawing, spread: Spread, left: float, width: float, middle: float) -> None:
    """Draw the bar around a height, each band with its count where that has room."""
    bands = (spread.low, spread.middle, spread.high)
    for count, colour in zip(bands, BANDS, strict=True):
        share = width * count / spread.n
        if count:
            box(canvas, left, middle - 6, share, 12, fill=colour, edge=WHITE)
            _draw_count(canvas, count, left + share / 2, middle, share)
        left += share


def _draw_count(canvas: Drawing, count: int, x: float, middle: float, room: float) -> None:
    words = str(count)
    if width_of(words, bold=True) + 0.5 <= room:
        y = middle - TEXT * 0.36
        text(canvas, x, y, words, bold=True, colour=WHITE, anchor="middle")
