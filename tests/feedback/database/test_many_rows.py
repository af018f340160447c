"""Thousands of rows are asked for in pieces and written by one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from feedback.database.many_rows import in_chunks, insert_rows, update_rows
from feedback.models import Department, Person

if TYPE_CHECKING:
    from tests.feedback.office import Office


def test_pieces_hold_everything_once_in_its_order() -> None:
    assert [len(chunk) for chunk in in_chunks(range(20_001))] == [10_000, 10_000, 1]
    assert [one for chunk in in_chunks(range(20_001)) for one in chunk] == list(range(20_001))
    assert list(in_chunks([])) == []


def test_only_what_is_named_of_the_rows_that_are_named_is_changed(office: Office) -> None:
    people = [(uuid4(), "Eva Dahl"), (uuid4(), "Bo Ek")]
    with office.database.writing() as session:
        session.add(department := Department(name="Skolan"))
        session.flush()
        shared = {"department_id": department.id, "workplace_name": "Skolan", "language": "sv"}
        rows = [
            {"id": key, "name": name, "email": f"{key.hex}@example.se", **shared}
            for key, name in people
        ]
        insert_rows(session, Person, rows)
        update_rows(session, Person, [{"id": people[0][0], "name": "Eva Lind"}])
        insert_rows(session, Person, [])
        update_rows(session, Person, [])

    with office.database.reading() as session:
        found = session.execute(
            select(Person.name, Person.workplace_name).order_by(Person.name)
        ).all()
    assert [tuple(row) for row in found] == [("Bo Ek", "Skolan"), ("Eva Lind", "Skolan")]
