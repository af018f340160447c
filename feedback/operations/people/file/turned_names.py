"""Tell which names of a list were turned round, and which have a comma and were not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.operations.people.file.notices import Notice
from feedback.text.addresses import read_address
from feedback.text.names import as_spoken, is_quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line


def told_of_names(
    columns: Columns, lines: Iterable[Line], pairs: Iterable[tuple[str, str]]
) -> Iterator[Notice]:
    """Yield for each column of names which were turned, and which have a comma and were not."""
    lines = list(lines)
    for column, address_column in pairs:
        found: dict[str, dict[str, tuple[int, str]]] = {"names-turned": {}, "names-comma": {}}
        for line in lines:
            text = columns.cell(line, column)
            if "," not in text or is_quoted(text):
                continue
            spoken = as_spoken(text, read_address(columns.cell(line, address_column)))
            code = "names-comma" if spoken == text else "names-turned"
            found[code].setdefault(text, (line.number, spoken))
        for code, names in found.items():
            for text, (row, spoken) in [*names.items()][:1]:
                values = {"count": len(names), "written": text, "spoken": spoken}
                yield Notice(code, row, columns.heading(column), values)
