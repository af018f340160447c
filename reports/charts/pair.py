"""One statement on the scale, large: where the leader is, and where Others are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.charts.palette import INK, MUTED, RULE
from reports.charts.shapes import drawing, mark, rule, text, width_of

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from reports.charts.rows import Axis, ChartMark

WIDTH, HEIGHT = 320.0, 78.0
"""As wide as a small phone, so that no type gets smaller than it is here."""
LINE: Final = 41.0
EDGE: Final = 28.0
TYPE: Final = 12.0
SIZE: Final = 6.0
BELOW, ABOVE = -20.0, 13.0
"""Where a name stands: the leader's below the line, that of Others above, so that none hides."""


def pair_chart(own: ChartMark | None, others: ChartMark, axis: Axis) -> Drawing:
    """Return the drawing: a line with its steps, the two marks and their names."""
    canvas = drawing(WIDTH, HEIGHT)
    left, right = EDGE, WIDTH - EDGE
    rule(canvas, left, LINE, right, LINE, colour=RULE, width=1.2)
    for step in axis.steps:
        x = axis.place(step, left, right)
        rule(canvas, x, LINE - 4, x, LINE + 4, colour=RULE, width=1.2)
    if own is not None:
        own_x, others_x = (axis.place(one.value, left, right) for one in (own, others))
        rule(canvas, own_x, LINE, others_x, LINE, colour=MUTED, width=3)
        _place(canvas, own, own_x, BELOW)
    _place(canvas, others, axis.place(others.value, left, right), ABOVE)
    text(canvas, 0, 5, axis.lowest_word, size=TYPE, colour=MUTED)
    text(canvas, WIDTH, 5, axis.highest_word, size=TYPE, colour=MUTED, anchor="end")
    return canvas


def _place(canvas: Drawing, one: ChartMark, x: float, above: float) -> None:
    mark(canvas, x, LINE, one.series, radius=SIZE)
    half = width_of(one.series.label, size=TYPE, bold=True) / 2
    inside = min(max(x, half), WIDTH - half)
    text(
        canvas,
        inside,
        LINE + above,
        one.series.label,
        size=TYPE,
        bold=True,
        colour=INK,
        anchor="middle",
    )
