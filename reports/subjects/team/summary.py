"""The three lists: what a team does well, wants to develop and sees differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.pieces import Bullets, Grid, Heading, Section, Text, Together
from reports.subjects.team.opening import list_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece
    from reports.subjects.team.findings import OwnItem, TeamList
    from reports.subjects.team.picture import TeamPicture

WIDTHS, WIDTH_ALONE = (0.76, 0.24), (1.0,)


def summary(team: TeamPicture) -> Section | None:
    """Return the lists, or nothing where too few members answered."""
    if not team.is_shown:
        return None
    return Section("summary", team.material.say("team.summary_title"), tuple(_pieces(team)))


def _pieces(team: TeamPicture) -> Iterator[Piece]:
    say, figures = team.material.say, team.material.profile
    yield Text(say("team.summary_intro"), tone="lead")
    if not team.found.lists:
        yield Text(say("team.even"))
    for found in team.found.lists:
        yield Together(tuple(_listed(team, found)))
    if not team.found.tells_agreement:
        yield Text(say("team.no_classes", class_from=figures.class_from))
    elif not any(found.called == "differ" for found in team.found.lists):
        yield Text(say("team.differ_none"))
    yield Together((Heading(say("opening.how_title")), Bullets(tuple(_how_to_read(team)))))
    numbers = {"least": figures.least, "class_from": figures.class_from}
    protected = Bullets(say.all("team.method_protect", **numbers), is_small=True)
    yield Together((Heading(say("method.protect_title"), is_small=True), protected))


def _listed(team: TeamPicture, found: TeamList) -> Iterator[Piece]:
    agreed = "agreed" if team.found.tells_agreement else "unknown"
    said = [team.material.say(f"team.{found.called}_{agreed}")]
    if found.unlisted:
        said.append(team.material.say.count("team.unlisted", found.unlisted))
    yield Heading(list_title(team, found))
    yield Text(" ".join(said))
    yield _table(team, found)


def _table(team: TeamPicture, found: TeamList) -> Grid:
    """Return a list's statements with the members' figure; of what differs the mean is nobody's."""
    say, has_figures = team.material.say, found.called != "differ"
    header = (say("words.statement"), say("team.we"))
    rows = tuple(_row(team, one) for one in found.items)
    width = 2 if has_figures else 1
    return Grid(
        header[:width],
        tuple(row[:width] for row in rows),
        WIDTHS if has_figures else WIDTH_ALONE,
        say("team.list_summary"),
        text_columns=2,
    )


def _row(team: TeamPicture, one: OwnItem) -> tuple[str, ...]:
    write = team.material.write
    statement = f"{write.statement(one.item.key)}\n{team.material.trait_of(one.item.key)}"
    return statement, write.worded(one.own)


def _how_to_read(team: TeamPicture) -> Iterator[str]:
    say, axis = team.material.say, team.material.axis
    ends = {"lowest_word": axis.lowest_word, "highest_word": axis.highest_word}
    yield say("team.scale", lowest=axis.lowest, highest=axis.highest, **ends)
    yield from say.all("team.how")
    if any(one.own.at_most for one in team.found.ranked):
        yield say("opening.at_most")
