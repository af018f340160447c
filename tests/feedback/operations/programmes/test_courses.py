"""What a programme teaches, who holds it and when: written once, kept over its campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.models import CourseOccasion, Programme, Subject
from feedback.operations.programmes.cohorts import put_cohorts
from feedback.operations.programmes.courses import (
    modules_as_text,
    modules_of,
    occasions_as_text,
    occasions_of,
    put_modules,
    put_occasions,
)
from tests.acting import by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from tests.feedback.office import Office

MODULES = "Tydlig ledare; Siv Ros; siv.ros@example.se\nKlar ledare"
OCCASIONS = """\
Tydlig ledare; Grupp 2; 2027-03-01
Tydlig ledare; Grupp 1; 2027-10-14; "kortare; mer övning"
Klar ledare; Grupp 1; 2027-04-01"""

HALF_SAID = (
    "Line {}: write a module, or a module with the name and address of who holds it, "
    "with semicolons between."
)


@pytest.fixture
def session(small_office: Office) -> Iterator[Session]:
    """Give a programme with two cohorts, two modules and three occasions."""
    small_office.draft()
    with small_office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        put_cohorts(session, programme, "Grupp 1\nGrupp 2", by=by())
        put_modules(session, programme, MODULES, by=by())
        put_occasions(session, programme, OCCASIONS, by=by())
        yield session


@pytest.fixture
def programme(session: Session) -> Programme:
    """Give the programme."""
    return session.scalars(select(Programme)).one()


def faults_of(refused: pytest.ExceptionInfo[InputError]) -> list[str]:
    """Return what was said to be wrong."""
    return list(map(str, refused.value.faults))


def test_what_was_written_is_found_again(session: Session, programme: Programme) -> None:
    assert modules_as_text(modules_of(session, programme)) == MODULES
    assert occasions_as_text(occasions_of(session, programme)) == OCCASIONS


def test_what_is_written_anew_replaces_what_was(session: Session, programme: Programme) -> None:
    kept = {one.day: one.id for one in occasions_of(session, programme)}

    later = "Modul; Grupp; Dag\nKlar ledare; Grupp 1; 2027-04-01; ny lokal"
    put_occasions(session, programme, later, by=by())
    put_modules(session, programme, "Klar ledare; Per Ek; per.ek@example.se", by=by())

    [one] = occasions_of(session, programme)
    assert (one.id, one.altered) == (kept[one.day], "ny lokal")
    assert modules_as_text(modules_of(session, programme)) == (
        "Klar ledare; Per Ek; per.ek@example.se"
    )


def test_a_module_with_an_occasion_stays(session: Session, programme: Programme) -> None:
    with pytest.raises(InputError) as refused:
        put_modules(session, programme, "Ny; Siv Ros\nAnnan; Siv; siv.ros\nAnnan", by=by())

    assert faults_of(refused) == [
        HALF_SAID.format(1),
        "Line 2: siv.ros is no e-mail address.",
        "Annan stands more than once in the list.",
        "Klar ledare has occasions and must be in the list.",
        "Tydlig ledare has occasions and must be in the list.",
    ]


def test_an_occasion_that_a_campaign_asks_about_stays(
    session: Session, programme: Programme
) -> None:
    asked = session.scalars(select(CourseOccasion).where(CourseOccasion.altered == "")).first()
    assert asked is not None
    subject = session.scalars(select(Subject)).first()
    assert subject is not None
    subject.person_id, subject.occasion_id = None, asked.id
    subject.kind, subject.name = "event", "Tillfället"
    session.flush()

    with pytest.raises(InputError, match="is asked about in a campaign and must be in the list"):
        put_occasions(session, programme, "", by=by())


def test_every_fault_of_the_occasions_is_told_at_once(
    session: Session, programme: Programme
) -> None:
    wrong = "Klar ledare; Grupp 1\nKlar; Grupp 3; i mars\nKlar ledare; Grupp 1; 2027-04-01\n" * 2

    with pytest.raises(InputError) as refused:
        put_occasions(session, programme, wrong, by=by())

    assert faults_of(refused)[:4] == [
        "Line 1: write module, cohort and day, with semicolons between.",
        "Line 2: the programme has no module called Klar. Write it among the modules first.",
        "Line 2: the programme has no cohort called Grupp 3. Write it among the cohorts first.",
        "Line 2: i mars is no day; write it as 2027-05-28.",
    ]
    assert faults_of(refused)[-1] == (
        "Klar ledare with Grupp 1 on 2027-04-01 stands more than once in the list."
    )
