"""The report of a head: response, themes, statements, the next workplace meeting, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.charts import ChartMark, RankedRow, RankingChart, RankingHeadings, Voice
from reports.charts.palette import OTHERS, SELF
from reports.sections.pieces import (
    Bullets,
    Chart,
    Comment,
    Grid,
    Heading,
    Section,
    Text,
    Together,
)
from reports.subjects.unit.meeting import meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.release.parts import PartComments
    from reports.sections.pieces import Piece
    from reports.shown.parts import PartItem, PartTheme
    from reports.shown.scores import Score
    from reports.subjects.unit.material import PartMaterial

FEW_COLUMNS: Final = 3
CHART_HEIGHT, ENDLESS = 640.0, 100_000.0
"""What a page has left for its chart, in points; a phone scrolls on."""


def part_sections(material: PartMaterial) -> tuple[Section, ...]:
    """Return the sections of a part's report; the first is the document's own page."""
    say = material.say
    sections = [Section("part", material.about, tuple(_opening(material)), is_title=True)]
    if material.profile.ranked:
        listed = tuple(_statements(material))
        sections.append(Section("statements", say("part.statements_title"), listed))
        sections.append(Section("meeting", say("part.meeting_title"), tuple(meeting(material))))
    written = tuple(_comments(material))
    sections.append(Section("comments", say("part.comments_title"), written, shares_page=True))
    return tuple(sections)


def _opening(material: PartMaterial) -> Iterator[Piece]:
    say, profile, cover = material.say, material.profile, material.cover
    facts = (cover.organisation, cover.campaign, cover.period)
    yield Text(" · ".join(fact for fact in facts if fact.strip()), tone="subtitle")
    yield Text(say("part.lead"), tone="lead")
    yield Heading(say("part.answered_title"))
    yield Text(_answered(material))
    yield Heading(say("part.themes_title"))
    if not profile.ranked:
        yield Text(say("part.nothing", k=profile.k))
        return
    yield Text(say("part.themes_whole" if profile.is_whole else "part.themes_intro"))
    yield _themes(material)
    if not profile.is_whole:
        yield Text(say("part.margin"), tone="small")
    if profile.before:
        yield Text(say("part.before", campaign=profile.before), tone="small")


def _answered(material: PartMaterial) -> str:
    say, profile = material.say, material.profile
    said = say.count("part.answered", profile.respondents)
    share = profile.share
    if share is None:
        return said
    key = "between" if share.above and share.up_to < 100 else "over" if share.above else "at_most"
    return f"{said} {say(f'part.share_{key}', above=share.above, up_to=share.up_to)}"


def _themes(material: PartMaterial) -> Grid:
    """Return the themes beside the organisation and the last time, in the survey's order."""
    say, profile = material.say, material.profile
    columns = [say("words.trait"), say("part.own")]
    if profile.part_above is not None:
        columns.append(material.name(profile.part_above))
    if not profile.is_whole:
        columns += [say("part.whole"), say("part.against")]
    if profile.before:
        columns.append(say("part.last_time"))
    return Grid(
        header=tuple(columns),
        rows=tuple(tuple(_theme(material, theme)) for theme in profile.themes),
        widths=_widths(len(columns)),
        summary=say("part.themes_summary"),
        text_columns=len(columns),
    )


def _widths(columns: int) -> tuple[float, ...]:
    """Return shares of the width: names and words are wide, figures alone are narrow."""
    if columns <= FEW_COLUMNS:
        return (1 / columns,) * columns
    figures = columns - FEW_COLUMNS - 1
    return (0.24, 0.2, *[0.14] * figures, *[(0.56 - 0.14 * figures) / 2] * 2)


def _theme(material: PartMaterial, theme: PartTheme) -> Iterator[str]:
    profile = material.profile
    yield material.write.trait(theme.key)
    yield material.worded(theme.own)
    if profile.part_above is not None:
        yield material.write.score(theme.part_above)
    if not profile.is_whole:
        yield material.write.score(theme.whole)
        yield material.against(theme.difference)
    if profile.before:
        yield material.changed(theme.change)


def _statements(material: PartMaterial) -> Iterator[Piece]:
    say, profile = material.say, material.profile
    for key, items in (("strongest", profile.strongest), ("weakest", profile.weakest)):
        if items:
            title = Heading(say(f"part.{key}_title"))
            listed = Bullets(tuple(listed_item(material, one) for one in items))
            yield Together((title, listed))
    yield Heading(say("part.all_title"))
    yield from _chart(material)


def listed_item(material: PartMaterial, item: PartItem) -> str:
    """Return a statement with its figure, its word, and how far it lies from the organisation."""
    say = material.say
    text = say("words.quote", text=material.statement(item.key))
    said = f"{text} {material.worded(item.own)}"
    if item.whole is None or item.difference is None:
        return said
    # The difference of the two figures as they are printed: a reader can check it.
    gap = item.own.rounded() - item.whole.rounded()
    shown = f"+{material.write.number(gap)}" if gap > 0 else material.write.number(gap)
    return f"{said}. {say('part.gap', whole=material.write.score(item.whole), gap=shown)}"


def _chart(material: PartMaterial) -> Iterator[Piece]:
    """Yield all statements, the highest first, beside the organisation."""
    say, profile = material.say, material.profile
    own, whole = Voice("others", say("part.own"), *OTHERS), Voice("self", say("part.whole"), *SELF)
    rows = [
        RankedRow(
            number,
            material.statement(item.key),
            _mark(material, own, item.own),
            None if item.whole is None else _mark(material, whole, item.whole),
        )
        for number, item in enumerate(profile.ranked, 1)
    ]
    beside = any(item.whole for item in profile.ranked)
    chart = RankingChart(
        rows,
        (whole, own) if beside else (own,),
        material.axis,
        width=material.width,
        headings=RankingHeadings(
            others=say("part.own"), own=say("part.whole_short") if beside else ""
        ),
    )
    for drawing, first, last in chart.drawings(ENDLESS if material.is_narrow else CHART_HEIGHT):
        told = say("part.alternative", first=rows[first - 1].label, last=rows[last - 1].label)
        yield Chart(drawing, told)


def _mark(material: PartMaterial, voice: Voice, score: Score) -> ChartMark:
    return ChartMark(voice, score, material.write.score(score))


def _comments(material: PartMaterial) -> Iterator[Piece]:
    say = material.say
    if not material.own.comments:
        yield Text(say("part.comments_few"))
        return
    yield Text(say("comments.intro"), tone="small")
    for listed in material.own.comments:
        question = next(one for one in material.survey.questions if one.key == listed.question)
        heading = Heading(material.write.local(question.text), is_small=True)
        above: tuple[Piece, ...] = (heading, *_together_with(material, listed))
        first, *others = (Comment(text) for text in listed.texts)
        yield Together((*above, first))
        yield from others


def _together_with(material: PartMaterial, listed: PartComments) -> Iterator[Piece]:
    """Yield whose list it is, where few wrote and several parts have one together."""
    if len(listed.names) > 1:
        names = material.say.joined([material.name(one) for one in listed.names])
        yield Text(material.say("part.comments_together", parts=names), tone="small")
