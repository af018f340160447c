"""Who belongs to a team is what was written last; who belonged before keeps the days of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.models import Person, Programme, Team
from feedback.operations.people.management_teams import (
    as_text,
    put_teams,
    teams_of,
)
from tests.acting import by, noon_of

if TYPE_CHECKING:
    from tests.feedback.office import Office

AUTUMN, WINTER = date(2026, 10, 1), date(2026, 12, 1)
BEFORE = """\
Skola; Karin Lund; karin.lund@example.se; chef
Skola; Olle Sand; olle.sand@example.se
Skola; Siv Ros; siv.ros@example.se
Vård; Karin Lund; karin.lund@example.se
"""
AFTER = """\
Skola; Karin Lund; karin.lund@example.se
Skola; Siv Ros; siv.ros@example.se; chef
Vård; Karin Lund; karin.lund@example.se
"""


def write(office: Office, text: str, day: date) -> None:
    """Write who belongs to which team on a day."""
    with office.database.writing() as session:
        put_teams(session, session.scalars(select(Programme)).one(), text, by=by(noon_of(day)))


def written(office: Office, *days: date) -> list[str]:
    """Return who belongs to which team on each of these days, as it is written."""
    with office.database.reading() as session:
        teams = teams_of(session, session.scalars(select(Programme)).one())
        return [as_text(teams, day) for day in days]


def test_who_left_and_who_led_is_known_of_each_day(office: Office) -> None:
    office.draft()

    write(office, BEFORE, AUTUMN)
    write(office, AFTER, WINTER)

    day_before = date(2026, 11, 30)
    then, last, now = written(office, AUTUMN, day_before, WINTER)
    assert then == last == BEFORE.strip()
    assert sorted(now.splitlines()) == sorted(AFTER.splitlines())
    with office.database.reading() as session:
        school = session.scalars(select(Team).where(Team.name == "Skola")).one()
        days = {(one.person.name, one.first_day, one.last_day) for one in school.members}
        assert [one.person.name for one in school.members_on(WINTER)] == ["Siv Ros", "Karin Lund"]
    assert days == {
        ("Karin Lund", AUTUMN, day_before),
        ("Karin Lund", WINTER, None),
        ("Olle Sand", AUTUMN, day_before),
        ("Siv Ros", AUTUMN, day_before),
        ("Siv Ros", WINTER, None),
    }


def test_what_is_put_right_the_same_day_was_never_so(small_office: Office) -> None:
    small_office.draft()
    write(small_office, "Skolla; Eva Ny; eva.nu@example.se", AUTUMN)

    write(small_office, "Skola; Eva Ny; eva.ny@example.se", AUTUMN)

    assert written(small_office, AUTUMN) == ["Skola; Eva Ny; eva.ny@example.se"]
    with small_office.database.reading() as session:
        assert session.scalars(select(Team.name)).all() == ["Skola"]
        assert not session.scalars(select(Person).where(Person.email == "eva.nu@example.se")).all()


def test_writing_the_same_again_changes_nothing(small_office: Office) -> None:
    small_office.draft()
    write(small_office, BEFORE, AUTUMN)

    [kept] = written(small_office, AUTUMN)
    write(small_office, kept, WINTER)

    with small_office.database.reading() as session:
        members = [one for team in session.scalars(select(Team)) for one in team.members]
        assert {(one.first_day, one.last_day) for one in members} == {(AUTUMN, None)}


def test_rows_of_a_spreadsheet_are_taken_with_their_heading(small_office: Office) -> None:
    small_office.draft()
    pasted = "Grupp\tNamn\tE-post\tChef\nSkola\tKarin Lund\t Karin.Lund@example.se\tX\n\n"

    write(small_office, pasted, AUTUMN)

    assert written(small_office, AUTUMN) == ["Skola; Karin Lund; karin.lund@example.se; chef"]


def test_every_fault_is_told_at_once_and_nothing_is_kept(small_office: Office) -> None:
    small_office.draft()
    wrong = """\
Skola; Karin Lund
Skola; Olle Sand; olle.sand
Skola; Siv Ros; siv.ros@example.se; kanske
Skola; Eva Ny; eva.ny@example.se; chef
Vård; Per Holm; per.holm@example.se
Vård; Per Holm; per.holm@example.se
"""

    with pytest.raises(InputError) as refused:
        write(small_office, wrong, AUTUMN)

    assert list(map(str, refused.value.faults)) == [
        "Line 1: write team, name and address, with semicolons between.",
        "Line 2: olle.sand is no e-mail address.",
        "Line 3: write “chef” behind the head, and nothing behind the others.",
        "per.holm@example.se stands more than once in Vård.",
        "Skola has more than one head.",
    ]
    assert written(small_office, AUTUMN) == [""]
