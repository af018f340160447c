"""Rows about the list itself, as staff systems print them, are left out and said."""

from __future__ import annotations

import pytest

from feedback.operations.people.file import PeopleFileError, read_teams
from tests.feedback.operations.people.file.people_files import ROWS, csv_bytes, xlsx_bytes
from tests.feedback.operations.people.file.people_samples import SURVEY, faults, read, told

STAFF = ("Namn", "E-post", "Chefens e-post")
IDA = ("Ida Lim", "ida.lim@example.se", "nina.vik@example.se")

FOOTERS = [
    ("Summa", "", "312"),
    ("SUMMA: 312",),
    ("Totalt", "312"),
    ("Totalsumma", "", "4"),
    ("", "Antal: 312"),
    ("Antal anställda", "312 st"),
    ("Summa Norra skolan", "12", "100,0 %"),
    ("Delsumma", "1 204,50"),
    ("Total", 312),
    ("Grand Total", "4"),
    ("Count", "", "4"),
    ("2026-11-30", "Sida 1 av 4"),
    ("2026-11-30 08:12", "", "Sida 1 (4)"),
    ("Sida 1 av 4",),
    ("Utskriven 2026-11-30 08:12 av Personec",),
    ("Utskriftsdatum", "2026-11-30"),
    ("Rapport skapad: 2026-11-30",),
    ("Källa: Heroma, 2026-11-30",),
    ("Page 1 of 4",),
]
KEPT = [
    ("Antonsson Bo", "312"),
    ("Summanen Aino", "312"),
    ("Totte Ek",),
    ("OBS! Anna är ledig till mars",),
    ("Summa", "se nästa blad"),
    ("312",),
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_sums_and_footers_are_left_out_with_a_notice(footer: tuple[object, ...]) -> None:
    for make in (csv_bytes, xlsx_bytes):
        content = make([*ROWS, footer])
        staff = make([IDA, footer], STAFF)

        file, teams = read(content), read_teams(staff, SURVEY)

        assert file.people.invitations == 4
        assert told(file) == ["row-summary"]
        assert "inte läst: ”" in file.advice[0].text("sv")
        assert [one.code for one in teams.advice] == ["row-summary", "manager-not-listed"]
        assert teams.people.invitations == 1


@pytest.mark.parametrize("line", KEPT)
def test_what_may_be_about_somebody_is_one_fault(line: tuple[object, ...]) -> None:
    (fault,) = faults(csv_bytes([*ROWS, line], separator=";"))
    with pytest.raises(PeopleFileError) as caught:
        read_teams(csv_bytes([IDA, line], STAFF, separator=";"), SURVEY)

    assert (fault.row, fault.code) == (6, "row-nobody")
    assert [one.code for one in caught.value.notices] == ["row-nobody"]


def test_sums_may_stand_between_people() -> None:
    content = csv_bytes([ROWS[0], ("Delsumma", "1"), ROWS[1], ("", ""), ("Summa", "2")])

    file = read(content)

    assert file.people.invitations == 2
    assert [notice.row for notice in file.advice] == [3, 6]
