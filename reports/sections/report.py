"""The sections of an individual report, in their order; each a function of the same material."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.sections.appendix import method, values
from reports.sections.change import change
from reports.sections.comments import comments
from reports.sections.differences import differences
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
    traits = tuple(trait_pages(material))
    yield from traits
    evidence: tuple[Section | None, ...] = (
        differences(material),
        change(material),
        organisation(material),
        comments(material),
    )
    # Where all of it only says why nothing is shown, that is no page of its own.
    is_brief = all(part.is_brief for part in evidence if part)
    if is_brief and _fit_below(traits, evidence, material):
        evidence = tuple(part and replace(part, room=0.0) for part in evidence)
        is_brief = False
    yield from () if is_brief else evidence
    yield plan(material)
    yield talk(material)
    yield from evidence if is_brief else ()
    yield method(material)
    yield values(material)


def _fit_below(
    above: Sequence[Section], brief: Sequence[Section | None], material: Material
) -> bool:
    """Tell whether brief sections have room on the page on which others end; on a phone none is."""
    if material.is_narrow:
        return False
    left = 0.0
    for part in above:
        left = left - SHARED_SECTION if part.shares_page else PAGE - SECTION
        left -= height_of(part.pieces, material.width)
    parts = [part for part in brief if part]
    needed = sum(SHARED_SECTION + height_of(part.pieces, material.width) for part in parts)
    return 0 < needed <= left
