"""Where the members and somebody else see the team clearly differently: head, receivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.pieces import Grid, Heading, Section, Text, Together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece
    from reports.shown.profile import Column
    from reports.subjects.team.findings import Apart
    from reports.subjects.team.picture import TeamPicture

WIDTHS = (0.52, 0.24, 0.24)


def differences(team: TeamPicture) -> Section | None:
    """Return where the pictures differ, or nothing where there are no two to compare."""
    figures = team.material.profile
    columns = [
        (column, apart)
        for at, (column, apart) in enumerate(
            zip((*figures.identified, *figures.blocks), team.found.apart, strict=True)
        )
        if team.own is None or at != len(figures.identified) + team.own
    ]
    if not team.is_shown or not columns:
        return None
    say = team.material.say
    pieces = [Text(say("team.apart_intro"))]
    rest = [piece for column, apart in columns for piece in _of(team, column, apart)]
    return Section(
        "differences", say("differences.title"), (*pieces, *rest), shares_page=True, room=200.0
    )


def _of(team: TeamPicture, column: Column, apart: tuple[Apart, ...]) -> Iterator[Piece]:
    say, name = team.material.say, team.material.write.column(column)
    title = Heading(say("team.apart_title", group=name))
    person = (Text(say("team.person"), tone="small"),) if column.n == 1 else ()
    if not apart:
        yield Together((title, *person, Text(say("team.apart_none"))))
        return
    yield Together((title, *person, _table(team, name, apart)))


def _table(team: TeamPicture, name: str, apart: tuple[Apart, ...]) -> Grid:
    say, write = team.material.say, team.material.write
    header = (say("words.statement"), say("team.we"), name)
    rows = tuple(
        (write.statement(one.item.key), write.worded(one.own), write.worded(one.outside))
        for one in apart
    )
    return Grid(header, rows, WIDTHS, say("team.apart_summary"), text_columns=3)
