"""The report of a module of a course, for its consultant: one page, and what people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.release.means import item_sigma
from reports.sections.comments import comments
from reports.sections.pieces import (
    Bullets,
    Grid,
    Heading,
    Text,
    Together,
)
from reports.sections.title_page import title_page
from reports.shown.trend import trend_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece, Section
    from reports.shown.profile import ItemProfile

WIDTHS = (0.58, 0.26, 0.16)
WIDTHS_OF_PARTS = (0.58, 0.26, 0.16)


def sections(material: Material) -> tuple[Section, ...]:
    """Return the page of figures, and the comments where there may be any."""
    written = comments(material, "event_")
    return (_page(material), *([written] if written else []))


def overall(material: Material) -> ItemProfile | None:
    """Return the item that asks for the whole: the only one of its trait, the last such.

    A module's one figure is this item's alone, never the mean of all.
    """
    alone = [trait.items[0] for trait in material.profile.traits if len(trait.items) == 1]
    return alone[-1] if alone else None


def headline(material: Material) -> str:
    """Return "4,7 av 6 (98 svar)", or that too few answered."""
    whole = overall(material)
    score = whole.others if whole else None
    if score is None:
        return material.say("event.no_overall", least=material.profile.least)
    return material.say.count(
        "event.overall",
        score.fewest,
        mean=material.write.score(score),
        highest=material.axis.highest,
    )


def _page(material: Material) -> Section:
    kicker = material.say("event.kicker", campaign=material.cover.campaign)
    return title_page(material, kicker, _pieces(material))


def _pieces(material: Material) -> Iterator[Piece]:
    say = material.say
    whole = overall(material)
    asked = "" if whole is None else material.write.statement(whole.key)
    yield Heading(headline(material), level=2)
    yield Text(f"{asked} {_trend(material, whole)}".strip(), tone="lead")
    yield Text(say("event.not_changed"))
    yield Together((Heading(say("event.items_title")), _items(material)))
    if whole is not None and len(material.profile.blocks) > 1:
        yield Together((Heading(say("event.parts_title")), _parts(material, whole)))
    yield Together((Heading(say("opening.how_title")), Bullets(tuple(_how_to_read(material)))))


def _items(material: Material) -> Grid:
    say, write = material.say, material.write
    rows: list[tuple[str, ...]] = []
    strong = []
    levels = {item.key: item.level for item in material.survey.items}
    whole = overall(material)
    for level in ("reaction", "learning"):
        mine = [
            one for one in material.profile.items if levels[one.key] == level and one is not whole
        ]
        if mine:
            strong.append(len(rows))
            rows.append((say(f"event.level_{level}"), "", ""))
            rows += ((write.statement(one.key), write.worded(one.others), _n(one)) for one in mine)
    header = (say("words.statement"), say("event.mean"), say("words.answers"))
    return Grid(
        header,
        tuple(rows),
        WIDTHS,
        say("event.items_summary"),
        text_columns=2,
        strong=frozenset(strong),
        is_small=True,
    )


def _n(item: ItemProfile) -> str:
    return "" if item.others is None else str(item.others.fewest)


def _parts(material: Material, whole: ItemProfile) -> Grid:
    """Return the item that asks for the whole, occasion by occasion, each with its margin."""
    say, write = material.say, material.write
    rows = []
    for column, score in zip(material.profile.blocks, whole.blocks, strict=True):
        label = say.joined(column.groups)
        if score is None or score.margin95 is None:
            rows.append((label, say("words.nothing"), ""))
            continue
        margin = write.points(score.margin95)
        shown = say("event.with_margin", mean=write.score(score), margin=margin)
        rows.append((label, shown, str(score.fewest)))
    header = (say("event.occasion"), say("event.mean"), say("words.answers"))
    summary = say("event.parts_summary")
    return Grid(header, tuple(rows), WIDTHS_OF_PARTS, summary, text_columns=2, is_small=True)


def _trend(material: Material, item: ItemProfile | None) -> str:
    """Return whether the figure rises or sinks, or nothing from fewer than four occasions."""
    if item is None:
        return ""
    cells = [None if one is None else (one.fewest, one.mean) for one in item.blocks]
    found = trend_of(cells, item_sigma(material.profile.scale))
    return "" if found is None else material.say(f"event.trend_{found.direction}")


def _how_to_read(material: Material) -> Iterator[str]:
    say, axis = material.say, material.axis
    ends = {"lowest_word": axis.lowest_word, "highest_word": axis.highest_word}
    yield say("event.scale", lowest=axis.lowest, highest=axis.highest, **ends)
    yield from say.all("event.how", least=material.profile.least)
