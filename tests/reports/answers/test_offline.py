"""Reading responses that were collected elsewhere, and refusing what is faulty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reports.answers.offline import ResponsesFileError, parse_responses, read_responses
from tests.reports.campaigns import make_survey

if TYPE_CHECKING:
    from pathlib import Path

SURVEY = make_survey({"clear": ["q1", "q2"], "safe": ["q3"]}, questions=["strength"])
HEADER = "leader;group;rater;q1;q2;q3;strength"
GOOD = f"{HEADER}\nL1;self;a;4;5;;\nL1;peer;b;1;NO;3;Står för sitt ord, alltid\n"


def faults_of(content: str | bytes) -> list[str]:
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(ResponsesFileError) as caught:
        parse_responses(raw, SURVEY, name="R.csv")
    return [str(fault) for fault in caught.value.faults]


def test_empty_is_skipped_and_no_is_cannot_judge() -> None:
    read = parse_responses(GOOD.encode(), SURVEY, name="R.csv")

    assert read.responses.ratings.tolist() == [[4, 5, -1], [1, -2, 3]]
    assert read.responses.subjects == ("L1",)
    assert read.responses.group_codes.tolist() == [0, 2]
    assert read.responses.comments == ({}, {"strength": "Står för sitt ord, alltid"})
    assert read.raters == ("a", "b")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_spreadsheets_write_is_read(encoding: str, delimiter: str, newline: str) -> None:
    text = GOOD.replace(";", delimiter).replace("\n", newline)

    read = parse_responses(text.encode(encoding), SURVEY, name="R.csv")

    assert read.responses.comments[1] == {"strength": "Står för sitt ord, alltid"}


def test_commas_may_separate_when_cells_are_quoted() -> None:
    text = 'leader,group,q1,q2,q3,strength\nL1,peer,1,2,3,"Lugn, tydlig\noch ""rak"""\n'

    read = parse_responses(text.encode(), SURVEY, name="R.csv")

    assert read.responses.ratings.tolist() == [[1, 2, 3]]
    assert read.responses.comments == ({"strength": 'Lugn, tydlig\noch "rak"'},)


def test_columns_may_stand_in_any_order() -> None:
    text = "q3;group;q1;leader;q2\n3;peer;1;L1;2\n"

    read = parse_responses(text.encode(), SURVEY, name="R.csv")

    assert read.responses.ratings.tolist() == [[1, 2, 3]]


def test_spaces_and_case_are_forgiven() -> None:
    text = " Leader ;GROUP;q1;q2;q3\n L1 ; Peer ; 4 ;no; \n"

    read = parse_responses(text.encode(), SURVEY, name="R.csv")

    assert read.responses.subjects == ("L1",)
    assert read.responses.ratings.tolist() == [[4, -2, -1]]


def test_empty_rows_are_passed_over() -> None:
    read = parse_responses(f"{GOOD}\n;;;;;;\n".encode(), SURVEY, name="R.csv")

    assert len(read.responses.ratings) == 2


def test_a_file_without_raters_names_them_by_row() -> None:
    text = "leader;group;q1;q2;q3\nL1;peer;1;2;3\nL1;peer;1;2;3\n"

    assert parse_responses(text.encode(), SURVEY, name="R.csv").raters == ("2", "3")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("L1;peer;b;6;1;1;", "row 2, column q1: 6 is off the scale 1–5"),
        ("L1;peer;b;1;-3;1;", "row 2, column q2: -3 is off the scale 1–5"),
        ("L1;peer;b;1;1;0;", "row 2, column q3: 0 is off the scale 1–5"),
        ("L1;chef;b;1;1;1;", "row 2, column group: 'chef' is no group of the survey"),
        ("L1;;b;1;1;1;", "row 2, column group: the group is missing"),
        (";peer;b;1;1;1;", "row 2, column leader: the leader is missing"),
        ("L1;peer;b;1;1;1;;9", "row 2: the row has 8 cells, the first row 7"),
        ("L1;peer;b;1;1", "row 2: the row has 5 cells, the first row 7"),
        (f"L1;peer;b;1;1;1;{'x' * 20_001}", "row 2, column strength: the comment has 20001"),
    ],
)
def test_a_fault_is_told_with_row_and_column(row: str, fault: str) -> None:
    (told,) = faults_of(f"{HEADER}\n{row}\n")

    assert told.startswith(fault)


@pytest.mark.parametrize(
    "cell", ["4.5", "4,5", "4.", "4.0.0", ".0", "fyra", "4 5", "٤", "1e0", "NaN", "na", "0x1", "=2"]
)
def test_what_is_no_whole_number_is_told(cell: str) -> None:
    (told,) = faults_of(f"{HEADER}\nL1;peer;b;{cell};1;1;\n")

    assert told.startswith(f"row 2, column q1: '{cell}' is no rating; write a whole number 1–5")


@pytest.mark.parametrize("cell", ["4", "4.0", "4,0", "4.000", "+4", "04"])
def test_a_whole_number_is_read_however_programs_write_it(cell: str) -> None:
    read = parse_responses(f"{HEADER}\nL1;peer;b;{cell};1;1;\n".encode(), SURVEY, name="R.csv")

    assert read.responses.ratings[0, 0] == 4


def test_what_r_writes_where_nothing_stands_is_nothing() -> None:
    rows = "L1;peer;NA;NA;NO;3;NA\nL1;peer;NA;1;2;3;NA\n"

    read = parse_responses(f"{HEADER}\n{rows}".encode(), SURVEY, name="R.csv")

    assert read.responses.ratings.tolist() == [[-1, -2, 3], [1, 2, 3]]
    assert read.responses.comments == ({}, {})
    assert read.raters == ("2", "3")
    assert faults_of(f"{HEADER}\nNA;peer;b;1;1;1;\n") == [
        "row 2, column leader: the leader is missing"
    ]


