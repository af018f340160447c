"""Profile and map on one page, when they fit: level and difference at a glance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reports.charts.shapes import width_of
from reports.sections.map_page import map_page
from reports.sections.pieces import Chart, Section, Text
from reports.sections.profile_page import profile_page

if TYPE_CHECKING:
    from reports.sections.material import Material
    from reports.sections.pieces import Piece

PAGE: Final = 722.0
"""How tall a page is, in points."""
HEADING, SHARED_HEADING, CHART_GAP = 31.0, 46.0, 6.0
"""How much room headings and the space below a chart take, in points."""
_TYPE: Final = {"body": (10.0, 14.6, 6.0), "small": (9.0, 12.6, 7.0)}
"""The size, the leading and the space around a text by its tone, in points."""


def overview(material: Material) -> tuple[Section | None, Section | None]:
    """Return the profile and the map, in their short forms where these share a page."""
    if not material.is_narrow:
        profile, seen = profile_page(material, is_short=True), map_page(material, is_short=True)
        if profile and seen and _height(profile) + _height(seen) <= PAGE:
            return profile, seen
    return profile_page(material), map_page(material)


def _height(section: Section) -> float:
    heading = SHARED_HEADING if section.shares_page else HEADING
    return heading + sum(_piece_height(piece, section) for piece in section.pieces)


def _piece_height(piece: Piece, section: Section) -> float:
    if isinstance(piece, Chart):
        return float(piece.drawing.height) + CHART_GAP
    if not isinstance(piece, Text):
        raise TypeError(section.key)  # the short forms are texts and charts
    size, leading, around = _TYPE[piece.tone]
    # A line is filled to about 97 per cent: words are not broken.
    lines = math.ceil(width_of(piece.text, size=size) / (0.97 * _page_width(section)))
    return lines * leading + around


def _page_width(section: Section) -> float:
    return float(max(p.drawing.width for p in section.pieces if isinstance(p, Chart)))
