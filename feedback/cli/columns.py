"""Lists that grow with people, as columns: one line a row, in a terminal and in a pipe alike.

rich measures each cell a dozen times: 24,000 mails took it twenty seconds, and in a pipe it
folds what is wider than 80 characters. What has sentences in it is left to rich.
"""

from __future__ import annotations

import click

from feedback.text.one_line import one_line


class PlainTable:
    """Rows under headings, each column as wide as its widest cell."""

    def __init__(self, *headings: str) -> None:
        """Take what stands above the columns."""
        self._rows = [headings]

    def add_row(self, *cells: str) -> None:
        """Add a row of as many cells as there are headings."""
        self._rows.append(tuple(map(one_line, cells)))

    def show(self) -> None:
        """Write everything to standard output."""
        widths = [max(map(len, column)) for column in zip(*self._rows, strict=True)]
        lines = (
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in self._rows
        )
        click.echo("\n".join(lines))
