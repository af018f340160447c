"""The traits of a team: all on one page, then each statement in a row of its own, then change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ChartRow, ProfileChart, StripChart
from reports.sections.heights import PAGE, SECTION, SHARED_SECTION, height_of
from reports.sections.pieces import Bullets, Chart, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile, TraitProfile
    from reports.subjects.team.picture import TeamPicture

TALLEST, OVERVIEW = 640.0, 300.0
"""How tall a chart may be, and that of all traits before its lanes get narrower, in points."""


def overview(team: TeamPicture) -> Section | None:
    """Return all traits against the scale, or nothing where the members' are not shown."""
    if not team.is_shown:
        return None
    say, material = team.material.say, team.material
    chart = ProfileChart(
        [_row(team, trait, material.write.trait(trait.key)) for trait in material.profile.traits],
        team.series,
        material.axis,
        width=material.width,
        heading=say("team.we"),
        tallest=OVERVIEW,
    )
    words = say("team.overview_alternative", traits=_in_words(team, material.profile.traits))
    charts = [Chart(drawing, words) for drawing in chart.drawings(TALLEST)]
    pieces: tuple[Piece, ...] = (Text(say("team.overview_intro")), *charts)
    return Section("profile", say("team.overview_title"), pieces, shares_page=True, room=380.0)


def trait_pages(team: TeamPicture) -> Iterator[Section]:
    """Yield one section for each trait; the legend stands where a page begins."""
    if not team.is_shown:
        return
    left = 0.0
    for trait in team.material.profile.traits:
        pieces = tuple(_pieces(team, trait, has_legend=False))
        height = SHARED_SECTION + height_of(pieces, team.material.width)
        shares_page = height <= left
        if shares_page:
            left -= height
        else:
            pieces = tuple(_pieces(team, trait, has_legend=True))
            left = PAGE - SECTION - height_of(pieces, team.material.width)
        title = team.material.write.trait(trait.key)
        yield Section(f"trait-{trait.key}", title, pieces, shares_page=shares_page, room=0.0)


def change(team: TeamPicture) -> Section | None:
    """Return what became of each trait since last time, in words; nothing without a last time."""
    previous, say = team.material.release.figures.previous, team.material.say
    if previous is None or not team.is_shown:
        return None
    told = []
    for trait in team.material.profile.traits:
        found = team.change(trait)
        word = found.direction if found else "incomparable"
        name = team.material.write.trait(trait.key)
        said = say(f"team.change_{word}", trait=name)
        told.append(team.material.hedged(said, certain=not found or found.certain or "no_" in word))
    intro = say("team.change_intro", campaign=previous.campaign, before=previous.respondents)
    pieces = (Text(intro), Bullets(tuple(told)), Text(say("team.change_limit"), tone="small"))
    return Section("change", say("change.title"), pieces, shares_page=True)


def _pieces(team: TeamPicture, trait: TraitProfile, *, has_legend: bool) -> Iterator[Piece]:
    material = team.material
    asked = next(one for one in material.survey.traits if one.key == trait.key)
    worded = material.write.worded(team.score(trait))
    score = material.say("team.trait_score", score=worded)
    yield Text(f"{material.write.local(asked.description)} {score}")
    words = material.say(
        "team.trait_alternative",
        trait=material.write.trait(trait.key),
        items=_in_words(team, trait.items),
    )
    for drawing in _chart(team, trait, has_legend=has_legend).drawings(TALLEST):
        yield Chart(drawing, words)
    if asked.reflection:
        questions = " ".join(material.write.local(text) for text in asked.reflection)
        yield Text(f"{material.say('team.talk_about')}: {questions}", tone="small")


def _chart(
    team: TeamPicture, trait: TraitProfile, *, has_legend: bool
) -> ProfileChart | StripChart:
    material = team.material
    rows = [_row(team, item, material.write.statement(item.key)) for item in trait.items]
    width, heading = material.width, material.say("team.we")
    if material.is_narrow:
        return ProfileChart(rows, team.series, material.axis, width=width, heading=heading)
    return StripChart(
        rows, team.series, material.axis, width=width, heading=heading, has_legend=has_legend
    )


def _row(team: TeamPicture, figures: ItemProfile | TraitProfile, label: str) -> ChartRow:
    material, marks, own = team.material, team.marks(figures), team.mark(figures)
    beneath = material.words_beneath(team.score(figures))
    kind = _alike(team, figures)
    if kind:
        beneath += (material.say(f"team.alike_{kind}"),)
    note = "" if marks or own else material.say("words.no_figure")
    return ChartRow(label, marks, own, note=note, beneath=beneath)


def _alike(team: TeamPicture, figures: ItemProfile | TraitProfile) -> str:
    """Return the class of an item where it is told; a trait has none."""
    kinds = getattr(figures, "agreement", ())
    kind = kinds[team.own] if kinds and team.own is not None else None
    return kind or ""


def _in_words(team: TeamPicture, rows: tuple[ItemProfile | TraitProfile, ...]) -> str:
    write = team.material.write
    names = [
        write.statement(one.key).rstrip(".") if hasattr(one, "agreement") else write.trait(one.key)
        for one in rows
    ]
    scores = [write.worded(team.score(one)) for one in rows]
    return "; ".join(f"{name}: {score}" for name, score in zip(names, scores, strict=True))
