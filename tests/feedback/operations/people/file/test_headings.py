"""Headings are known by their words, in any order and form, and over two rows."""

from __future__ import annotations

import pytest

from feedback.operations.people.file import read_teams
from tests.feedback.operations.people.file.people_files import (
    csv_bytes,
    saved,
    workbook_of,
    xlsx_bytes,
)
from tests.feedback.operations.people.file.people_samples import SURVEY, faults, read, told

ROWS = (("karin.lund@example.se", "Karin Lund", "bo.ek@example.se", "Bo Ek", "team"),)


@pytest.mark.parametrize(
    "headings",
    [
        "Chef (e-post);Chef (namn);Svarande (e-post);Svarande (namn);Grupp",
        "E-post till chef;Namn på chef;E-post till svarande;Namn på svarande;Grupp",
        "E-postadress chef;Chefens namn;E-postadress arbete;Medarbetare;Relation",
        "Chefs e-post;Chefs namn;Medarbetarens e-post;Medarbetarens namn;Grupp",
        "Ledarens e-post;Ledarens namn;Respondentens e-post;Respondentens namn;Roll",
        "Ledare e-post;Ledare;Respondent e-post;Respondent;Relation till chefen",
        "1. Chefens e-post;2. Chefens namn;3. Svarandes e-post;4. Svarandes namn;5. Grupp",
        "Chefens e\u2011post;Chefens namn;Svarandes e\u2013post;Svarandes namn;Grupp",
        (
            "Chefens e-post (obligatorisk);Chefens namn (för- och efternamn);Svarandes e-post"
            ";Svarandes namn;Grupp (välj i listan)"
        ),
        "Manager email;Manager's name;Email;Name;Relationship",
        "Chefens e-post;Chefens namn;E-postadress;Bedömare;Respondentgrupp",
        "Leader email;Leader;Rater e-mail;Rater;Role",
        "Chefens e-post;Chefens namn;Tillfrågads e-post;Tillfrågads namn;Grupp",
        "Chef/ledare e-post;Chef/ledare;Feedbackgivarens mejl;Feedbackgivare;Vilken relation?",
        "Chefsepost;Chefsnamn;Epost (arbete);Namn;Kategori",
        "Fokuspersonens e-post;Fokusperson;Bedömarens e-post;Bedömare;Relation till fokuspersonen",
        "LEADER_EMAIL;LEADER_NAME;REVIEWER_EMAIL;REVIEWER_NAME;REVIEWER_ROLE",
        "Chef - e-post;Chef – namn;Respondent: e-post;Respondent: namn;Grupp",
        "Chefens e-post;Chefens namn;Respondent-epost;Respondentnamn;Rater category",
        "Ansvarig chefs e-post;Ansvarig chef;E-post;För- och efternamn;Relation to manager",
        'Chefens "e-post";Chefens namn:;Epost;Namn;Group',
        "Leader Email Address;Leader Full Name;Rater Email Address;Rater Full Name;Rater group",
        "Närmsta chefs mejladress;Närmsta chef;Mejl arbete;Anställd;Kategori",
    ],
)
def test_words_of_a_heading_may_stand_in_any_order_and_form(headings: str) -> None:
    for make in (csv_bytes, xlsx_bytes):
        file = read(make(ROWS, headings.split(";")))

        (leader,) = file.people.leaders
        assert (leader.email, leader.name) == ROWS[0][:2]
        assert [(one.email, one.name) for one in leader.raters] == [ROWS[0][2:4]]
        assert told(file) == []


@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.parametrize(
    "above", [("Chef", "", "Svarande", "", ""), ("CHEFENS", "", "SVARANDES", "", "")]
)
def test_headings_may_stand_over_two_rows(above: tuple[str, ...], *, is_merged: bool) -> None:
    below = ("E-post", "Namn", "E-post", "Namn", "Grupp")
    workbook = workbook_of([below, *ROWS], above)
    if is_merged:
        workbook.worksheets[0].merge_cells("A1:B1")
        workbook.worksheets[0].merge_cells("C1:E1")

    (leader,) = read(saved(workbook)).people.leaders

    assert (leader.email, leader.name) == ROWS[0][:2]
    assert [(one.email, one.name) for one in leader.raters] == [ROWS[0][2:4]]


def test_a_staff_list_may_name_its_columns_so_too() -> None:
    rows = [
        ("Karin Lund", "karin.lund@example.se", ""),
        ("Bo Ek", "bo.ek@example.se", "karin.lund@example.se"),
    ]
    for headings in (
        ("Medarbetare", "E-postadress arbete", "Chef (e-post)"),
        ("Namn", "E-post till medarbetaren", "E-post till närmaste chef"),
        ("Employee", "Work email", "Reports to"),
        ("Anställds namn", "Epost (arbete)", "Rapporterar till"),
    ):
        (leader,) = read_teams(csv_bytes(rows, headings), SURVEY).people.leaders

        assert (leader.name, [one.name for one in leader.raters]) == ("Karin Lund", ["Bo Ek"])


@pytest.mark.parametrize(
    "content",
    [
        b"karin.lund@example.se\tKarin Lund\tbo.ek@example.se\tBo Ek\tteam\n",
        b"Chefens e-post:Chefens namn:Svarandes e-post:Grupp\nkarin@e.se:Karin:bo@e.se:team\n",
        b"Vara;Antal\nPenna;3\n",
    ],
)
def test_a_list_without_headings_is_told_once(content: bytes) -> None:
    (fault,) = faults(content)

    assert fault.code == "headings-unknown"
    assert "som i mallen" in fault.text("sv")


def test_what_stands_in_brackets_makes_no_second_column_of_a_name() -> None:
    headings = ("Chefens e-post", "Chefens namn", "Chef (vikarie)", "Svarandes e-post", "Grupp")

    file = read(csv_bytes([(*ROWS[0][:2], "Siv Ros", "bo.ek@example.se", "team")], headings))

    assert file.people.leaders[0].name == "Karin Lund"
    assert told(file) == ["column-unused"]


def test_of_several_columns_for_a_workplace_or_a_title_the_nearest_is_read() -> None:
    headings = "Förvaltning;Avdelning;Enhet;Befattning;Titel;Chef;Chefens e-post;E-post;Grupp"
    about = ("Skola", "Nord", "Norra skolan", "Rektor", "Fil. mag.", "Karin Lund")

    file = read(csv_bytes([(*about, ROWS[0][0], ROWS[0][2], "team")], headings.split(";")))

    (leader,) = file.people.leaders
    assert (leader.name, leader.workplace, leader.title) == ("Karin Lund", "Norra skolan", "Rektor")


@pytest.mark.parametrize("nearest", ["Enhet", "Arbetsplats", "Avdelning"])
def test_of_several_columns_in_a_staff_list_too(nearest: str) -> None:
    headings = f"Förvaltning;{nearest};Namn;E-post;Närmaste chef;Närmaste chefs e-post"
    line = ("Skola", "Norra skolan", "Bo Ek", "bo.ek@example.se", "Karin Lund", ROWS[0][0])

    (leader,) = read_teams(csv_bytes([line], headings.split(";")), SURVEY).people.leaders

    assert leader.raters[0].workplace == "Norra skolan"
