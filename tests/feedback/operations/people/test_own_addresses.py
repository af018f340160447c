"""Whether an address is ours is told alike in Python and by the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.models import Person
from feedback.operations.people.own_addresses import is_inside, is_outside
from tests.factories import person

if TYPE_CHECKING:
    from tests.feedback.office import Office

ADDRESSES = (
    "anna@kommun.se",
    "bo@skola.kommun.se",
    "cia@annankommun.se",
    "dan@kommun.se.example.com",
    "eva@my_town.se",
    "ola@myxtown.se",
    "ali@example.com",
)


@pytest.mark.parametrize(
    ("own_domains", "outside"),
    [
        ((), set()),
        (
            ("kommun.se", "my_town.se"),
            {
                "cia@annankommun.se",
                "dan@kommun.se.example.com",
                "ola@myxtown.se",
                "ali@example.com",
            },
        ),
    ],
)
def test_python_and_the_database_tell_alike_who_is_from_outside(
    office: Office, own_domains: tuple[str, ...], outside: set[str]
) -> None:
    with office.database.writing() as session:
        for address in ADDRESSES:
            person(session, address, "Anna Berg")

    with office.database.reading() as session:
        found = session.scalars(
            select(Person.email).where(is_outside(Person.email, own_domains))
        ).all()

    assert set(found) == outside
    assert {one for one in ADDRESSES if not is_inside(one, own_domains)} == outside
