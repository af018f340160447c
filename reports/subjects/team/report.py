"""The sections of a team's report, in their order: agreement first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.sections.comments import comments
from reports.sections.opening import contents
from reports.subjects.team.closing import method, talk, values
from reports.subjects.team.differences import differences
from reports.subjects.team.opening import opening
from reports.subjects.team.picture import TeamPicture
from reports.subjects.team.summary import summary
from reports.subjects.team.traits import change, overview, trait_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Section


def sections(material: Material) -> tuple[Section, ...]:
    """Return every section that has something to say."""
    team = TeamPicture(material)
    first, *others = (section for section in _all(team) if section is not None)
    if material.has_cover and team.is_shown:
        first = replace(first, pieces=(*first.pieces, contents(material, others)))
    return (first, *others)


def _all(team: TeamPicture) -> Iterator[Section | None]:
    yield opening(team)
    yield summary(team)
    yield overview(team)
    yield differences(team)
    yield from trait_pages(team)
    yield change(team)
    yield comments(team.material, "team_")
    yield method(team)
    yield values(team)
    yield talk(team)
