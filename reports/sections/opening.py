"""Page 1: whose report it is, how to read it, who answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.organisation import shows_mean
from reports.sections.pieces import Bullets, Callout, Grid, Heading, Picture, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile, TraitProfile


def opening(material: Material) -> Section:
    """Return the first page."""
    say, cover = material.say, material.cover
    return Section(
        key="opening",
        title=say("opening.greeting", name=cover.leader_name.strip()),
        kicker=say("opening.kicker", campaign=cover.campaign),
        pieces=tuple(_pieces(material)),
        picture=Picture(cover.logo, cover.organisation) if cover.logo else None,
        is_title=True,
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
    say, cover = material.say, material.cover
    facts = (cover.leader_title, cover.organisation, cover.period)
    yield Text(" · ".join(fact for fact in facts if fact), tone="subtitle")
    yield Text(say(_lead(material)), tone="lead")
    yield Callout(f"{say('opening.promise')} {_comparison(material)}")
    if material.has_others or material.has_self or material.profile.identified:
        yield Heading(say("opening.how_title"))
        yield Bullets(tuple(how_to_read(material)))
    yield Heading(say("opening.who_title"))
    yield from _who(material)


def _lead(material: Material) -> str:
    """Return the key of the sentence that says whose answers are here."""
    if material.has_others:
        return "opening.lead"
    if material.profile.identified:
        return "opening.lead_named"
    return "opening.lead_alone" if material.has_self else "opening.lead_nothing"


def _comparison(material: Material) -> str:
    """Return what is promised about comparisons with other leaders."""
    is_compared = shows_mean(material)
    return material.say("opening.promise_mean" if is_compared else "opening.promise_alone")


def _who(material: Material) -> Iterator[Piece]:
    say, figures = material.say, material.profile
    columns = (*figures.identified, *figures.blocks)
    rows = [(material.write.column(column), str(column.n)) for column in columns]
    if material.has_self:
        rows.insert(0, (say("opening.who_you"), "1"))
    if rows:
        header = (say("words.who"), say("words.answers"))
        yield Grid(header, tuple(rows), (0.5, 0.12), say("opening.who_summary"))
    yield from (Text(note, tone="small") for note in notes_on_who(material))
