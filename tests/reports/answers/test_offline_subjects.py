"""Files of answers about a team or about the occasions of a course: one dialect, other names."""

from __future__ import annotations

import pytest

from reports.answers.offline import ResponsesFileError, parse_responses
from tests.reports.campaigns import TEAM, make_survey

ABOUT_TEAM = make_survey(
    {"T": ("a", "b")}, groups=TEAM, subject="team", asked_of={"b": ("member", "head")}
)
EVENT = make_survey({"T": ("a",)}, groups={"participant": "protected"}, subject="event")


def _faults(text: str) -> list[str]:
    survey = ABOUT_TEAM if text.startswith("team") else EVENT
    with pytest.raises(ResponsesFileError) as caught:
        parse_responses(text.encode(), survey, name="R.csv")
    return [str(fault) for fault in caught.value.faults]


def test_a_teams_answers_name_the_team() -> None:
    text = "team;group;a;b\nLedning;member;4;5\nLedning;receiver;3;\n"

    read = parse_responses(text.encode(), ABOUT_TEAM, name="R.csv")

    assert (read.told, read.about) == (("Ledning",), "team")
    assert read.responses.ratings.tolist() == [[4, 5], [3, -1]]


def test_every_fault_names_the_column_as_the_subject_is_called() -> None:
    assert _faults("team;group;a;b\n;member;4;5\n") == ["row 2, column team: the team is missing"]
    assert _faults("teams;group;a;b\nx;member;4;5\n") == [
        "row 1, column teams: no item or question of the survey has this key",
        "row 1, column team: this column is missing",
    ]


@pytest.mark.parametrize("answer", ["4", "NO"])
def test_an_answer_to_what_a_group_is_not_asked_is_a_fault(answer: str) -> None:
    assert _faults(f"team;group;a;b\nLedning;receiver;3;{answer}\n") == [
        "row 2, column b: the group receiver is not asked this; leave the cell empty"
    ]


def test_occasions_stand_in_the_order_of_their_days_whatever_the_files() -> None:
    text = (
        "module;event;date;a\nKlar;Grupp 2;2027-03-03;4\nSäker;Grupp 1;2027-05-01;5\n"
        "Klar;Grupp 1;2027-02-03;3\nKlar;Grupp 2;2027-03-03;2\n"
    )

    read = parse_responses(text.encode(), EVENT, name="R.csv")

    assert (read.told, read.about) == (("Klar", "Säker"), "module")
    assert {one: list(names.values()) for one, names in read.modules.items()} == {
        "Klar": ["Grupp 1", "Grupp 2"],
        "Säker": ["Grupp 1"],
    }
    assert len(read.responses.subjects) == 3


def test_without_days_occasions_stand_in_the_order_of_the_file() -> None:
    read = parse_responses(b"module;event;a\nK;B;4\nK;A;5\n", EVENT, name="R.csv")

    assert list(read.modules["K"].values()) == ["B", "A"]


def test_faults_of_days_and_modules_are_told_together() -> None:
    text = (
        "module;event;date;a\n;A;2027-01-01;4\nK;A;3 mars;4\nK;B;2027-01-01;4\nK;B;2027-01-02;4\n"
    )

    assert _faults(text) == [
        "row 2, column module: the module is missing",
        "row 3, column date: '3 mars' is no day; write it as 2027-03-03",
        "row 5, column date: the occasion has the day 2027-01-01 above",
    ]
