"""Profile and map on one page, when they fit: level and difference at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.heights import PAGE, SECTION, SHARED_SECTION, height_of
from reports.sections.map_page import map_page, words_around
from reports.sections.profile_page import profile_page

if TYPE_CHECKING:
    from reports.sections.material import Material
    from reports.sections.pieces import Section


SIDES = (260.0, 240.0, 215.0)
"""How long a side of the map may be below the profile, in points."""


def overview(material: Material) -> tuple[Section | None, Section | None]:
    """Return the profile and the map, in their short forms where these share a page."""
    profile = None if material.is_narrow else profile_page(material, is_short=True)
    left = PAGE - _height(profile, material) - _around(material) if profile else 0.0
    for side in (one for one in SIDES if one <= left):  # drawn for its height, a map is dear
        seen = map_page(material, side=side)
        if profile and seen and _height(profile, material) + _height(seen, material) <= PAGE:
            return profile, seen
    return profile_page(material), map_page(material)


def _around(material: Material) -> float:
    """Return how much room the short map takes at least, beside its side."""
    return SHARED_SECTION + height_of(words_around(material), material.width)


def _height(section: Section, material: Material) -> float:
    heading = SHARED_SECTION if section.shares_page else SECTION
    return heading + height_of(section.pieces, material.width)
