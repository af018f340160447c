"""A team's report for the projector: one finding a slide, no bands, no counts, no names.

The slides show the three lists of the report and nothing else of the release.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.subjects.team.picture import TeamPicture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.shown.scores import Score
    from reports.subjects.team.findings import OwnItem, TeamCalled


@dataclass(frozen=True, slots=True)
class TeamSlide:
    """One thing to look at together.

    `mean` is drawn against the scale, with `worded` beside it; None on the first and the last
    slide, and where the members see it differently: then nothing but that is told.
    """

    heading: str
    points: tuple[str, ...] = ()
    statement: str = ""
    mean: Score | None = None
    worded: str = ""
    question: str = ""


def slides(material: Material) -> tuple[TeamSlide, ...]:
    """Return the slides of a team in the order of the talk."""
    return tuple(_slides(TeamPicture(material)))


def _slides(team: TeamPicture) -> Iterator[TeamSlide]:
    say = team.material.say
    yield TeamSlide(say("team.slide_first"), say.all("team.slide_rules"))
    for found in team.found.lists:
        yield from (_slide(team, found.called, one) for one in found.items)
    yield TeamSlide(say("team.slide_last"), say.all("team.slide_steps"))


def _slide(team: TeamPicture, called: TeamCalled, one: OwnItem) -> TeamSlide:
    say, write = team.material.say, team.material.write
    has_figure = called != "differ"
    return TeamSlide(
        heading=say(f"team.slide_{called}"),
        points=() if has_figure else (say("team.slide_differ_why"),),
        statement=write.statement(one.item.key),
        mean=one.own if has_figure else None,
        worded=write.worded(one.own) if has_figure else "",
        question=say(f"team.slide_{called}_question"),
    )