def test_a_rater_without_a_name_is_called_as_nobody_else() -> None:
    rows = "L1;peer;;1;2;3;\nL1;peer;2;1;2;3;\nL1;peer;row 2;1;2;3;\nL1;peer;;1;2;3;\n"

    read = parse_responses(f"{HEADER}\n{rows}".encode(), SURVEY, name="R.csv")

    assert read.raters == ("row row 2", "2", "row 2", "5")


def test_letters_put_together_in_two_ways_are_one() -> None:
    one, two = "Åsa", "A\u030asa"
    rows = f"{one};peer;{one};1;2;3;\n{two};peer;Bo;1;2;3;\n{two};peer;x;1;2;3;\n"

    read = parse_responses(f"{HEADER}\n{rows}".encode(), SURVEY, name="R.csv")

    assert read.responses.subjects == ("Åsa",)
    (note,) = read.notes
    assert note.startswith("the leader 'Åsa' is written with letters put together in two ways")
    assert note.endswith("first in the rows 2 and 3; they count as one")
    assert faults_of(f"{HEADER}\nL1;peer;{one};1;2;3;\nL1;peer;{two};1;2;3;\n") == [
        "row 3, column rater: rater Åsa of leader L1 already stands in row 2"
    ]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;\r", "sep=;;;;;;;"])
def test_the_line_that_excel_hides_is_no_row(line: str) -> None:
    read = parse_responses(f"{line}\n{GOOD}".encode(), SURVEY, name="R.csv")

    assert read.responses.ratings.tolist() == [[4, 5, -1], [1, -2, 3]]
    assert faults_of(f"{line}\n{GOOD}L1;peer;c;9;1;1;\n") == [
        "row 4, column q1: 9 is off the scale 1–5"
    ]


def test_a_rater_who_rated_a_leader_twice_is_told() -> None:
    text = f"{HEADER}\nL1;peer;b;1;1;1;\nL2;peer;b;1;1;1;\nL1;team;b;1;1;1;\n"

    assert faults_of(text) == ["row 4, column rater: rater b of leader L1 already stands in row 2"]


def test_two_self_ratings_of_a_leader_are_told() -> None:
    text = f"{HEADER}\nL1;self;a;1;1;1;\nL2;self;b;1;1;1;\nL1;self;c;1;1;1;\n"

    (told,) = faults_of(text)

    assert told == "row 4, column group: the self rating of leader L1 already stands in row 2"


def test_every_fault_of_the_first_row_is_told_beside_those_below() -> None:
    text = "leader;group;q1;q2;q9;;q1\nL1;peer;9;1;1;;\n"

    assert faults_of(text) == [
        "row 1, column q9: no item or question of the survey has this key",
        "row 1, column 6: it has no name",
        "row 1, column q1: this column stands there twice",
        "row 1, column q3: this column is missing",
        "row 2, column q1: 9 is off the scale 1–5",
    ]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    text = f'{HEADER}\nL1;peer;a;1;1;1;"två\nrader"\n\nL1;peer;b;9;1;1;\n'

    assert faults_of(text) == ["row 4, column q1: 9 is off the scale 1–5"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b" \n", "the file is empty"),
        (HEADER.encode(), "row 2: there is no row below the first"),
        (GOOD.encode("utf-16"), "the file is in UTF-16"),
        (b"PK\x03\x04rest", "this is a spreadsheet"),
        (GOOD.encode() + b"L1;peer;c;1;1;1;\x81\n", "row 4, column 7: the byte 0x81 is wrong"),
        (b"\xef\xbb\xbf" + GOOD.encode("cp1252"), "row 3, column 7: the byte 0xE5 is wrong"),
        (f'{HEADER}\nL1;peer;a;1;1;1;"öppet\n'.encode(), "row 2: the quotation marks"),
    ],
    ids=["empty", "mark", "blank", "header", "utf-16", "xlsx", "mixed", "false mark", "quote"],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content: bytes, fault: str) -> None:
    (told,) = faults_of(content)

    assert told.startswith(fault)


def test_ten_per_cent_broken_rows_are_all_told() -> None:
    rows = [f"L{n};peer;r;{'x' if n % 10 == 0 else 3};9;1;" for n in range(1000)]

    told = faults_of("\n".join([HEADER, *rows]))

    assert sum("column q1" in fault for fault in told) == 100
    assert sum("column q2" in fault for fault in told) == 1000
    assert told[0].startswith("row 2, column q1: 'x'")


def test_faults_beyond_what_is_kept_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.answers.offline.faults.MOST_KEPT", 2)
    rows = "\n".join(f"L{n};peer;r;9;9;9;" for n in range(3))

    with pytest.raises(ResponsesFileError) as caught:
        parse_responses(f"{HEADER}\n{rows}\n".encode(), SURVEY, name="R.csv")

    assert len(caught.value.faults) == 2
    assert caught.value.problems[-1] == "R.csv: and 7 more faults that are not listed"


def test_a_file_is_read_from_disk_and_named_in_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(f"{HEADER}\nL1;peer;a;9;1;1;\n")

    with pytest.raises(ResponsesFileError) as caught:
        read_responses(path, SURVEY)

    assert caught.value.problems == ("svar.csv: row 2, column q1: 9 is off the scale 1–5",)


def test_a_survey_of_one_item_is_read() -> None:
    survey = make_survey({"clear": ["q1"]})

    read = parse_responses(b"leader;group;q1\nL1;peer;2\n", survey, name="R.csv")

    assert read.responses.ratings.tolist() == [[2]]
