"""What the product writes it reads back, in every format and language."""

from __future__ import annotations

import csv
import io
from string import ascii_lowercase

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from feedback.operations.people.difference import difference
from feedback.operations.people.file import people_csv, people_xlsx, read_people_file
from feedback.operations.people.file.writing import headings
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.text.addresses import is_address, read_address
from feedback.text.damaged import damage_of
from feedback.text.names import is_no_name, read_number
from feedback.text.one_line import one_line
from tests.factories import small_survey
from tests.feedback.operations.people.file.people_files import HEADINGS
from tests.proof_size import proof_runs

SURVEY = small_survey()
SIGNS = "åäöÅÄÖéß '\u00b4-=+@;,|\t\"#&/()<>0123456789.:!?łЯ中" + ascii_lowercase
WORDS = st.text(SIGNS, max_size=20).map(one_line).filter(lambda text: damage_of(text) is None)
NAMES = WORDS.filter(lambda text: bool(text) and not is_no_name(text)) | st.sampled_from(
    ["Lund, Karin", '"Lund, Karin"', "von Essen, Siv", "Karin Lund, HR", '"Bo"']
)
NUMBERS = (
    st.text("0123456789,.eE+-# aÅ'=", min_size=1, max_size=8)
    .map(read_number)
    .filter(lambda text: bool(text) and damage_of(text, may_hold_signs=True) is None)
)
ADDRESSES = (
    st.builds(
        "{}@{}".format,
        st.from_regex(r"[a-z0-9][a-z0-9+._'!=-]{0,6}[a-z0-9]", fullmatch=True),
        st.sampled_from(["exempel.se", "örebro.se", "xn--p1ai.xn--p1ai"]),
    )
    .map(read_address)
    .filter(is_address)
)
LANGUAGES = st.sampled_from(["sv", "en", "sv-simple", "fi"])
GROUPS = st.sampled_from(["manager", "peer", "team"])


@st.composite
def raters(draw: st.DrawFn) -> RaterEntry:
    has_address = draw(st.booleans())
    return RaterEntry(
        name=draw(NAMES),
        group=draw(GROUPS),
        email=f"r{draw(ADDRESSES)}" if has_address else None,
        own_number=None if has_address else draw(NUMBERS),
        language=draw(LANGUAGES),
        workplace=draw(WORDS),
    )


@st.composite
def leaders(draw: st.DrawFn) -> LeaderEntry:
    found = draw(st.lists(raters(), max_size=4, unique_by=lambda rater: rater.identity))
    others = st.none() | ADDRESSES.map(lambda address: f"c{address}")
    return LeaderEntry(
        email=f"l{draw(ADDRESSES)}",
        name=draw(NAMES),
        title=draw(WORDS),
        workplace=draw(WORDS),
        coach_email=draw(others),
        approver_email=draw(others),
        language=draw(LANGUAGES),
        raters=tuple(found),
    )


LISTS = st.lists(leaders(), min_size=1, max_size=4, unique_by=lambda leader: leader.email).map(
    lambda found: PeopleList(tuple(found)).unified()
)


def pasted(workbook: bytes) -> bytes:
    """Return what Excel lays on the clipboard for a sheet."""
    sheet = load_workbook(io.BytesIO(workbook)).worksheets[0]
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t", lineterminator="\r\n")
    writer.writerows(sheet.iter_rows(values_only=True))
    return stream.getvalue().encode()


def written(people: PeopleList, language: str) -> dict[str, bytes]:
    workbook = people_xlsx(people, SURVEY, language)
    return {
        "csv": people_csv(people, SURVEY, language),
        "xlsx": workbook,
        "paste": pasted(workbook),
    }


def _comes_back(people: PeopleList, language: str) -> None:
    for kind, content in written(people, language).items():
        found = read_people_file(content, SURVEY, leaders_may_be_alone=True)
        change = difference(people, found.people.unified())
        assert change.is_empty, (kind, change)


CALM = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@CALM
@given(people=LISTS, language=st.sampled_from(["sv", "en"]))
def test_a_list_comes_back_as_it_was(people: PeopleList, language: str) -> None:
    _comes_back(people, language)


@pytest.mark.proof
@settings(CALM, max_examples=proof_runs(1000))
@given(people=LISTS, language=st.sampled_from(["sv", "en"]))
def test_a_thousand_lists_come_back_as_they_were(people: PeopleList, language: str) -> None:
    _comes_back(people, language)


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "'=1+1",
        '=""',
        '="0019"',
        "''=x",
        "-Anna",
        "+46",
        "@anna",
        "'Anna'",
        '"Bo" Ek',
        "sep=;",
        "'",
    ],
)
def test_names_that_look_like_something_else_come_back(name: str) -> None:
    rater = RaterEntry(name, "team", "rb@exempel.se", workplace=name)
    people = PeopleList((LeaderEntry("la@exempel.se", name, name, name, raters=(rater,)),))

    for language in ("sv", "en"):
        _comes_back(people, language)


def test_a_leaders_language_comes_back_whether_or_not_there_are_raters() -> None:
    rater = RaterEntry("Bo Ek", "team", "bo.ek@exempel.se")
    people = PeopleList(
        (
            LeaderEntry("l1@exempel.se", "Karin Lund", language="en", raters=(rater,)),
            LeaderEntry("l2@exempel.se", "Olle Sand", language="en"),
        )
    )

    _comes_back(people, "sv")


@pytest.mark.parametrize("people", [PeopleList(()), PeopleList((LeaderEntry("l@e.se", "Bo"),))])
def test_a_download_has_one_language_only(people: PeopleList) -> None:
    english = {name.replace("_", " ") for name in HEADINGS}

    for language, kinds in {one: written(people, one) for one in ("sv", "en")}.items():
        for kind, content in kinds.items():
            if kind == "xlsx":
                rows = [line for one in load_workbook(io.BytesIO(content)) for line in one.values]
                cells = {str(cell or "") for line in rows for cell in line}
            else:
                first = content.decode("utf-8-sig").splitlines()[0]
                cells = {*first.replace("\t", ";").split(";")}
            found = {cell.casefold() for cell in cells} & english
            assert found == (set() if language == "sv" else english)
            assert not any("_" in cell for cell in cells)


def test_the_headings_of_a_swedish_download_are_these() -> None:
    assert headings("sv") == [
        "Chefens e-post",
        "Chefens namn",
        "Chefens titel",
        "Enhet",
        "Coachens e-post",
        "Godkännarens e-post",
        "Svarandes e-post",
        "Svarandes namn",
        "Svarandes enhet",
        "Svarandes id",
        "Relation",
        "Språk",
    ]
