"""Tables with headers that a screen reader can follow."""

# ruff: noqa: ANN401, N802, N803, N815 - ReportLab is untyped and names its hooks so

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.platypus import Table
from reportlab.platypus.tables import CellStyle

from reports.pdf.cells import CellLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import TableStyle

    from reports.pdf.tagging import TaggedCanvas


def tagged_table(
    rows: Sequence[Sequence[Any]],
    *,
    widths: Sequence[float],
    style: TableStyle,
    header_rows: int = 1,
    header_columns: int = 1,
    summary: str | None = None,
    looks: tuple[CellStyle, CellStyle] | None = None,
) -> Table:
    """Return a table whose first rows and columns are headers.

    `looks` is the room in cells of the first row and of the others: a style would set it cell by
    cell.
    """
    return _Table(
        [list(row) for row in rows],
        colWidths=list(widths),
        style=style,
        cellStyles=looks and [[_own(looks[at > 0]) for _ in row] for at, row in enumerate(rows)],
        repeatRows=header_rows,
        splitInRow=1,  # a row that no page holds is split rather than refused
        renderCB=_TableTags(header_columns, summary),
        hAlign="LEFT",
    )


def _own(look: CellStyle) -> CellStyle:
    """Return the same look for one cell: where a row is split, ReportLab changes it."""
    own = object.__new__(CellStyle)
    vars(own).update(vars(look))
    return own


class _Table(Table):
    """A table that asks cells of whole lines for their size, once, and nothing else."""

    _argH: list[float | None]

    def _calc_height(self, *room: Any, **options: Any) -> None:
        """Keep the heights of rows of lines: a table is measured again wherever it might stand."""
        super()._calc_height(*room, **options)
        self._argH = [
            height if all(map(_lines_of, row)) else given
            for row, height, given in zip(
                self._cellvalues, self._rowHeights, self._argH, strict=True
            )
        ]

    def _listCellGeom(self, V: Any, w: Any, s: Any, *places: Any, **room: Any) -> Any:
        cell = _lines_of(V)
        if places or cell is None:
            return super()._listCellGeom(V, w, s, *places, **room)
        width, height = cell.wrap(w, 0)
        for sizes, size in (("W", width), ("H", height)):
            if sizes in room:
                room[sizes].append(size)
        return width, height

    def _drawCell(self, cellval: Any, cellstyle: Any, pos: Any, size: Any) -> None:
        cell = _lines_of(cellval)
        if cell is None or self._curcellstyle is None:  # the first sets the colour of words
            super()._drawCell(cellval, cellstyle, pos, size)
            return
        (left, bottom), (width, height) = pos, size
        above, below, own = cellstyle.topPadding, cellstyle.bottomPadding, cell.wrap(width, 0)[1]
        is_at_foot = cellstyle.valign == "BOTTOM"
        top = bottom + (below + own if is_at_foot else (height + below - above + own) / 2.0)
        cell.drawOn(self.canv, left + cellstyle.leftPadding, top - own)


def _lines_of(content: Any) -> CellLines | None:
    """Return what a cell holds, if it is lines and nothing else; ReportLab makes a tuple of it."""
    is_one = isinstance(content, (list, tuple)) and len(content) == 1
    held = content[0] if is_one else content
    return held if isinstance(held, CellLines) else None


class _TableTags:
    """What a table calls while it draws: one element for each part of it.

    Rules and backgrounds are artifacts, and so are header rows repeated on later pages.
    """

    def __init__(self, header_columns: int, summary: str | None) -> None:
        self._key = object()
        self._header_columns = header_columns
        self._attributes = {"O": "/Table", "Summary": PDFString(summary)} if summary else None
        self._is_continued = False
        self._in_head = False
        self._row_is_repeated = False
        self._content: Any = None

    def __deepcopy__(self, memo: dict[int, object]) -> _TableTags:
        """Stay the same for the parts of a table that is split."""
        return self

    def __call__(self, table: Any, event: str, *details: Any) -> None:
        """Handle one event of a table that draws itself."""
        getattr(self, f"_{event}")(table, table.canv, *details)

    def _startTable(self, _table: Any, canvas: TaggedCanvas) -> None:
        self._is_continued = self._key in canvas.drawn_tables
        canvas.open_element("Table", key=self._key, attributes=self._attributes)

    def _endTable(self, _table: Any, canvas: TaggedCanvas) -> None:
        canvas.close_element()
        canvas.drawn_tables.add(self._key)

    def _startBG(self, _table: Any, canvas: TaggedCanvas) -> None:
        canvas.open_artifact()

    def _endBG(self, _table: Any, canvas: TaggedCanvas) -> None:
        canvas.close_artifact()

    _startLines, _endLines = _startBG, _endBG

    def _startRow(self, table: Any, canvas: TaggedCanvas, row: int) -> None:
        self._in_head = row < (table.repeatRows or 0)
        self._row_is_repeated = self._in_head and self._is_continued
        if self._row_is_repeated:
            canvas.open_artifact("Pagination")
            return
        canvas.open_element("THead" if self._in_head else "TBody", key=self._key)
        canvas.open_element("TR")

    def _endRow(self, _table: Any, canvas: TaggedCanvas) -> None:
        if self._row_is_repeated:
            canvas.close_artifact()
            return
        canvas.close_element()
        canvas.close_element()

    def _startCell(
        self, table: Any, canvas: TaggedCanvas, row: int, column: int, value: Any, *_place: Any
    ) -> None:
        is_header = self._in_head or column < self._header_columns
        attributes = _spans(table, row, column)
        if is_header:
            attributes["Scope"] = "/Column" if self._in_head else "/Row"
        canvas.open_element(
            "TH" if is_header else "TD",
            attributes={"O": "/Table", **attributes} if attributes else None,
        )
        if isinstance(value, str) and value:
            self._content = canvas.content()
            self._content.__enter__()

    def _endCell(self, _table: Any, canvas: TaggedCanvas) -> None:
        if self._content is not None:
            self._content.__exit__(None, None, None)
            self._content = None
        canvas.close_element()


def _spans(table: Any, row: int, column: int) -> dict[str, Any]:
    ranges = getattr(table, "_spanRanges", None) or {}
    here = (column, row, column, row)
    left, top, right, bottom = ranges.get((column, row)) or here
    spans = {}
    if right > left:
        spans["ColSpan"] = right - left + 1
    if bottom > top:
        spans["RowSpan"] = bottom - top + 1
    return spans
