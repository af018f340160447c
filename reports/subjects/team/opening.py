"""Page 1 of a team's report: whose it is, the three points, who answered and who reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.colours import as_ground
from reports.sections.pieces import (
    Heading,
    KeyPoint,
    SideBySide,
    Text,
    Together,
)
from reports.sections.title_page import title_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece, Section
    from reports.subjects.team.findings import TeamList
    from reports.subjects.team.picture import TeamPicture


def opening(team: TeamPicture) -> Section:
    """Return the first page."""
    material = team.material
    kicker = material.say("team.kicker", campaign=material.cover.campaign)
    return title_page(material, kicker, _pieces(team))


def list_title(team: TeamPicture, found: TeamList) -> str:
    """Return what a list is called: agreement is claimed only where it can be told."""
    agreed = "agreed" if team.found.tells_agreement else "unknown"
    return team.material.say(f"team.{found.called}_{agreed}_title")


def lead(team: TeamPicture) -> str:
    """Return whose answers are here, or that too few answered to show the team's."""
    name = "lead" if team.is_shown else "lead_few"
    return team.material.say(f"team.{name}", least=team.material.profile.least)


def who(team: TeamPicture) -> Iterator[str]:
    """Yield who answered, and what is said of groups shown by role, joined or hidden."""
    say, write, figures = team.material.say, team.material.write, team.material.profile
    columns = (*figures.blocks, *figures.identified)
    yield from (say("opening.who_n", group=write.column(one), n=one.n) for one in columns)
    for column in figures.identified:
        if column.n == 1:
            yield say("opening.person_group", group=write.column(column))
    if figures.hidden_groups:
        yield say("opening.who_hidden", groups=write.groups(figures.hidden_groups))


def _pieces(team: TeamPicture) -> Iterator[Piece]:
    say, ground = team.material.say, as_ground(team.material.cover.accent)
    for number, found in enumerate(team.found.lists, 1):
        yield KeyPoint(list_title(team, found), team.quoted(found.items), number, ground)
    columns = (
        (Heading(say("opening.what_title")), Text(f"{say('team.no_grade')} {lead(team)}")),
        (Heading(say("opening.open_title")), Text(say("team.promise"))),
        (Heading(say("opening.who_title")), Text("\n".join(who(team)))),
    )
    yield SideBySide(tuple(map(Together, columns)), ground)
