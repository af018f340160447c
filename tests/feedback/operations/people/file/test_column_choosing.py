"""Where headings do not say which column is which, it is asked, with a guess for each."""

from __future__ import annotations

import pytest

from feedback.operations.people.file import PeopleFileError
from tests.feedback.operations.people.file.people_files import csv_bytes, xlsx_bytes
from tests.feedback.operations.people.file.people_samples import asked, faults, read

KARIN = ("karin.lund@example.se", "Karin Lund")
ROWS = [
    (*KARIN, "bo.ek@example.se", "Bo Ek", "team"),
    (*KARIN, "cia.dahl@example.se", "Cia Dahl", "team"),
    (*KARIN, "dan.frid@example.se", "Dan Frid", "peer"),
]
HEADINGS = ("Chefens e-post", "Chefens namn", "Kontakt", "Vem", "Hur känner ni varandra")


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_what_no_heading_names_is_asked_with_values_and_a_guess(make: object) -> None:
    assert callable(make)
    content = make(ROWS, HEADINGS)

    question = asked(content)

    assert question.about == "columns"
    assert [(one.called["sv"], one.guess) for one in question.wanted] == [
        ("Relation", "E"),
        ("Svarandes e-post", "C"),
    ]
    assert [choice.label for choice in question.choices[:3]] == [
        "C: Kontakt (bo.ek@example.se, cia.dahl@example.se, dan.frid@example.se …)",
        "D: Vem (Bo Ek, Cia Dahl, Dan Frid …)",
        "E: Hur känner ni varandra (team, peer …)",
    ]
    (leader,) = read(content, columns="group=E,rater_email=C").people.leaders
    assert [(one.email, one.group) for one in leader.raters][2] == ("dan.frid@example.se", "peer")


def test_no_heading_at_all_need_be_known() -> None:
    content = csv_bytes(ROWS, ("Ett", "Två", "Tre", "Fyra", "Fem"), separator=";")

    question = asked(content)

    assert [one.column for one in question.wanted] == [
        "leader_email", "leader_name", "group", "rater_email",
    ]  # fmt: skip
    said = "leader_email=A,leader_name=B,group=E,rater_email=C,rater_name=D"
    (leader,) = read(content, columns=said).people.leaders
    assert (leader.name, leader.raters[0].name) == ("Karin Lund", "Bo Ek")


def test_what_somebody_says_goes_before_a_heading() -> None:
    headings = ("Chefens e-post", "Chefens namn", "E-post", "Namn", "Relation")

    (leader,) = read(csv_bytes(ROWS, headings), columns="rater_name=D,group=E").people.leaders

    assert leader.raters[0].name == "Bo Ek"


@pytest.mark.parametrize("said", ["group=-,rater_email=C", "group=ZZ,rater_email=C", "x=C"])
def test_what_the_file_has_not_is_a_fault_and_not_asked_again(said: str) -> None:
    found = faults(csv_bytes(ROWS, HEADINGS, separator=";"), columns=said)

    assert {notice.code for notice in found} == {"column-missing"}


def test_where_nobody_can_be_asked_every_missing_column_is_told() -> None:
    question = asked(csv_bytes(ROWS, HEADINGS, separator=";"))

    assert isinstance(question, PeopleFileError)
    assert [notice.code for notice in question.notices] == ["column-missing"] * 2
