"""All items in order: the page that people pin to the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ChartMark, RankedRow, RankingChart, RankingHeadings
from reports.charts.palette import Voice
from reports.sections.marking import mark_of, marks_among, marks_in_words
from reports.sections.pieces import Chart, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile
    from reports.shown.scores import Score

FIRST_PAGE = 648.0
"""The height that a page has left for its chart, in points."""
ENDLESS = 100_000.0
"""A phone scrolls on: all items are one drawing there."""


def ranking_page(material: Material) -> Section | None:
    """Return the ranking, or nothing when Others have no figure."""
    if not material.has_others:
        return None
    return Section("ranking", material.say("ranking.title"), tuple(_pieces(material)))


def _pieces(material: Material) -> Iterator[Piece]:
    say = material.say
    own_beside = [say("ranking.own")] if material.has_self else []
    yield Text(" ".join([say("ranking.intro"), *own_beside, say("ranking.equal")]))
    dot = Voice("others", say("words.others"), "#0f766e", "circle")
    rows = [
        _row(material, item, item.others, dot) for item in material.findings.ranked if item.others
    ]
    series = (material.self_series, dot) if material.has_self else (dot,)
    own = say("words.you") if material.has_self else ""
    chart = RankingChart(
        rows,
        series,
        material.axis,
        width=material.width,
        headings=RankingHeadings(others=say("words.others"), own=own),
        findings=marks_among(material, material.findings.ranked),
    )
    for drawing, first, last in chart.drawings(ENDLESS if material.is_narrow else FIRST_PAGE):
        yield Chart(drawing, _alternative(material, rows, first, last))


def _row(material: Material, item: ItemProfile, others: Score, series: Voice) -> RankedRow:
    own = None if item.self_ is None else material.mark(material.self_series, item.self_)
    return RankedRow(
        material.ranks[item.key],
        material.write.statement(item.key),
        ChartMark(series, others, material.write.score(others)),
        own,
        mark_of(material, item),
    )


def _alternative(material: Material, rows: list[RankedRow], first: int, last: int) -> str:
    say, ranked = material.say, material.findings.ranked[first - 1 : last]
    top, bottom = (rows[place - 1].label.rstrip(".") for place in (first, last))
    said = say("ranking.alternative", first=first, last=last, top=top, bottom=bottom)
    marks = marks_in_words(material, ranked)
    return " ".join(filter(None, (said, marks, say("ranking.alternative_where"))))
