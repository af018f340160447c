"""Where views differ: between groups, and inside one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reports.release.dispersion import has_classes
from reports.sections.heights import HEADING, LABEL
from reports.sections.heights import LINE as WRITING_LINE
from reports.sections.pieces import (
    Bullets,
    Grid,
    Heading,
    Section,
    Text,
    Together,
    WritingLines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile
    from reports.shown.scores import Score

WIDEST = 5
REASONS = 100.0
"""How much of a page it takes to say why nothing is shown, in points."""
FEWEST_LINES, MOST_LINES = 3, 11
"""How many lines there are to write on below each question: fewer are not worth asking."""
SENTENCES, ROW, LINE = 200.0, 40.0, 18.0
"""How much room headings with their sentences, a row and a point of a list take, in points."""


def differences(material: Material) -> Section | None:
    """Return where views differ, or nothing where Others have no figure."""
    if not material.has_others:
        return None
    title, found = material.say("differences.title"), _found(material)
    if not _has_any(found):
        # Why nothing is shown needs no headings, and no page of its own.
        reasons = tuple(piece for piece in found if isinstance(piece, Text))
        # Without comments, the next section says why too: they go together.
        room = REASONS if material.has_comments else 2 * REASONS
        return Section("differences", title, reasons, shares_page=True, room=room, is_brief=True)
    pieces = (Text(material.say("differences.intro")), *found)
    return Section("differences", title, pieces, shares_page=True, room=_room(pieces))


def reflection(material: Material, room: float) -> tuple[Piece, ...]:
    """Return questions with lines to write on in so much room, in points; none in too little."""
    questions = material.say.all("differences.questions")
    left = room - HEADING - len(questions) * LABEL
    lines = min(int(left / WRITING_LINE / len(questions)), MOST_LINES)
    if lines < FEWEST_LINES:
        return ()
    written = (WritingLines(question, lines) for question in questions)
    return (Together((Heading(material.say("differences.questions_title")), *written)),)


def _found(material: Material) -> tuple[Piece, ...]:
    return (*_between(material), *_within(material))


def _has_any(found: tuple[Piece, ...]) -> bool:
    return any(isinstance(piece, Grid | Bullets) for piece in found)


def _room(pieces: tuple[Piece, ...]) -> float:
    """Return about how much of a page this takes, so that it is not torn apart."""
    rows = sum(len(piece.rows) for piece in pieces if isinstance(piece, Grid))
    lines = sum(len(piece.items) for piece in pieces if isinstance(piece, Bullets))
    return SENTENCES + ROW * rows + LINE * lines


def _between(material: Material) -> Iterator[Piece]:
    say = material.say
    yield Heading(say("differences.between_title"))
    if len(material.profile.blocks) < 2:
        yield Text(say("differences.between_few"))
        return
    found = sorted(_clear_differences(material), key=lambda one: -one[0])[:WIDEST]
    if not found:
        yield Text(say("differences.between_none"))
        return
    yield Text(say("differences.between"))
    header = (say("words.statement"), say("differences.higher"), say("differences.lower"))
    rows = tuple(row for _, row in found)
    summary = say("differences.between_summary")
    yield Grid(header, rows, (0.34, 0.33, 0.33), summary, text_columns=3)


def _clear_differences(material: Material) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield the items whose two farthest blocks differ by more than their joint margin."""
    for item in material.profile.items:
        shown = _by_height(item)
        if len(shown) < 2:
            continue
        (low_column, low), (high_column, high) = shown[0], shown[-1]
        distance = high.mean - low.mean
        if distance > math.hypot(low.margin95 or 0.0, high.margin95 or 0.0):
            row = (
                material.write.statement(item.key),
                _cell(material, high_column, high),
                _cell(material, low_column, low),
            )
            yield distance, row


def _by_height(item: ItemProfile) -> list[tuple[int, Score]]:
    shown = [(number, score) for number, score in enumerate(item.blocks) if score]
    return sorted(shown, key=lambda one: (one[1].exact, one[0]))


def _cell(material: Material, column: int, score: Score) -> str:
    group = material.write.column(material.profile.blocks[column])
    return f"{group}\n{material.write.worded(score)}"


def _within(material: Material) -> Iterator[Piece]:
    say, figures = material.say, material.profile
    if not any(kind for item in figures.items for kind in item.agreement):
        # Without figures no heading either; and where bands stand, classes are not too few.
        if not any(item.spread for item in figures.items) and has_classes(figures.scale):
            yield Text(say("differences.within_few", least=figures.class_from))
        return
    yield Heading(say("differences.within_title"))
    split = tuple(_split_items(material))
    if split:
        yield Text(say("differences.within"))
        yield Bullets(split)
    else:
        kinds = {kind for item in figures.items for kind in item.agreement}
        yield Text(
            say("differences.within_one" if "views_differ" in kinds else "differences.within_none")
        )


def _split_items(material: Material) -> Iterator[str]:
    for number, column in enumerate(material.profile.blocks):
        group = material.write.column(column)
        split = [one for one in material.profile.items if one.agreement[number] == "divided"]
        for item in split[:WIDEST]:
            statement = material.write.statement(item.key)
            yield material.say("differences.within_item", group=group, item=statement)
        if len(split) > WIDEST:
            rest = len(split) - WIDEST
            yield material.say.count("differences.within_more", rest, group=group)
