"""A team's report for the projector: one finding a slide, no bands, no counts, no names.

The slides show the three lists of the report and nothing else of the release.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.charts import ChartMark
from reports.charts.pair import pair_chart
from reports.sections.pieces import Chart
from reports.sections.slides import Slide
from reports.subjects.team.picture import TeamPicture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.subjects.team.findings import OwnItem, TeamCalled


def slides(material: Material) -> tuple[Slide, ...]:
    """Return the slides of a team in the order of the talk."""
    return tuple(_slides(TeamPicture(material)))


def _slides(team: TeamPicture) -> Iterator[Slide]:
    say = team.material.say
    yield Slide(say("team.slide_first"), lines=say.all("team.slide_rules"))
    if not team.is_shown:
        few = say("team.lead_few", least=team.material.profile.least)
        yield Slide(say("slides.few_title"), lines=(few,))
    for found in team.found.lists:
        yield from (_slide(team, found.called, one) for one in found.items)
    yield Slide(say("team.slide_last"), lines=say.all("team.slide_steps"))


def _slide(team: TeamPicture, called: TeamCalled, one: OwnItem) -> Slide:
    """Return a statement; where the members see it differently nothing but that is told."""
    say, write = team.material.say, team.material.write
    has_figure = called != "differ"
    return Slide(
        title=write.statement(one.item.key),
        kicker=say(f"team.slide_{called}"),
        called=called,
        chart=_chart(team, one) if has_figure else None,
        values=((say("team.slide_we"), write.worded(one.own)),) if has_figure else (),
        lines=() if has_figure else (say("team.slide_differ_why"),),
        question=say(f"team.slide_{called}_question"),
    )


def _chart(team: TeamPicture, one: OwnItem) -> Chart:
    say, write, axis = team.material.say, team.material.write, team.material.axis
    ours = replace(team.voice, label=say("team.slide_we"))  # read aloud by those it is about
    said = say(
        "slides.alternative",
        lowest=axis.lowest_word,
        highest=axis.highest_word,
        values=f"{ours.label} {write.worded(one.own)}",
    )
    return Chart(pair_chart(None, ChartMark(ours, one.own, write.score(one.own)), axis), said)
