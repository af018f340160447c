"""Where a programme put somebody at first stays, except what is put right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.models import AuditEntry, Person, Programme, Workplace
from feedback.operations.people.management_teams import put_teams
from feedback.operations.programmes.cohorts import cohorts_as_text, cohorts_of, put_cohorts
from feedback.operations.programmes.memberships import (
    placings_as_text,
    placings_of,
    put_memberships,
)
from tests.acting import by, noon_of

if TYPE_CHECKING:
    from tests.feedback.office import Office

BEFORE, AFTER = date(2027, 1, 10), date(2027, 1, 11)
COHORTS: Final = "Grupp 1; 2027-01-11; 2027-11-30\nGrupp 2"
EVA, PER = "Eva Ny; eva.ny@example.se; Grupp 1", "Per Gran; per.gran@example.se; Grupp 1"


@pytest.fixture
def office(small_office: Office) -> Office:
    """Give a programme with two cohorts, the first of which begins on a day."""
    small_office.draft()
    with small_office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        put_cohorts(session, programme, COHORTS, by=by())
        put_teams(session, programme, "Skola; Eva Ny; eva.ny@example.se", by=by())
        session.add(
            Workplace(
                programme_id=programme.id, code="17", name="Ekskolan", path="Skola / Ekskolan"
            )
        )
    return small_office


def put(office: Office, text: str, day: date, **how: bool) -> None:
    """Write memberships on a day."""
    with office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        put_memberships(session, programme, text, by=by(noon_of(day)), **how)


def stands(office: Office) -> list[str]:
    """Return who was put where, as it is written."""
    with office.database.reading() as session:
        programme = session.scalars(select(Programme)).one()
        return placings_as_text(placings_of(session, programme)).splitlines()


def refused(office: Office, text: str, day: date, **how: bool) -> list[str]:
    """Return why memberships are not taken on a day; nothing has changed."""
    before = stands(office)
    with pytest.raises(InputError) as error:
        put(office, text, day, **how)
    assert stands(office) == before
    return list(map(str, error.value.faults))


def test_people_come_list_by_list_and_what_is_not_written_again_stays(office: Office) -> None:
    put(office, f"{EVA}; Skola; 17; första linjen", BEFORE)
    put(office, "Namn\tE-post\tGrupp\nPer Gran\tPER.GRAN@example.se\tGrupp 2", AFTER)

    assert stands(office) == [
        "Eva Ny; eva.ny@example.se; Grupp 1; Skola; Skola / Ekskolan; första linjen",
        "Per Gran; per.gran@example.se; Grupp 2",
    ]


def test_what_is_read_from_the_page_may_be_written_back(office: Office) -> None:
    put(office, f"{EVA}; Skola; 17; första linjen\n{PER}", BEFORE)
    whole = stands(office)

    put(office, "\n".join(whole), AFTER, is_whole=True)

    assert stands(office) == whole


def test_anything_is_put_right_until_the_cohort_begins(office: Office) -> None:
    put(office, f"{EVA}\n{PER}", BEFORE)

    put(office, EVA.replace("Grupp 1", "Grupp 2"), BEFORE, is_whole=True)

    assert stands(office) == ["Eva Ny; eva.ny@example.se; Grupp 2"]
    with office.database.reading() as session:
        gone = select(Person).where(Person.email == "per.gran@example.se")
        assert session.scalars(gone).first() is None


def test_who_has_begun_stays_where_they_were_put(office: Office) -> None:
    put(office, f"{EVA}\n{PER}", BEFORE)
    moved = EVA.replace("Grupp 1", "Grupp 2")

    assert refused(office, moved, AFTER, is_whole=True) == [
        f"{name} was put into Grupp 1, which has begun. That stays as it was, "
        "unless you say that you put an error right."
        for name in ("Eva Ny", "Per Gran")
    ]
    put(office, moved, AFTER, puts_right=True)

    assert stands(office) == [PER, moved]
    with office.database.reading() as session:
        noted = session.scalars(
            select(AuditEntry.details).where(AuditEntry.action == "put memberships")
        ).all()
    assert noted == ["", "puts an error right"]


def test_whoever_only_has_a_new_name_has_not_moved(office: Office) -> None:
    put(office, EVA, BEFORE)

    put(office, EVA.replace("Eva Ny", "Eva Nyman"), AFTER)

    assert stands(office) == [EVA.replace("Eva Ny", "Eva Nyman")]


def test_every_fault_of_a_list_is_told_at_once(office: Office) -> None:
    wrong = f"""\
Eva Ny; eva.ny@example.se
Eva Ny; eva.ny; Grupp 1
Eva Ny; eva.ny@example.se; Grupp 3; Vård; 18
{EVA}
"""

    assert refused(office, wrong, BEFORE) == [
        "Line 1: write name, address and cohort, with semicolons between.",
        "Line 2: eva.ny is no e-mail address.",
        "Line 3: the programme has no cohort called Grupp 3. Write it among the cohorts first.",
        "Line 3: the programme has no team called Vård.",
        "Line 3: the programme has no workplace called 18.",
        "eva.ny@example.se stands more than once in the list.",
    ]


def test_a_cohort_goes_only_while_nobody_is_in_it(office: Office) -> None:
    put(office, EVA, BEFORE)
    with office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        put_cohorts(session, programme, "Grupp 3\nGrupp 1; 2027-02-01", by=by())
        assert cohorts_as_text(cohorts_of(session, programme)) == "Grupp 3\nGrupp 1; 2027-02-01"

        with pytest.raises(InputError) as error:
            put_cohorts(
                session,
                programme,
                "Grupp 3; 2027-02-30\nGrupp 3; 2027-03-01; 2027-02-01\n;x",
                by=by(),
            )

    assert list(map(str, error.value.faults)) == [
        "Line 1: 2027-02-30 is no day; write it as 2027-05-28.",
        "Line 2: the last day comes before the first.",
        "Line 3: write a name, the first day and the last, with semicolons between.",
        "Grupp 3 stands more than once in the list.",
        "Grupp 1 is in use and must be in the list.",
    ]
