"""Columns that a query asks for together, and that are read from its rows as one record."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from sqlalchemy import ColumnElement, Row, Select

AnyRow: TypeAlias = "Row[*tuple[object, ...]]"
"""A row whose values are read by `RecordColumns`, and nowhere by their place."""

AnySelect: TypeAlias = "Select[*tuple[object, ...]]"
"""A query of such rows."""

R = TypeVar("R", bound="DataclassInstance")
_Column: TypeAlias = "ColumnElement[object] | ColumnElement[bool]"  # of a table, or a condition


class RecordColumns(Generic[R]):
    """The columns of one record, each labelled and read by the name of its field.

    Several may stand in one query, each under a prefix of its own.
    """

    __slots__ = ("_record", "_values_in", "labelled")

    def __init__(self, record: type[R], prefix: str, **columns: _Column) -> None:
        """Take a column for each field of a record of several, in their order."""
        if list(columns) != [field.name for field in fields(record)]:
            message = f"{record.__name__} has other fields than {', '.join(columns)}"
            raise TypeError(message)
        self._record = record
        self.labelled = [column.label(f"{prefix}_{name}") for name, column in columns.items()]
        self._values_in = attrgetter(*(column.name for column in self.labelled))

    def read(self, row: AnyRow) -> R:
        """Return the record of a row."""
        return self._record(*self._values_in(row))
