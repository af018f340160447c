"""Page 1: whose report it is, the main message, who answered, and where to find what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.colours import as_ground
from reports.sections.message import points_of, written
from reports.sections.organisation import shows_mean
from reports.sections.pieces import (
    Bullets,
    Contents,
    Heading,
    KeyPoint,
    SideBySide,
    Text,
    Together,
)
from reports.sections.title_page import title_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.sections.material import Material
    from reports.sections.pieces import Piece, Section
    from reports.shown.profile import ItemProfile, TraitProfile


def opening(material: Material) -> Section:
    """Return the first page."""
    kicker = material.say("opening.kicker", campaign=material.cover.campaign)
    return title_page(material, kicker, _pieces(material))


def contents(material: Material, parts: Sequence[Section]) -> Contents:
    """Return where the sections begin; the traits are one entry."""
    titles: dict[str, str] = {}
    for part in parts:
        is_trait = part.key.startswith("trait-")
        titles.setdefault(material.say("contents.traits") if is_trait else part.title, part.key)
    return Contents(
        material.say("contents.title"), tuple((key, title) for title, key in titles.items())
    )


def how_to_read(material: Material) -> Iterator[str]:
    """Yield what one has to know to read the figures of this report."""
    axis, figures = material.axis, material.profile
    how = material.say.all(
        "opening.how",
        lowest=axis.lowest,
        highest=axis.highest,
        lowest_word=axis.lowest_word,
        highest_word=axis.highest_word,
        you=material.say("opening.how_you") if material.has_self else "",
    )
    yield from how if material.has_others else how[:1]
    everything: list[TraitProfile | ItemProfile] = [*figures.traits, *figures.items]
    scores = [score for one in everything for score in (one.others, *one.blocks) if score]
    yield from _dashes(material, everything)
    if any(score.at_most for score in scores):
        yield material.say("opening.at_most")


def _dashes(material: Material, rows: list[TraitProfile | ItemProfile]) -> Iterator[str]:
    """Yield what dashes mean, where any stand: of others no reason is told but that."""
    if material.has_others and any(
        None in (row.others, *row.identified, *row.blocks) for row in rows
    ):
        yield material.say("opening.dash")
    if material.has_self and not all(row.self_ for row in rows):
        yield material.say("opening.dash_own")


def lead(material: Material) -> str:
    """Return whose answers are here, and how to read them."""
    if material.has_others:
        return material.told("lead")
    if material.profile.identified:
        return material.told("lead_named" if material.has_self else "lead_named_alone")
    return material.told("lead_alone" if material.has_self else "lead_nothing")


def notes_on_who(material: Material) -> Iterator[str]:
    """Yield what is said about who answered: groups shown alone, put together, hidden."""
    say, figures = material.say, material.profile
    if not figures.blocks and not figures.identified:
        yield say("opening.who_nobody", k=figures.k)
    for column in figures.identified:
        if column.n == 1:
            group = material.write.column(column)
            yield say("opening.person_group", group=group)
    if any(len(column.groups) > 1 for column in figures.blocks):
        yield say("opening.who_merged", k=figures.k)
    if figures.hidden_groups:
        yield say("opening.who_hidden", groups=material.write.groups(figures.hidden_groups))


def _pieces(material: Material) -> Iterator[Piece]:
    say, found = material.say, material.main_message
    for number, point in enumerate(points_of(found), 1):
        heading = say(f"message.{point.heading}_title")
        yield KeyPoint(heading, written(material, point), number, as_ground(material.cover.accent))
    promise = f"{material.told('promise')} {_comparison(material)}"
    columns = (
        (Heading(say("opening.what_title")), Text(f"{say('opening.no_grade')} {lead(material)}")),
        (Heading(say("opening.open_title")), Text(promise)),
        (Heading(say("opening.who_title")), *_who(material)),
    )
    yield SideBySide(tuple(map(Together, columns)), as_ground(material.cover.accent))
    has_figures = material.has_others or material.has_self or material.profile.identified
    if has_figures and not (material.has_cover and material.has_others):
        yield Heading(say("opening.how_title"))
        yield Bullets(tuple(how_to_read(material)))


def _comparison(material: Material) -> str:
    """Return what is promised about comparisons with other leaders."""
    is_compared = shows_mean(material)
    return material.say("opening.promise_mean" if is_compared else "opening.promise_alone")


def _who(material: Material) -> Iterator[Piece]:
    say, figures = material.say, material.profile
    columns = (*figures.identified, *figures.blocks)
    who = [say("opening.who_n", group=material.write.column(one), n=one.n) for one in columns]
    if material.has_self:
        who.insert(0, say("opening.who_you"))
    if who:
        yield Text("\n".join(who))
    yield from (Text(note, tone="small") for note in notes_on_who(material))
