"""Names that registers write with the family name first are turned round, and it is said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from feedback.operations.people.file import read_people_file, read_teams
from feedback.text.names import as_spoken, as_written
from tests.factories import small_survey
from tests.feedback.operations.people.file.people_files import KARIN, csv_bytes, row, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

SURVEY = small_survey()
written_csv = partial(csv_bytes, separator=";")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Lund, Karin", "Karin Lund"),
        ("Lund,Karin", "Karin Lund"),
        ("LUND, KARIN", "KARIN LUND"),
        ("Öberg, Åsa Maria", "Åsa Maria Öberg"),
        ("von Essen, Karin", "Karin von Essen"),
        ("de la Cruz, Ana-Maria", "Ana-Maria de la Cruz"),
        ("Al-Hassan, Omar", "Omar Al-Hassan"),
        ("O’Brien, K.", "K. O’Brien"),
        ("Berg-Lund, Karin", "Karin Berg-Lund"),
    ],
)
@pytest.mark.parametrize("make", [written_csv, xlsx_bytes])
def test_a_family_name_that_stands_first_is_put_last(
    make: Callable[..., bytes], written: str, spoken: str
) -> None:
    leader = ("k1@example.se", written, "Rektor", "Norra", "")
    rows = [row(written, leader=leader, email="a1@example.se")]

    read = read_people_file(make(rows), SURVEY)

    (found,) = read.people.leaders
    assert (found.name, found.raters[0].name) == (spoken, spoken)
    told = [notice for notice in read.advice if notice.code == "names-turned"]
    assert [notice.column for notice in told] == ["leader_name", "rater_name"]
    assert all(spoken in notice.text("sv") for notice in told)


@pytest.mark.parametrize(
    "name",
    [
        "Karin Lund, rektor",
        "Karin Lund, Rektor",
        "Karin Lund, Enhetschef",
        "Karin Lund, leg. psykolog",
        "Karin Lund, PhD",
        "Lund, Rektor",
        "Karin Lund, HR",
        "Lund, KS",
        "Karin Lund, Norra skolan",
        "Karin, Bo och Siv",
        "Lund, Karin, Norra",
        "Karin Lund, Söderskolan",
        "Lund Berg, Karin",
        "lund, karin",
        "Karin Lund,",
        ", Karin",
        "Lund, Karin (vik)",
        "Lag 3, Norr",
    ],
)
def test_what_may_be_something_else_stands_as_it_is_and_is_told(name: str) -> None:
    read = read_people_file(written_csv([row(name, email="a1@example.se")]), SURVEY)

    assert read.people.leaders[0].raters[0].name == name
    (told,) = (notice for notice in read.advice if notice.code.startswith("names-"))
    assert told.code == "names-comma"
    assert name in told.text("en")


@pytest.mark.parametrize(
    ("name", "address", "spoken"),
    [
        ("Lund Berg, Karin", "karin.lund@example.se", "Karin Lund Berg"),
        ("lund, karin", "karin.lund2@example.se", "karin lund"),
        ("Öberg Åhs, Åsa", "asa.oberg.ahs@example.se", "Åsa Öberg Åhs"),
        ("Karin Lund, Berg", "karin.lund@example.se", "Karin Lund, Berg"),
        ("Lund Berg, Karin", "kl01@example.se", "Lund Berg, Karin"),
    ],
)
def test_the_address_tells_which_is_the_family_name(name: str, address: str, spoken: str) -> None:
    assert as_spoken(name, address) == spoken


def test_one_remark_stands_for_a_whole_column() -> None:
    names = ("Lund, Karin", "Berg, Anna", "Ek, Bo", "Ek, Bo")
    rows = [row(name, email=f"a{place}@example.se") for place, name in enumerate(names)]

    read = read_people_file(written_csv(rows), SURVEY)

    (notice,) = (one for one in read.advice if one.code == "names-turned")
    assert notice.text("sv").startswith("Rad 2, rater_name: Efternamnet stod först i 3 namn")


@pytest.mark.parametrize(
    "name", ["Lund, Karin", '"Lund, Karin"', '"Bo"', '""', '"', "Karin Lund, HR", '""Bo""']
)
def test_each_name_comes_back_from_our_own_list(name: str) -> None:
    assert as_spoken(as_written(name)) == name


def test_a_name_in_quotation_marks_stands_as_it_is_written() -> None:
    read = read_people_file(xlsx_bytes([row('"Lund, Karin"', email="a1@example.se")]), SURVEY)

    assert read.people.leaders[0].raters[0].name == "Lund, Karin"
    assert read.advice == ()


def test_the_staff_list_turns_names_too() -> None:
    headings = ("Namn", "E-post", "Närmaste chef", "Chefens e-post")
    rows = [("Berg, Anna", "anna.berg@example.se", "Lund, Karin", KARIN[0])]

    read = read_teams(written_csv(rows, headings), SURVEY)

    (leader,) = read.people.leaders
    assert (leader.name, leader.raters[0].name) == ("Karin Lund", "Anna Berg")
    assert [one.column for one in read.advice if one.code == "names-turned"] == [
        "Namn",
        "Närmaste chef",
    ]
