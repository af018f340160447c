"""The mean of all leaders beside this leader's figures, where an organisation wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ChartRow, ProfileChart
from reports.charts.palette import ORGANISATION, OTHERS, Voice
from reports.policy import LEADERS_FOR_MEAN
from reports.sections.pieces import Chart, Grid, Section, Text, Together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import TraitProfile

WIDTHS = (0.4, 0.3, 0.3)
TALLEST = 420.0
"""How tall a drawing of many traits may be, in points."""


def organisation(material: Material) -> Section | None:
    """Return the mean of all leaders, or how many are missing; nothing unless switched on."""
    if not material.organisation_mean or not material.has_others:
        return None
    pieces = tuple(_pieces(material)) if shows_mean(material) else (_missing(material),)
    title = material.say("organisation.title")
    return Section("organisation", title, pieces, shares_page=True, room=_room(pieces))


def shows_mean(material: Material) -> bool:
    """Tell whether a report holds the mean of all leaders."""
    return material.organisation_mean and material.has_others and bool(_compared(material))


def _compared(material: Material) -> list[TraitProfile]:
    return [trait for trait in material.profile.traits if trait.all_leaders]


def _pieces(material: Material) -> Iterator[Piece]:
    say, traits = material.say, _compared(material)
    leaders = min(trait.all_leaders.n for trait in traits if trait.all_leaders)
    yield Text(say("organisation.intro", n=leaders))
    if material.release.figures.previous is None:
        # Where a change is told of on the same page, the table alone has room.
        for drawing in _chart(material, traits).drawings(TALLEST):
            yield Chart(drawing, say("organisation.alternative", count=len(traits)))
    yield Together((_table(material, traits),))


def _chart(material: Material, traits: list[TraitProfile]) -> ProfileChart:
    say = material.say
    mean = Voice("organisation", say("organisation.mean"), *ORGANISATION)
    others = Voice("others", say("organisation.yours"), *OTHERS)
    rows = [
        ChartRow(
            material.write.trait(trait.key),
            (material.mark(mean, trait.all_leaders),) if trait.all_leaders else (),
            material.mark(others, trait.others) if trait.others else None,
        )
        for trait in traits
    ]
    heading = say("words.others")
    return ProfileChart(rows, (mean, others), material.axis, width=material.width, heading=heading)


def _table(material: Material, traits: list[TraitProfile]) -> Grid:
    say, write = material.say, material.write
    rows = tuple(
        (write.trait(trait.key), write.worded(trait.others), write.worded(trait.all_leaders))
        for trait in traits
    )
    header = (say("words.trait"), say("organisation.yours"), say("organisation.mean"))
    return Grid(header, rows, WIDTHS, say("organisation.table_summary"), text_columns=3)


def _missing(material: Material) -> Text:
    leaders = max((norm.n_leaders for norm in material.release.figures.norms), default=0)
    missing = LEADERS_FOR_MEAN - leaders
    return Text(material.say.count("organisation.missing", missing, least=LEADERS_FOR_MEAN))


def _room(pieces: tuple[Piece, ...]) -> float:
    """Return about how much of a page this takes, so that it is not torn apart."""
    charts = sum(piece.drawing.height for piece in pieces if isinstance(piece, Chart))
    tables = [one for piece in pieces if isinstance(piece, Together) for one in piece.pieces]
    rows = sum(len(table.rows) + 1 for table in tables if isinstance(table, Grid))
    return float(charts) + 19.0 * rows + 80.0
