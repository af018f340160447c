"""A programme's workplaces are what the newest staff list says, and nobody goes unasked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import Employee, Person, Programme, Workplace
from feedback.operations.people.file import read_staff_file
from feedback.operations.people.workplaces import StaffChange, put_staff, workplaces_of
from tests.acting import by, noon_of

if TYPE_CHECKING:
    from tests.feedback.office import Office

HEADING = "Namn;E-post;Organisation;Kod;Är chef;Skyddad identitet"
FIRST = (
    "Eva Gran;eva.gran@example.se;Vård / Hemtjänst;H;ja;",
    "Nils Falk;nils.falk@example.se;Vård / Hemtjänst;H;;",
    "Siv Ros;siv.ros@example.se;Vård;V;ja;",
    "Hemlig Person;hemlig@example.se;Vård / Hemtjänst;H;;ja",
)


def take(office: Office, *rows: str, is_whole: bool = False) -> StaffChange:
    """Take a staff list of these rows."""
    file = read_staff_file("\n".join((HEADING, *rows)).encode())
    with office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        return put_staff(
            session, programme, file, is_whole=is_whole, by=by(noon_of(date(2026, 10, 1)))
        )


def tree(office: Office) -> dict[str, tuple[str, int, int]]:
    """Return the workplaces below the top: the head, who works there, and with all below."""
    with office.database.reading() as session:
        rows = workplaces_of(session, session.scalars(select(Programme)).one())
        return {
            row.path.partition(" / ")[2] or "top": (row.head, row.staff, row.below) for row in rows
        }


def names_of(office: Office) -> set[str]:
    """Return the names that the register holds."""
    with office.database.reading() as session:
        return {*session.scalars(select(Person.name))}


def test_heads_are_counted_above_what_they_lead_and_the_unnamed_where_they_work(
    office: Office,
) -> None:
    office.draft()

    change = take(office, *FIRST)

    assert (change.people, change.unnamed, change.added) == (3, 1, 3)
    assert tree(office) == {
        "top": ("", 1, 4),
        "Vård": ("Siv Ros", 1, 3),
        "Vård / Hemtjänst": ("Eva Gran", 2, 2),
    }
    assert "Hemlig Person" not in names_of(office)


def test_a_list_that_adds_moves_people_and_lets_nobody_go(small_office: Office) -> None:
    small_office.draft()
    take(small_office, *FIRST)

    change = take(small_office, "Nils Falk;nils.falk@example.se;Skola;S;;")

    assert (change.added, change.moved, change.gone) == (0, 1, 0)
    assert tree(small_office) == {
        "top": ("", 1, 4),
        "Skola": ("", 1, 1),
        "Vård": ("Siv Ros", 1, 2),
        "Vård / Hemtjänst": ("Eva Gran", 1, 1),
    }


def test_a_whole_list_lets_people_and_empty_workplaces_go(small_office: Office) -> None:
    small_office.draft()
    take(small_office, *FIRST, "Gun Blom;gun.blom@example.se;Skola / Norra;S;;")

    change = take(small_office, FIRST[1], is_whole=True)

    assert (change.added, change.moved, change.gone) == (0, 0, 3)
    assert tree(small_office) == {
        "top": ("", 0, 1),
        "Vård": ("", 0, 1),
        "Vård / Hemtjänst": ("", 1, 1),
    }
    assert "Gun Blom" not in names_of(small_office)


def test_a_code_keeps_its_workplace_through_a_new_name_and_two_may_change_names(
    small_office: Office,
) -> None:
    small_office.draft()
    take(small_office, "A Ek;a@example.se;Norra;N;;", "B Ek;b@example.se;Södra;S;;")
    with small_office.database.reading() as session:
        before = {row.code: row.id for row in session.scalars(select(Workplace))}

    take(small_office, "A Ek;a@example.se;Södra;N;;", "B Ek;b@example.se;Norra;S;;")

    with small_office.database.reading() as session:
        after = {row.code: row for row in session.scalars(select(Workplace))}
        assert {code: row.id for code, row in after.items()} == before
        assert (after["N"].name, after["S"].name) == ("Södra", "Norra")
        assert {
            one.person.name: one.workplace.code for one in session.scalars(select(Employee))
        } == {
            "A Ek": "N",
            "B Ek": "S",
        }


def test_the_organisations_own_name_may_begin_every_path(small_office: Office) -> None:
    small_office.draft()
    with small_office.database.reading() as session:
        top = session.scalars(select(Programme)).one().department.name

    take(small_office, f"A Ek;a@example.se;{top} / Norra;N;;", f"B Ek;b@example.se;{top};T;;")

    assert tree(small_office) == {"top": ("", 1, 2), "Norra": ("", 1, 1)}
