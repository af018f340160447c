"""Files of workplaces, and where in their tree answers stand; every fault told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reports.answers.offline import (
    OfflineResponses,
    ResponsesFileError,
    parse_responses,
    place_in_tree,
    read_tree,
)
from reports.partitions import Unit
from tests.reports.campaigns import make_survey

if TYPE_CHECKING:
    from pathlib import Path

SURVEY = make_survey({"T": ("a",)}, groups={"employee": "protected"}, subject="unit")
TREE = Unit(
    "k",
    "Eksta kommun",
    below=(
        Unit("v", "Vård", 1, below=(Unit("n", "Norr", 3), Unit("s", "Söder", 3))),
        Unit("b", "Barn/unga", 2, below=(Unit("bn", "Norr", 3), Unit("bm", "Norr", 3))),
    ),
)


def _tree(folder: Path, text: str) -> Unit:
    path = folder / "tree.csv"
    path.write_text(text)
    return read_tree(path)


def _faults_of_tree(folder: Path, *rows: str) -> list[str]:
    with pytest.raises(ResponsesFileError) as caught:
        _tree(folder, "\n".join(("code;parent;name;asked", *rows)))
    return [str(fault) for fault in caught.value.faults]


def _placed(*rows: str, header: str = "unit;a") -> OfflineResponses:
    read = parse_responses("\n".join((header, *rows)).encode(), SURVEY, name="R.csv")
    return place_in_tree(read, TREE, "R.csv")


def _faults(*rows: str, header: str = "unit;a") -> list[str]:
    with pytest.raises(ResponsesFileError) as caught:
        _placed(*rows, header=header)
    return [str(fault) for fault in caught.value.faults]


def test_rows_in_any_order_become_the_tree(tmp_path: Path) -> None:
    text = "name;asked;code;parent\nNorr;12;n;v\nKommun;0;k;\nVård;2;v;k\nSöder;9;s;v\n"

    assert _tree(tmp_path, text) == Unit(
        "k",
        "Kommun",
        below=(Unit("v", "Vård", 2, below=(Unit("n", "Norr", 12), Unit("s", "Söder", 9))),),
    )


def test_every_fault_of_a_tree_is_told(tmp_path: Path) -> None:
    assert _faults_of_tree(tmp_path, "k;;Kommun;0", "k;;;x", "n;borta;Norr;1") == [
        "row 3, column name: the name is missing",
        "row 3, column asked: it must be a whole number, 0 or more",
        "row 3, column code: the code stands in row 2 too",
        "row 3, column parent: only one row may have no parent, the whole",
        "row 4, column parent: no row has this code",
    ]
    assert _faults_of_tree(tmp_path, "k;;Kommun;0", "a;b;A;1", "b;a;B;1") == [
        "row 3, column parent: it stands in a circle, under itself",
        "row 4, column parent: it stands in a circle, under itself",
    ]
    assert _faults_of_tree(tmp_path, "k;k;Kommun;0") == [
        "column parent: one row must have no parent: the whole"
    ]
    assert _faults_of_tree(tmp_path) == ["row 2: there is no row below the first"]


def test_a_tree_has_eight_levels_at_most(tmp_path: Path) -> None:
    rows = ["0;;Topp;0", *(f"{level};{level - 1};Nivå;1" for level in range(1, 8))]
    assert _tree(tmp_path, "\n".join(("code;parent;name;asked", *rows))).code == "0"

    assert _faults_of_tree(tmp_path, *rows, "8;7;Nivå;1") == [
        "row 10, column parent: it lies deeper than 8 levels"
    ]


def test_a_file_without_its_columns_is_told_all_of_them(tmp_path: Path) -> None:
    with pytest.raises(ResponsesFileError) as caught:
        _tree(tmp_path, "code;enhet\nk;Kommun\n")

    assert [fault.column for fault in caught.value.faults] == ["parent", "name", "asked"]


def test_a_unit_is_named_by_its_code_or_its_path() -> None:
    read = _placed("n;4", "Vård / Norr;5", "Eksta kommun/Vård;3", "Barn/unga;2", "Vård/Söder;1")

    standing = [read.responses.subjects[code] for code in read.responses.subject_codes]

    assert standing == ["n", "n", "v", "b", "s"]
    assert read.told == ("k", "v", "n", "s", "b", "bn", "bm")


def test_units_that_the_tree_lacks_or_has_twice_are_told_together() -> None:
    assert _faults("Norr;4", "Barn/unga/Norr;4", "Vård/Väster;4") == [
        "column unit: 'Norr' is no code and no path of the tree",
        "column unit: 'Barn/unga/Norr' is the path of bn and bm; write the code",
        "column unit: 'Vård/Väster' is no code and no path of the tree",
    ]


def test_more_answers_than_were_asked_are_a_fault_unless_by_drawn_codes() -> None:
    assert _faults("v;4", "v;5") == ["2 have answered in 'v', but only 1 were asked"]
    read = _placed("v;4;0", "v;5;1", "n;4;", header="unit;a;drawn")
    assert read.drawn is not None
    assert read.drawn.tolist() == [False, True, False]


def test_a_rater_stands_in_one_unit_once_however_it_is_named() -> None:
    assert _faults("n;4;r1", "Vård/Norr;5;r1", header="unit;a;rater") == [
        "column rater: rater r1 stands in 'n' 2 times"
    ]


def test_what_says_nothing_of_a_code_is_a_fault() -> None:
    assert _faults("n;4;ja", header="unit;a;drawn") == [
        "row 2, column drawn: 'ja' says nothing of a code; write 1 if it was drawn, else 0"
    ]
