"""Slips: eight on a page of A4, each A7 lying, with lines to cut along."""

# ruff: noqa: ANN401, N803 - ReportLab is untyped and names its hooks so

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, PageBreak, PageTemplate

from reports.charts.palette import RULE
from reports.fonts import register_faces
from reports.pdf import styles
from reports.pdf.codes import CodeFigure
from reports.pdf.document import language_tag, page_frame, tagged
from reports.pdf.layout import paragraph
from reports.pdf.paragraphs import TagStyle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.pdf.codes import QrCode
    from reports.pdf.paragraphs import Paragraph
    from reports.pdf.tagging import TaggedCanvas

COLUMNS: Final = 2
ROWS: Final = 4
A_PAGE: Final = COLUMNS * ROWS
_WIDTH: Final = styles.PAGE[0] / COLUMNS
_HEIGHT: Final = styles.PAGE[1] / ROWS
_MARGIN: Final = 7 * styles.MM
_CODE_SIDE: Final = 34 * styles.MM
_QUIET: Final = 4 * styles.MM  # the code's own white margin, which needs no gap beside it
_SMALLER: Final = tuple(0.94**step for step in range(12))
"""How much smaller words may be set so that long names fit; the first is as wished."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its words beside the code, and below them what to type and whom to ask."""

    kicker: str
    title: str
    beside: tuple[str, ...]
    code: QrCode
    typed: str
    below: str
    language: str
    is_from_the_right: bool = False


def render_slips(
    title: str, boxes: Sequence[Sequence[Slip]], *, author: str, language: str
) -> bytes:
    """Return slips as one tagged document to print and cut; each box begins a page."""
    register_faces()
    frame = page_frame((0, 0, *styles.PAGE))
    page = PageTemplate("slips", [frame], onPage=_draw_cutting_lines)
    sheets = [
        _Sheet(box[start : start + A_PAGE]) for box in boxes for start in range(0, len(box), A_PAGE)
    ]
    story = list(chain.from_iterable((sheet, PageBreak()) for sheet in sheets))[:-1]
    return tagged(story, page, title=title, author=author, language=language)


class _Sheet(Flowable):
    """A page of slips, read row by row."""

    def __init__(self, slips: Sequence[Slip]) -> None:
        super().__init__()
        self._slips = slips

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        return availWidth, availHeight

    def draw(self) -> None:
        for place, slip in enumerate(self._slips):
            row, column = divmod(place, COLUMNS)
            left = column * _WIDTH + _MARGIN
            top = styles.PAGE[1] - row * _HEIGHT - _MARGIN
            with self.canv.element("Sect", texts={"Lang": language_tag(slip.language)}):
                _draw_slip(self.canv, slip, left, top)


def _draw_slip(canvas: TaggedCanvas, slip: Slip, left: float, top: float) -> None:
    width = _WIDTH - 2 * _MARGIN
    bottom = top - (_HEIGHT - 2 * _MARGIN)
    beside, below = _fitting(slip, width, top - bottom)
    code, words = width - _CODE_SIDE + _QUIET, 0.0
    if slip.is_from_the_right:
        code, words = -_QUIET, _CODE_SIDE - _QUIET
    y = top
    for line in beside:
        y -= line.height
        line.drawOn(canvas, left + words, y)
        y -= line.style.spaceAfter
    CodeFigure(slip.code, _CODE_SIDE).drawOn(canvas, left + code, top - _CODE_SIDE + _QUIET)
    y = bottom + _height(below)
    for line in below:
        y -= line.height
        line.drawOn(canvas, left, y)
        y -= line.style.spaceAfter


def _fitting(slip: Slip, width: float, height: float) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs in the largest type that leaves room for all of them."""
    beside: list[Paragraph] = []
    below: list[Paragraph] = []
    for scale in _SMALLER:
        beside = list(_beside(slip, width - _CODE_SIDE + _QUIET, scale))
        below = list(_below(slip, width, scale))
        room = height - _height(below) - 3
        if max(_height(beside), _CODE_SIDE - 2 * _QUIET) <= room:
            break
    return beside, below


def _beside(slip: Slip, width: float, scale: float) -> Iterator[Paragraph]:
    turned = partial(styles.turned, is_from_the_right=slip.is_from_the_right)
    yield _wrapped(slip.kicker, turned(styles.SLIP_KICKER), width, scale)
    yield _wrapped(slip.title, turned(styles.SLIP_TITLE), width, scale)
    for text in slip.beside:
        yield _wrapped(text, turned(styles.SLIP_BODY), width, scale)


def _below(slip: Slip, width: float, scale: float) -> Iterator[Paragraph]:
    # What is typed by hand keeps its size.
    turned = partial(styles.turned, is_from_the_right=slip.is_from_the_right)
    yield _wrapped(slip.typed, turned(styles.SLIP_TYPED), width, 1)
    yield _wrapped(slip.below, turned(styles.SLIP_BODY), width, scale)


def _wrapped(text: str, style: TagStyle, width: float, scale: float) -> Paragraph:
    scaled = TagStyle(
        style.name,
        parent=style,
        fontSize=style.fontSize * scale,
        leading=style.leading * scale,
        spaceAfter=style.spaceAfter * scale,
    )
    made = paragraph(text, scaled, width=width)
    made.wrap(width, _HEIGHT)
    return made


def _height(lines: Sequence[Paragraph]) -> float:
    return float(sum(line.height + line.style.spaceAfter for line in lines))


def _draw_cutting_lines(canvas: TaggedCanvas, _template: Any) -> None:
    width, height = styles.PAGE
    with canvas.artifact():
        canvas.setStrokeColor(HexColor(RULE))
        canvas.setLineWidth(0.4)
        canvas.setDash(2, 3)
        for column in range(1, COLUMNS):
            canvas.line(column * _WIDTH, 0, column * _WIDTH, height)
        for row in range(1, ROWS):
            canvas.line(0, row * _HEIGHT, width, row * _HEIGHT)
        canvas.setDash()
