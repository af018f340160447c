"""Write a file back with what is wrong beside each row and its cells marked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from feedback.operations.people.file.sheet_writing import with_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.operations.people.file.uploads import ReadUpload

_WIDTHS: Final = (60, 22)
_MARKED: Final = PatternFill("solid", fgColor="FFE08A")
_HEADINGS: Final = 1


def marked_xlsx(read: ReadUpload, language: str, heading: str) -> bytes:
    """Return the rows of a file with their repairs; the first column says what is wrong.

    It can be uploaded again as it is: a column that is not known is not read.
    """
    faults: dict[int, list[str]] = {}
    marks: set[tuple[int, int]] = set()
    lines = [line for line in read.mended.lines if line.number >= read.headings_row]
    headings = lines[0].cells if lines else ()
    order = {line.number: place for place, line in enumerate(lines, _HEADINGS)}
    for notice in read.faults:
        if notice.row not in order:
            continue
        faults.setdefault(notice.row, []).append(notice.text(language))
        marks.add((order[notice.row], 0))
        marks |= {
            (order[notice.row], place + 1)
            for place, cell in enumerate(headings)
            if cell and cell == notice.column
        }
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "B2"
    for place in range(len(headings) + 1):
        letter = get_column_letter(place + 1)
        sheet.column_dimensions[letter].width = _WIDTHS[min(place, 1)]
    # The first cell brings the style that marks the others; see `with_rows`.
    first = WriteOnlyCell(sheet, heading)
    first.font, first.fill = Font(bold=True), _MARKED
    sheet.append([first, *headings])
    stream = io.BytesIO()
    workbook.save(stream)

    def rows() -> Iterator[list[str]]:
        for line in lines[1:]:
            yield [" ".join(faults.get(line.number, ())), *line.cells]

    return with_rows(stream.getvalue(), rows(), first=_HEADINGS + 1, marks=marks)
