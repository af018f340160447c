"""The sections of an individual report, in their order; each a function of the same material."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.sections.appendix import method, values
from reports.sections.change import change
from reports.sections.comments import comments
from reports.sections.differences import differences
from reports.sections.opening import contents, opening
from reports.sections.organisation import organisation
from reports.sections.overview import overview
from reports.sections.plan import plan, talk
from reports.sections.ranking_page import ranking_page
from reports.sections.summary import summary
from reports.sections.trait_pages import trait_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    yield from trait_pages(material)
    evidence = differences(material), change(material), organisation(material), comments(material)
    # Where all of it only says why nothing is shown, that is no page of its own.
    is_brief = all(part.is_brief for part in evidence if part)
    yield from () if is_brief else evidence
    yield plan(material)
    yield talk(material)
    yield from evidence if is_brief else ()
    yield method(material)
    yield values(material)
