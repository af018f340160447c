"""Surveys are found by id, in the package and in an operator's folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from surveys.errors import SurveyFileError, UnknownSurveyError
from surveys.library import find_survey, list_surveys, open_library
from tests.surveys.samples import SMALL

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_package_brings_its_own_survey() -> None:
    assert find_survey("orebro").id == "orebro"
    assert "orebro" in [survey.id for survey in list_surveys()]


def test_surveys_of_a_folder_stand_after_those_of_the_package(tmp_path: Path) -> None:
    write(tmp_path, "b.yaml", SMALL.replace("id: small", "id: b"))
    write(tmp_path, "a.yml", SMALL.replace("id: small", "id: a"))
    write(tmp_path, "notes.txt", "not a survey")

    ids = [survey.id for survey in list_surveys(extra_folders=[tmp_path])]

    assert ids[-2:] == ["a", "b"]
    assert find_survey("b", extra_folders=[tmp_path]).id == "b"


def test_an_unknown_survey_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownSurveyError, match=r"no survey has the id `saknas`; .*orebro"):
        find_survey("saknas", extra_folders=[tmp_path, tmp_path / "finns-inte"])


def test_a_faulty_file_hides_no_other_survey(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "id: a\n")
    write(tmp_path, "b.yaml", SMALL)

    assert find_survey("small", extra_folders=[tmp_path]).id == "small"
    assert open_library(extra_folders=[tmp_path]).faults
    with pytest.raises(SurveyFileError, match=r"a\.yaml:1:1: `title` is missing"):
        find_survey("a", extra_folders=[tmp_path])


def test_an_id_that_is_taken_is_a_fault_and_the_first_one_stays(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", SMALL.replace("id: small", "id: orebro"))

    library = open_library(extra_folders=[tmp_path])

    assert len(library.surveys["orebro"].items) == 38
    assert [fault.what for fault in library.faults] == [
        "another file holds a survey with the id `orebro`"
    ]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", SMALL)
    assert find_survey("small", extra_folders=[tmp_path]).version == 1

    path.write_text(SMALL.replace("version: 1", "version: 2"), encoding="utf-8")
    os.utime(path, ns=(0, 1))

    assert find_survey("small", extra_folders=[tmp_path]).version == 2
