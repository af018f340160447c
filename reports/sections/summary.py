"""Pages 2 and 3: a whole report by itself, strengths first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.pieces import (
    Bullets,
    Grid,
    Heading,
    PageEnd,
    Section,
    Text,
    Together,
    WritingLines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile
    from reports.shown.scores import Score

WIDTHS = (0.54, 0.23, 0.23)
WIDTHS_WITH_GAP = (0.49, 0.2, 0.19, 0.12)
AGREED = 3
"""How many agreed strengths, and how many agreed development areas, the summary names."""


def summary(material: Material) -> Section | None:
    """Return the summary; nothing when there is no picture but the leader's own."""
    if not material.has_others:
        return None
    pieces: tuple[Piece, ...]
    if material.has_self:
        pieces = (*_agreed(material), PageEnd(), *_differing(material), *_tonight(material))
    else:
        pieces = (*_by_others_alone(material), PageEnd(), *_tonight(material))
    return Section("summary", material.say("summary.title"), pieces)


def _by_others_alone(material: Material) -> Iterator[Piece]:
    """Tell what others see where the leader has not answered."""
    say, found = material.say, material.findings
    yield Text(say("summary.intro"), tone="lead", is_for_paper=True)
    yield Text(say("summary.no_self"))
    for name, items in (("highest", found.highest), ("lowest", found.lowest)):
        if items:
            yield Heading(say(f"summary.{name}_title"))
            yield _list(material, items)
    if found.flat:
        yield Text(say("summary.flat"))
    else:
        yield from _not_low(material, found.lowest)
    yield Together((Heading(say("summary.traits_title")), _traits(material)))


def _agreed(material: Material) -> Iterator[Piece]:
    say, found = material.say, material.findings
    yield Text(say("summary.intro"), tone="lead", is_for_paper=True)
    if found.flat:
        yield Text(say("summary.flat"))
    known = [item for item in found.ranked if item.johari == "known_strength"]
    yield Heading(say("summary.strengths_title"))
    yield Text(say("summary.strengths" if known else "summary.strengths_none"))
    strengths = (known or list(found.highest or found.ranked[:1]))[:AGREED]
    yield _list(material, strengths)
    growing = [item for item in reversed(found.ranked) if item.johari == "known_development_area"]
    yield Heading(say("summary.growth_title"))
    yield Text(say("summary.growth" if growing else "summary.growth_none"))
    weakest = growing or [item for item in found.lowest if item not in strengths]
    if weakest:
        yield _list(material, weakest[:AGREED])
        yield from _not_low(material, weakest[:AGREED])
    yield Together((Heading(say("summary.traits_title")), _traits(material)))


def _not_low(material: Material, items: Sequence[ItemProfile]) -> Iterator[Piece]:
    """Say so when even the lowest item is a favourable one."""
    shown = [item.others for item in items if item.others]
    if not shown:
        return
    lowest = min(shown, key=lambda one: one.exact)
    middle = sum(material.profile.scale) / 2
    if lowest.mean > middle and material.write.word(lowest):
        yield Text(material.say("summary.not_low", word=material.write.word(lowest)))


def _differing(material: Material) -> Iterator[Piece]:
    say, found = material.say, material.findings
    yield Heading(say("summary.differ_title"))
    yield Text(say("summary.differ"))
    # The step that lists an item is wider than the margin of k answers: no second test is needed.
    is_any_certain = False
    for name, items in (("hidden", found.hidden_strengths), ("blind", found.blind_spots)):
        is_any_certain = is_any_certain or any(item.johari_certain for item in items)
        intro = Text(say(f"summary.{name}" if items else f"summary.{name}_none"))
        table = (_differences(material, items),) if items else ()
        yield Together((Heading(say(f"summary.{name}_title")), intro, *table))
    if is_any_certain:
        yield Text(say("words.certain_means"), tone="small")


def _tonight(material: Material) -> Iterator[Piece]:
    say = material.say
    questions = Bullets(say.all("summary.tonight"))
    notes = WritingLines(say("summary.notes"), 4)
    yield Together((Heading(say("summary.tonight_title")), questions, notes))


def _traits(material: Material) -> Grid:
    say, write = material.say, material.write
    rows = tuple(
        (write.trait(trait.key), write.worded(trait.others), _own(material, trait.self_))
        for trait in material.profile.traits
    )
    header = (say("words.trait"), say("words.others"), say("words.you"))
    return Grid(header, rows, WIDTHS, say("summary.traits_summary"), text_columns=3)


def _own(material: Material, score: Score | None) -> str:
    return material.write.worded(score) if score else material.say("words.nothing")


def _list(material: Material, items: Sequence[ItemProfile]) -> Grid:
    say = material.say
    header = (say("words.statement"), say("words.others"), say("words.you"))
    rows = tuple(_row(material, item) for item in items)
    return Grid(header, rows, WIDTHS, say("summary.list_summary"), text_columns=3)


def _differences(material: Material, items: Sequence[ItemProfile]) -> Grid:
    """Return a list with the difference of each item, marked where it is certain."""
    say = material.say
    header = tuple(say(f"words.{name}") for name in ("statement", "others", "you", "gap"))
    rows = tuple(_differing_row(material, item) for item in items)
    summary = say("summary.differences_summary")
    return Grid(header, rows, WIDTHS_WITH_GAP, summary, text_columns=4)


def _differing_row(material: Material, item: ItemProfile) -> tuple[str, str, str, str]:
    # Without the trait's name, two full lists and the questions for tonight fit on a page.
    _, others, own = _row(material, item)
    return material.write.statement(item.key), others, own, _difference(material, item)


def _row(material: Material, item: ItemProfile) -> tuple[str, str, str]:
    write = material.write
    statement = f"{write.statement(item.key)}\n{material.trait_of(item.key)}"
    return statement, write.worded(item.others), write.own_worded(item.self_)


def _difference(material: Material, item: ItemProfile) -> str:
    shown = material.write.signed(item.gap)
    return f"{shown}\n{material.say('words.certain')}" if item.johari_certain else shown
