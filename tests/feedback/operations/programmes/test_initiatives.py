"""What was set going at home, as it was told last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.models import Initiative, InitiativeStatus, Person, Programme, Workplace
from feedback.operations.people.own_parts import Source
from feedback.operations.people.own_programmes import programme_parts_of
from feedback.operations.programmes.initiatives import (
    initiatives_as_text,
    initiatives_of,
    put_initiatives,
    status_on,
)
from tests.acting import by, noon_of

if TYPE_CHECKING:
    from tests.feedback.office import Office

MARCH, MAY, NOVEMBER = date(2027, 3, 1), date(2027, 5, 1), date(2027, 11, 10)
EVA = "eva.ny@example.se"
WRITTEN = """\
Tydligare möten; Skola / Ekskolan; Eva Ny; eva.ny@example.se; pågår; 2027-02-01; ; "lugnt; bra"
Tydligare möten; ; ; ; planerad"""


@pytest.fixture
def office(small_office: Office) -> Office:
    """Give a programme with a workplace."""
    small_office.draft()
    with small_office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        session.add(
            Workplace(
                programme_id=programme.id, code="17", name="Ekskolan", path="Skola / Ekskolan"
            )
        )
    return small_office


def put(office: Office, text: str, day: date) -> None:
    """Write the initiatives on a day."""
    with office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        put_initiatives(session, programme, text, by=by(noon_of(day)))


def stands(office: Office, day: date) -> tuple[str, list[InitiativeStatus | None]]:
    """Return the initiatives as they are written, and how far each has come on a day."""
    with office.database.reading() as session:
        found = initiatives_of(session, session.scalars(select(Programme)).one())
        return initiatives_as_text(found), [status_on(one, day) for one in found]


def test_what_was_written_is_found_again_by_code_or_path(office: Office) -> None:
    put(office, WRITTEN.replace("Skola / Ekskolan", "17"), MARCH)

    text, statuses = stands(office, MARCH)
    assert text.splitlines() == [
        "Tydligare möten; ; ; ; planerad",
        WRITTEN.splitlines()[0],
    ]
    assert statuses == [InitiativeStatus.PLANNED, InitiativeStatus.UNDER_WAY]
    put(office, text, MAY)
    assert stands(office, MAY) == (text, statuses)


def test_nobody_knows_how_far_it_came_half_a_year_after_it_was_told(office: Office) -> None:
    put(office, "Mentor\nMöten", MARCH)
    put(office, "Mentor; ; ; ; done\nMöten", MAY)

    [mentor, meetings] = stands(office, NOVEMBER)[1]

    assert (mentor, meetings) == (InitiativeStatus.DONE, None)
    put(office, "Mentor; ; ; ; done\nMöten; ; ; ; pågår", NOVEMBER)
    assert stands(office, NOVEMBER)[1] == [InitiativeStatus.DONE, InitiativeStatus.UNDER_WAY]


def test_what_is_no_longer_written_goes_and_so_does_what_stood_twice(office: Office) -> None:
    put(office, "Mentor\nMöten", MARCH)
    with office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        session.add(Initiative(programme_id=programme.id, title="Mentor", status_on=MARCH))

    put(office, "Satsning\nMentor", MAY)

    assert stands(office, MAY)[0] == "Mentor; ; ; ; planerad"


def test_the_owner_is_told_of_it_and_is_forgotten_with_it(office: Office) -> None:
    put(office, WRITTEN, MARCH)

    with office.database.reading() as session:
        owner = session.scalars(select(Person).where(Person.email == EVA)).one()
        source = Source(session, EVA, owner, department_ids=None, with_words=True)
        [told] = [part for part in programme_parts_of(source) if part.key == "initiatives"]
        programme = session.scalars(select(Programme)).one()
    assert told.rows == ((programme.name, "Tydligare möten", "2027-02-01", ""),)
    put(office, "Mentor", MAY)
    with office.database.reading() as session:
        assert session.scalars(select(Person).where(Person.email == EVA)).all() == []


def test_every_fault_is_told_at_once_and_nothing_is_kept(office: Office) -> None:
    wrong = """\
;Skola / Ekskolan
Mentor;18;;;snart
Mentor;;Eva Ny
Möten;17;Eva Ny;eva.ny;;i mars
Möten;Skola / Ekskolan
"""

    with pytest.raises(InputError) as refused:
        put(office, wrong, MARCH)

    half = "write a title, and an owner with both name and address or not at all"
    assert list(map(str, refused.value.faults)) == [
        f"Line 1: {half}, with semicolons between.",
        "Line 2: the programme has no workplace called 18.",
        "Line 2: write how far it has come as one of: planerad, pågår, genomförd, nedlagd.",
        f"Line 3: {half}, with semicolons between.",
        "Line 4: eva.ny is no e-mail address.",
        "Line 4: i mars is no day; write it as 2027-05-28.",
        "Mentor stands more than once in the list.",
        "Möten stands more than once in the list.",
    ]
    assert stands(office, MARCH)[0] == ""
