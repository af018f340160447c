"""Pages 2 and 3: a whole report by itself, the main message and strengths first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.heights import HEADING, LABEL, LINE, PAGE, SECTION, height_of
from reports.sections.message import message_pieces
from reports.sections.opening import how_to_read
from reports.sections.pieces import (
    Bullets,
    Grid,
    Heading,
    Section,
    Text,
    Together,
    WritingLines,
)
from reports.shown.naming import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.findings import Finding, Listing
    from reports.shown.scores import Score

WIDTHS = (0.76, 0.24)
WIDTHS_WITH_OWN = (0.54, 0.23, 0.23)
WIDTHS_WITH_GAP = (0.5, 0.19, 0.19, 0.12)
FEW_LINES, MOST_LINES = 2, 11
"""How many lines there are to write on: below all questions, and at most below each."""
SLACK = 20.0
"""How much shorter a page of lists and sentences is than reckoned, in points."""
BELOW = 8.0
"""What is left free below a table, for which the foot of a page needs no room, in points."""
BY_PLACE = frozenset({"highest", "lowest"})
"""The lists that are told by place, not by name: what stands in them differs without self."""


def summary(material: Material) -> Section | None:
    """Return the summary; nothing when there is no picture but the leader's own."""
    if not material.has_others:
        return None
    pieces = tuple(_pieces(material))
    last = Together((Heading(material.told("questions_title")), *_tonight(material, pieces)))
    return Section("summary", material.say("summary.title"), (*pieces, last))


def _tonight(material: Material, above: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the questions, and as many lines to write on as the last page has room for."""
    questions = (*material.say.all("summary.questions"), material.told("last_question"))
    if not material.has_cover:
        return Bullets(questions), WritingLines(material.say("summary.notes"), FEW_LINES)
    around = HEADING + len(questions) * LABEL
    left = _left_below(above, material.width) + SLACK - around
    if left < len(questions) * LINE:
        left = PAGE - around  # they stand on a page of their own
    lines = min(max(int(left / LINE / len(questions)), 1), MOST_LINES)
    return tuple(WritingLines(question, lines) for question in questions)


def _left_below(above: tuple[Piece, ...], width: float) -> float:
    """Return how much room the page has on which pieces end that do not part, in points."""
    left = PAGE - SECTION
    for piece in above:
        height = height_of((piece,), width)
        left = (left if height <= left + BELOW else PAGE) - height
    return left


def _pieces(material: Material) -> Iterator[Piece]:
    say = material.say
    works = [say("summary.intro_works")] if material.findings.tell_what_works else []
    yield Text(" ".join([say("summary.intro"), *works]), tone="lead", is_for_paper=True)
    if not material.has_cover:
        yield from message_pieces(material)
    for listing in material.findings.listings:
        yield Together(tuple(_listed(material, listing)))
    yield Together((Heading(say("summary.traits_title")), _traits(material)))
    if material.has_cover:
        read = Bullets(tuple(how_to_read(material)))
        yield Together((Heading(say("opening.how_title")), read))


def _listed(material: Material, listing: Listing) -> Iterator[Piece]:
    """Yield a list under its own heading and sentence: all three are of one finding."""
    alone = "_alone" if listing.called in BY_PLACE and not material.has_self else ""
    name = f"{listing.called}{alone}"
    yield Heading(material.say(f"summary.{name}_title"))
    yield Text(" ".join(_sentences(material, listing, name)))
    yield _table(material, listing)


def _sentences(material: Material, listing: Listing, name: str) -> Iterator[str]:
    say = material.say
    step = material.write.number(limits_of(material.profile.scale).step)
    yield say(f"summary.{name}", step=step)
    unseen = sum(one.is_unseen_strength for one in listing.findings)
    if unseen:
        yield say.count("summary.unseen", unseen)
    if listing.called == "lowest":
        yield from _not_low(material, listing)
    if listing.unlisted:
        yield say.count("summary.unlisted", listing.unlisted)


def _not_low(material: Material, listing: Listing) -> Iterator[str]:
    """Say so when even the lowest item is not below the middle."""
    lowest, limits = listing.items[0].others, limits_of(material.profile.scale)
    if lowest and not limits.is_low(lowest.exact) and material.write.word(lowest):
        yield material.say("summary.not_low", word=material.write.word(lowest))


def _table(material: Material, listing: Listing) -> Grid:
    say = material.say
    names = ["statement", "others"]
    if material.has_self:
        names += ["you", "gap"]
    header = tuple(say(f"words.{name}") for name in names)
    rows = tuple(_row(material, one)[: len(names)] for one in listing.findings)
    widths = WIDTHS_WITH_GAP if material.has_self else WIDTHS
    summary = say("summary.differences_summary" if material.has_self else "summary.list_summary")
    return Grid(header, rows, widths, summary, text_columns=4)


def _row(material: Material, found: Finding) -> tuple[str, ...]:
    write, item = material.write, found.item
    beneath = material.trait_of(item.key)
    if found.groups:
        beneath = f"{beneath} · {material.divided_groups(item)}"
    if found.may_rest_on_one:
        beneath = f"{beneath} · {material.say('words.fragile')}"
    statement = f"{write.statement(item.key)}\n{beneath}"
    gap = write.signed(item.gap)
    return statement, write.worded(item.others), write.own_worded(item.self_), gap


def _traits(material: Material) -> Grid:
    say, write = material.say, material.write
    names = ["trait", "others", "you"] if material.has_self else ["trait", "others"]
    rows = tuple(
        (write.trait(trait.key), write.worded(trait.others), _own(material, trait.self_))[
            : len(names)
        ]
        for trait in material.profile.traits
    )
    header = tuple(say(f"words.{name}") for name in names)
    widths = WIDTHS_WITH_OWN if material.has_self else WIDTHS
    told = say("summary.traits_summary" if material.has_self else "summary.traits_summary_others")
    return Grid(header, rows, widths, told, text_columns=3)


def _own(material: Material, score: Score | None) -> str:
    return material.write.worded(score) if score else material.say("words.nothing")
