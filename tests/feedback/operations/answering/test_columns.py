"""Records are read from rows by the names of their fields, wherever their columns stand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import column, create_engine, literal_column, select

from feedback.operations.answering.columns import RecordColumns


@dataclass(frozen=True)
class Place:
    """Where somebody may be."""

    street: str
    number: int


HOME = RecordColumns(
    Place, "home", street=literal_column("'Storgatan'"), number=literal_column("1")
)
WORK = RecordColumns(Place, "work", street=literal_column("'Torget'"), number=literal_column("2"))


def test_a_record_is_read_wherever_its_columns_stand() -> None:
    asked = select(*reversed(WORK.labelled), *HOME.labelled)

    with create_engine("sqlite://").connect() as connection:
        row = connection.execute(asked).one()

    assert HOME.read(row) == Place("Storgatan", 1)
    assert WORK.read(row) == Place("Torget", 2)


@pytest.mark.parametrize("names", [("street",), ("number", "street"), ("street", "number", "town")])
def test_columns_that_are_not_the_fields_of_their_record_are_refused(
    names: tuple[str, ...],
) -> None:
    with pytest.raises(TypeError, match="Place has other fields"):
        RecordColumns(Place, "home", **{name: column(name) for name in names})
