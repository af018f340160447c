"""The sections of an individual report, in their order; each a function of the same material."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.sections.appendix import ENOUGH_ROWS, method, values
from reports.sections.change import change
from reports.sections.comments import comments
from reports.sections.differences import differences, reflection
from reports.sections.heights import PAGE, SECTION, SHARED_SECTION, height_of
from reports.sections.opening import contents, opening
from reports.sections.organisation import organisation
from reports.sections.overview import overview
from reports.sections.plan import plan, talk
from reports.sections.ranking_page import ranking_page
from reports.sections.summary import summary
from reports.sections.trait_pages import trait_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.sections.material import Material
    from reports.sections.pieces import Section


def sections(material: Material) -> tuple[Section, ...]:
    """Return every section that has something to say, strengths first."""
    first, *others = (section for section in _all(material) if section is not None)
    if material.has_cover and material.has_others:
        first = replace(first, pieces=(*first.pieces, contents(material, others)))
    return (first, *others)


def _all(material: Material) -> Iterator[Section | None]:
    yield opening(material)
    yield summary(material)
    yield from overview(material)
    yield ranking_page(material)
    evidence: tuple[Section | None, ...] = (
        differences(material),
        change(material),
        organisation(material),
        comments(material),
    )
    # Where all of it only says why nothing is shown, that is no page of its own.
    is_brief = material.has_cover and all(part.is_brief for part in evidence if part)
    traits = tuple(trait_pages(material, _needed(evidence, material, is_brief=is_brief)))
    yield from traits
    if is_brief and _fit_below(traits, evidence, material):
        evidence = tuple(part and replace(part, room=0.0) for part in evidence)
        is_brief = False
    elif material.has_cover and not is_brief:
        evidence = _filled(evidence, material)
    yield from () if is_brief else evidence
    yield plan(material)
    below = (*(evidence if is_brief else ()), method(material))
    yield _talk(material, below)
    yield from below
    yield values(material)


def _needed(evidence: Sequence[Section | None], material: Material, *, is_brief: bool) -> float:
    """Return how much room evidence needs to begin on the page of the traits above it."""
    first = next((part for part in evidence if part), None)
    return _height(evidence, material) if is_brief or first is None else first.room


def _fit_below(
    above: Sequence[Section], brief: Sequence[Section | None], material: Material
) -> bool:
    """Tell whether brief sections have room on the page on which others end."""
    left = 0.0
    for part in above:
        left = left - SHARED_SECTION if part.shares_page else PAGE - SECTION
        left -= height_of(part.pieces, material.width)
    return 0 < _height(brief, material) <= left


def _filled(evidence: tuple[Section | None, ...], material: Material) -> tuple[Section | None, ...]:
    """Return evidence on one page with lines to write on below where views differ.

    Where people wrote, the page is full without; the lines end where the page does.
    """
    first, *_ = evidence
    if first is None or first.is_brief or material.has_comments:
        return evidence
    lines = reflection(material, PAGE - _height(evidence, material))
    if not lines:
        return evidence
    below = (part and replace(part, room=0.0) for part in evidence[1:])
    return (replace(first, pieces=(*first.pieces, *lines)), *below)


def _talk(material: Material, below: Sequence[Section | None]) -> Section:
    """Return what to say to the group, with lines on paper where its page has room for them.

    It has none where enough of the table at the end fits below to begin there.
    """
    short, most = talk(material), PAGE - _height(below, material)
    left = most - SECTION - height_of(short.pieces, material.width)
    return talk(material, most) if material.has_cover and left < ENOUGH_ROWS else short


def _height(parts: Sequence[Section | None], material: Material) -> float:
    """Return about how tall sections are on a page that they share, in points."""
    told = [part for part in parts if part]
    return sum(SHARED_SECTION + height_of(part.pieces, material.width) for part in told)
