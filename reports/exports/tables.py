"""Write releases as tidy tables for analysts: one row a figure, in CSV or XLSX.

Nothing stands in a table that the release does not show; what is hidden has no row. The first
column is called by what is told of: leader, team, module or unit.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from reports.shown.profile import ItemProfile, TraitProfile, profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from reports.release import Comments, Release
    from reports.shown.profile import Profile
    from reports.shown.scores import Change, Score

Value: TypeAlias = "str | int | Decimal | None"
Bands: TypeAlias = "tuple[int | None, int | None, int | None, int | None]"

PLACES: Final = 4
"""Decimals of a mean; n and the scale give the exact sum back."""

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One column of raters at one trait or item of one subject.

    `column` is self, identified, block or others; `groups` names who is in it. `item` is empty
    in a trait's row. `at_most` marks a mean that is an upper bound. Bands are counts. A change
    stands only in the row of a trait's Others, if there was a campaign before.
    """

    label: str
    trait: str
    item: str
    column: str
    groups: str
    n: int
    fewest_answers: int
    mean: Decimal
    at_most: int
    margin95: Decimal | None
    gap: Decimal | None
    agreement: str | None
    low: int | None
    middle: int | None
    high: int | None
    favourable: int | None
    change: Decimal | None
    change_margin95: Decimal | None
    change_direction: str | None


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment on one subject, in an order that means nothing."""

    label: str
    question: str
    column: str
    text: str


def figure_rows(releases: Mapping[str, Release], *, has_scores: bool = True) -> Iterator[FigureRow]:
    """Yield the figures of each subject: trait by trait, its items after it.

    Without `has_scores` the items of a trait have no figure together, and traits no row.
    """
    for label, release in releases.items():
        picture = profile(release.figures)
        for trait in picture.traits:
            if has_scores:
                yield from _rows(label, picture, trait.key, trait)
            for item in trait.items:
                yield from _rows(label, picture, trait.key, item)


def comment_rows(releases: Mapping[str, Release]) -> Iterator[CommentRow]:
    """Yield the comments on each subject, under Others as a whole or a role."""
    for label, release in releases.items():
        for question, column, texts in _comments(release.comments):
            for text in texts:
                yield CommentRow(label, question, column, text)


def write_csv(rows: Iterable[object], kind: type, about: str) -> bytes:
    """Return rows as CSV as Swedish spreadsheets read it: `;`, decimal comma, UTF-8 with mark.

    `kind` is the class of the rows, and `about` what the first column is called.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    names = _names(kind)
    writer.writerow([about, *names[1:]])
    for values in map(attrgetter(*names), rows):
        writer.writerow([_csv_cell(value) for value in values])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(sheets: Mapping[str, tuple[type, Iterable[object]]], about: str) -> bytes:
    """Return a workbook of sheets by name, each the class of its rows and the rows."""
    book = Workbook(write_only=True)
    for name, (kind, rows) in sheets.items():
        _fill(book.create_sheet(name), rows, kind, about)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(
    label: str, picture: Profile, trait: str, one: TraitProfile | ItemProfile
) -> Iterator[FigureRow]:
    item = one.key if isinstance(one, ItemProfile) else ""
    place = (label, trait, item)
    if one.self_ is not None:
        yield _row(place, "self", (), one.self_)
    for column, score in zip(picture.identified, one.identified, strict=True):
        if score is not None:
            yield _row(place, "identified", column.groups, score)
    agreement = one.agreement if isinstance(one, ItemProfile) else [None] * len(one.blocks)
    for column, score, view in zip(picture.blocks, one.blocks, agreement, strict=True):
        if score is not None:
            yield _row(place, "block", column.groups, score, agreement=view)
    if one.others is not None:
        yield _others_row(place, picture, one, one.others)


def _others_row(
    place: tuple[str, str, str],
    picture: Profile,
    one: TraitProfile | ItemProfile,
    score: Score,
) -> FigureRow:
    gap = None if one.gap is None else one.gap.rounded(PLACES)
    spread = one.spread if isinstance(one, ItemProfile) else None
    bands: Bands = (None, None, None, None)
    if spread is not None:
        bands = (spread.low, spread.middle, spread.high, spread.favourable)
    change = one.change if isinstance(one, TraitProfile) else None
    groups = picture.others.groups
    return _row(place, "others", groups, score, gap=gap, bands=bands, change=change)


def _row(
    place: tuple[str, str, str],
    column: str,
    groups: tuple[str, ...],
    score: Score,
    *,
    agreement: str | None = None,
    gap: Decimal | None = None,
    bands: Bands = (None, None, None, None),
    change: Change | None = None,
) -> FigureRow:
    return FigureRow(
        *place,
        column,
        "+".join(groups),
        score.n,
        score.fewest,
        score.rounded(PLACES),
        int(score.at_most),
        margin_of(score.margin95),
        gap,
        agreement,
        *bands,
        None if change is None else change.rounded(PLACES),
        None if change is None else margin_of(change.margin95),
        None if change is None else change.direction,
    )


def margin_of(points: float | None) -> Decimal | None:
    """Return a margin in scale points as a table has it."""
    return None if points is None else Decimal(f"{points:.{PLACES}f}")


def _comments(comments: Comments) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for question, texts in comments.self_:
        yield question, "self", texts
    for group, question, texts in comments.identified:
        yield question, group, texts
    for question, texts in comments.others:
        yield question, "others", texts


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return str(value).replace(".", ",")


def _fill(
    sheet: WriteOnlyWorksheet,
    rows: Iterable[object],
    kind: type,
    about: str,
) -> None:
    names = _names(kind)
    sheet.append([about, *names[1:]])
    for values in map(attrgetter(*names), rows):
        sheet.append([_xlsx_cell(sheet, value) for value in values])


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell | str | float | None:
    if isinstance(value, Decimal):
        return float(value)
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
    if not _FORMULA.match(text):
        return text
    # A text is a text, also one that starts like a formula.
    cell: Cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
