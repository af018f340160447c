"""Write people files as people write them, for tests."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADINGS = (
    "leader_email",
    "leader_name",
    "leader_title",
    "workplace",
    "coach_email",
    "rater_email",
    "rater_name",
    "group",
    "language",
)
SWEDISH = (
    "Chefens e-post",
    "Chefens namn",
    "Chefens titel",
    "Enhet",
    "Coachens e-post",
    "Svarandes e-post",
    "Svarandes namn",
    "Grupp",
    "Språk",
)
KARIN = ("karin.lund@example.se", "Karin Lund", "Rektor", "Norra skolan", "siv.ros@example.se")
OLLE = ("olle.sand@example.se", "Olle Sand", "Rektor", "Södra skolan", "siv.ros@example.se")

Row = tuple[object, ...]


def row(
    who: str, group: str = "team", *, leader: Row = KARIN, email: str = "", language: str = ""
) -> Row:
    """Return a row about a rater whose address is made of their name."""
    plain = who.lower().translate(str.maketrans("åäöé ", "aaoe."))
    return (*leader, email or f"{plain}@example.se", who, group, language)


ROWS: tuple[Row, ...] = (
    row("Anna Berg"),
    row("Bo Ek", language="en"),
    row("Åsa Öberg", "manager"),
    row("Anna Berg", "peer", leader=OLLE),
)


def csv_bytes(
    rows: Sequence[Row] = ROWS,
    headings: Sequence[str] = HEADINGS,
    *,
    separator: str = ",",
    encoding: str = "utf-8",
) -> bytes:
    """Return a CSV file."""
    lines = [separator.join(map(str, line)) for line in (headings, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx_bytes(rows: Sequence[Row] = ROWS, headings: Sequence[str] = HEADINGS) -> bytes:
    """Return an Excel file."""
    return saved(workbook_of(rows, headings))


def workbook_of(rows: Sequence[Row] = ROWS, headings: Sequence[str] = HEADINGS) -> Workbook:
    """Return a workbook that a test may still spoil."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for line in (headings, *rows):
        sheet.append(list(line))
    return workbook


def saved(workbook: Workbook) -> bytes:
    """Return a workbook as bytes."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
