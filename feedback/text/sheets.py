"""Tables as CSV that a Swedish Excel opens: semicolons, UTF-8 with its mark, nothing computed."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
"""What a spreadsheet takes for the beginning of a formula."""


def semicolon_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows of texts as CSV; what would be computed is marked as text."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def _as_text(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
