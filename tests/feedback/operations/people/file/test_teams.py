"""Teams are built from the staff list: who has whom as manager says it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.operations.people.file import PeopleFileError, read_teams
from feedback.operations.people.file.sifting import read_table
from feedback.operations.people.file.teams import LEADS, OUTSIDE, Settled, teams_in
from feedback.operations.people.file.teams import STAFF as STAFF_LIST
from tests.factories import small_survey

if TYPE_CHECKING:
    from collections.abc import Sequence

SURVEY = small_survey()
STAFF = """Namn;E-post;Chefens e-post;Befattning;Enhet;Anställningsnummer
Hanna Moberg;hanna@example.se;;Skolchef;Förvaltningen;1
Karin Lund;karin@example.se;hanna@example.se;Rektor;Norra skolan;2
Olle Sand;olle@example.se;HANNA@example.se;Rektor;Södra skolan;3
Siv Stab;siv@example.se;hanna@example.se;Controller;Förvaltningen;4
Anna Berg;anna@example.se;karin@example.se;Lärare;Norra skolan;5
Mona Vik;;karin@example.se;Måltidsbiträde;Norra köket;6
Bo Ek;bo@example.se;olle@example.se;Lärare;Södra skolan;7
"""


def refused(text: str, leaders: Sequence[str] = ()) -> list[str]:
    with pytest.raises(PeopleFileError) as caught:
        read_teams(text.encode(), SURVEY, leaders=leaders)
    return [notice.text("en") for notice in caught.value.notices]


def test_each_manager_gets_team_peers_and_own_manager() -> None:
    hanna, karin, olle = read_teams(STAFF.encode("cp1252"), SURVEY).people.leaders

    assert (karin.name, karin.title, karin.workplace) == ("Karin Lund", "Rektor", "Norra skolan")
    assert karin.approver_email == "hanna@example.se"
    assert [(one.name, one.group) for one in karin.raters] == [
        ("Hanna Moberg", "manager"),
        ("Olle Sand", "peer"),
        ("Anna Berg", "team"),
        ("Mona Vik", "team"),
    ]
    assert [one.name for one in hanna.raters] == ["Karin Lund", "Olle Sand", "Siv Stab"]
    assert hanna.approver_email is None
    assert [one.name for one in olle.raters] == ["Hanna Moberg", "Karin Lund", "Bo Ek"]


def test_who_has_no_address_is_known_by_the_employee_number_and_told_apart_by_workplace() -> None:
    (karin,) = read_teams(STAFF.encode(), SURVEY, leaders=["Karin@example.se"]).people.leaders

    mona = karin.raters[-1]

    assert (mona.email, mona.own_number, mona.workplace) == (None, "6", "Norra köket")


def test_every_fault_is_told_at_once_with_its_row() -> None:
    wrong = STAFF + (
        ";lo@example.se;karin@example.se;;;\n"
        "Ida Lim;;karin@example.se;;;\n"
        "Ulf Bo;ulf@example,se;karin@example.se;;;\n"
        "Anna Bergh;anna@example.se;karin@example.se;;;\n"
    )

    assert refused(wrong, leaders=["bo@example.se"]) == [
        "bo@example.se is nobody's manager in the file.",
        "Row 9, Namn: Something must stand here.",
        "Row 10, E-post: Give an address, or an employee id if they get a letter.",
        "Row 11, E-post: “ulf@example,se” is no e-mail address. ulf@example.se?",
        "Row 12: anna@example.se stands on several rows. Keep one of them.",
    ]


def test_a_missing_column_is_named_with_what_it_may_be_called() -> None:
    (told,) = refused("Namn;E-post\nAnna;anna@example.se\n")

    assert "Manager e-mail" in told
    assert "chefens e-post" in told


def test_a_manager_without_a_row_is_named_after_the_address() -> None:
    found = read_teams(
        b"name;e-mail;manager e-mail\nAnna Berg;anna@example.se;eva.dahl@example.se\n", SURVEY
    )

    assert found.people.leaders[0].name == "Eva Dahl"
    assert [notice.code for notice in found.advice] == ["manager-not-listed"]


def test_a_leaders_own_manager_is_asked_even_without_a_row() -> None:
    staff = STAFF.replace("Hanna Moberg;hanna@example.se;;Skolchef;Förvaltningen;1\n", "")

    found = read_teams(staff.encode(), SURVEY, leaders=["karin@example.se"])

    (karin,) = found.people.leaders
    assert (karin.raters[0].email, karin.raters[0].group) == ("hanna@example.se", "manager")
    (said,) = [notice.text("en") for notice in found.advice]
    assert "Hanna (hanna@example.se) leads leaders in the list but has no row." in said


def test_whoever_leads_leaders_and_has_no_row_is_asked_and_has_no_report() -> None:
    staff = STAFF.replace("Hanna Moberg;hanna@example.se;;Skolchef;Förvaltningen;1\n", "")

    found = read_teams(staff.encode(), SURVEY)

    assert [one.email for one in found.people.leaders] == ["karin@example.se", "olle@example.se"]
    assert {one.raters[0].email for one in found.people.leaders} == {"hanna@example.se"}


def test_what_is_settled_of_managers_and_of_two_jobs_is_kept_to() -> None:
    staff = STAFF.replace("Hanna Moberg;hanna@example.se;;Skolchef;Förvaltningen;1\n", "")
    staff += "Bo Ek;bo@example.se;karin@example.se;Lärare;Norra skolan;7\n"
    table = read_table(staff.encode(), (STAFF_LIST,))

    outside = teams_in(
        table, SURVEY, settled=Settled({"hanna@example.se": OUTSIDE}, frozenset({"bo@example.se"}))
    )
    leads = teams_in(
        table, SURVEY, settled=Settled({"hanna@example.se": LEADS}, frozenset({"bo@example.se"}))
    )

    karin, olle = outside.people.leaders
    assert "manager" not in {one.group for one in (*karin.raters, *olle.raters)}
    assert [leader.raters[-1].name for leader in (karin, olle)] == ["Bo Ek", "Bo Ek"]
    assert "manager-left-out" in {notice.code for notice in outside.advice}
    assert leads.people.leaders[0].email == "hanna@example.se"


def test_nobody_is_in_their_own_team() -> None:
    text = b"namn;e-post;chef\nEva;eva@example.se;eva@example.se\nBo;bo@example.se;eva@example.se\n"

    (eva,) = read_teams(text, SURVEY).people.leaders

    assert [one.name for one in eva.raters] == ["Bo"]
    assert eva.approver_email is None


def test_an_empty_list_is_no_list() -> None:
    assert refused("") == [
        "The file is empty. Headings stand on top, then a row for each person to answer."
    ]
