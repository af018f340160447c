"""Read which occasions belong to which module, and in which order of days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reports.answers.offline.columns import DATE

if TYPE_CHECKING:
    from reports.answers.offline.columns import ColumnPlaces
    from reports.answers.offline.faults import FaultList


def read_modules(
    rows: list[list[str]],
    numbers: list[int],
    columns: ColumnPlaces,
    labels: list[tuple[str, str, str]],
    found: FaultList,
) -> dict[str, dict[str, str]]:
    """Return of each module its occasions' labels in the order of their days, and their names.

    `labels` holds of each row the subject's label, its module and the occasion's name. Without a
    column of days the occasions stand in the order of the file.
    """
    days = _days(rows, numbers, columns, [label for label, _, _ in labels], found)
    first: dict[str, int] = {}
    for place, (label, _, _) in enumerate(labels):
        first.setdefault(label, place)
    modules: dict[str, dict[str, str]] = {module: {} for _, module, _ in labels}
    for label in sorted(first, key=lambda one: (days.get(one, date.min), first[one])):
        _, module, name = labels[first[label]]
        modules[module][label] = name
    return modules


def _days(
    rows: list[list[str]],
    numbers: list[int],
    columns: ColumnPlaces,
    labels: list[str],
    found: FaultList,
) -> dict[str, date]:
    """Return the day of each occasion; one occasion has one day."""
    days: dict[str, date] = {}
    if columns.date is None:
        return days
    for number, row, label in zip(numbers, rows, labels, strict=True):
        written = row[columns.date].strip()
        try:
            day = date.fromisoformat(written)
        except ValueError:
            found.add(f"'{written}' is no day; write it as 2027-03-03", row=number, column=DATE)
            continue
        if days.setdefault(label, day) != day:
            found.add(f"the occasion has the day {days[label]} above", row=number, column=DATE)
    return days
