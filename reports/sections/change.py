"""What has changed since the campaign before; most often nothing clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ChangeRow, ChangeTexts, change_chart
from reports.sections.pieces import Chart, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.release import Previous
    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import TraitProfile
    from reports.shown.scores import Change


PAGE = 16
"""How many traits one drawing holds."""


def change(material: Material) -> Section | None:
    """Return the change, or nothing when there was no campaign before."""
    previous = material.release.figures.previous
    if previous is None:
        return None
    pieces = tuple(_pieces(material, previous))
    return Section("change", material.say("change.title"), pieces, shares_page=True, room=300.0)


def _pieces(material: Material, previous: Previous) -> Iterator[Piece]:
    say = material.say
    pairs = [(trait, trait.change) for trait in material.profile.traits if trait.change]
    rows = [_row(material, trait, figure) for trait, figure in pairs if figure]
    if rows:
        yield Text(say("change.intro", campaign=previous.campaign))
        now = material.profile.others.n
        yield Text(say("change.who", before=previous.respondents, now=now), tone="small")
        texts = ChangeTexts(then=say("change.then"), now=say("change.now"))
        for start in range(0, len(rows), PAGE):
            page = rows[start : start + PAGE]
            drawing = change_chart(page, material.axis, width=material.width, texts=texts)
            yield Chart(drawing, _alternative(material, page))
    missing = [material.write.trait(one.key) for one in material.profile.traits if not one.change]
    if missing:
        yield Text(say("change.incomparable", traits=say.joined(missing)), tone="small")


def _row(material: Material, trait: TraitProfile, figure: Change) -> ChangeRow:
    shown = material.write.signed(figure)
    is_certain = figure.certain or figure.direction == "no_clear_change"
    hedged = material.hedged(shown, certain=is_certain)
    verdict = material.say(f"change.{figure.direction}", change=hedged)
    return ChangeRow(material.write.trait(trait.key), figure, verdict)


def _alternative(material: Material, rows: list[ChangeRow]) -> str:
    verdicts = [
        material.say(
            "change.verdict",
            trait=row.label,
            verdict=row.verdict,
            before=material.write.points(row.change.before),
            now=material.write.points(row.change.before + row.change.exact),
        )
        for row in rows
    ]
    return material.say("change.alternative", count=len(rows), verdicts=" ".join(verdicts))
