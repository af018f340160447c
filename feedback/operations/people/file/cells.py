"""What is wrong with the cells of a row: no value, no name, no address; and what is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice
from feedback.text.addresses import (
    addresses_in,
    odd_letters,
    read_address,
    suggestion_for,
)
from feedback.text.damaged import LONGEST, damage_of
from feedback.text.names import is_no_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line

_PLAIN: Final = ("email", "_id")  # columns in which any sign may stand


def faulty_cells(
    columns: Columns, line: Line, told: Collection[str] = ()
) -> Iterator[tuple[str, Notice]]:
    """Yield what is wrong with the cells of a row, by column; of those told no more."""
    for column in columns.places:
        text = columns.cell(line, column)
        if not text or column in told:
            continue
        code: str | None = damage_of(text, may_hold_signs=column.endswith(_PLAIN))
        if not code and column.endswith("name") and is_no_name(text):
            code = "name-none"
        if code:
            values: dict[str, object] = {"cell": columns.coordinate(line, column)}
            values |= {"value": text[:80], "limit": LONGEST}
            yield column, Notice(code, line.number, columns.heading(column), values)


def wrong_address(text: str, row: int, heading: str) -> Notice:
    """Return what is said of a text that is no address: why, and what it was meant to be."""
    address = read_address(text)
    several = sorted(addresses_in(text))
    if len(several) > 1:
        return Notice("addresses-several", row, heading, {"addresses": ", ".join(several[:5])})
    guess, odd = suggestion_for(address), odd_letters(text)
    values = {"value": text, "suggestion": f" {guess}?" if guess else ""}
    if odd and not guess:
        return Notice("address-letters", row, heading, values | {"odd": odd})
    return Notice("address-wrong", row, heading, values)
