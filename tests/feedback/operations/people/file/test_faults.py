"""Every fault of a people file is told: its row, its column, what is wrong, what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.operations.people.file import Notice, PeopleFileError, read_people_file
from feedback.operations.people.file.texts import TEXTS
from surveys.library import find_survey
from tests.factories import small_survey
from tests.feedback.operations.people.file.people_files import HEADINGS, KARIN, OLLE, csv_bytes, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.people.file import PeopleFile
    from tests.feedback.operations.people.file.people_files import Row

SURVEY = small_survey()
GOOD = row("Bo Ek")


def read(rows: Sequence[Row], headings: Sequence[str] = HEADINGS) -> PeopleFile:
    return read_people_file(csv_bytes(rows, headings, separator=";"), SURVEY)


def faults(rows: Sequence[Row], headings: Sequence[str] = HEADINGS) -> tuple[Notice, ...]:
    with pytest.raises(PeopleFileError) as caught:
        read(rows, headings)
    return tuple(caught.value.notices)


def codes(notices: Sequence[Notice]) -> list[str]:
    return [notice.code for notice in notices]


def test_all_faults_are_told_at_once_by_row() -> None:
    found = faults(
        [
            row("Anna Berg", email="anna.berg"),
            row("Bo Ek", "styrelse"),
            row("Cia Dahl", language="tyska"),
            row("Dan Frid", ""),
            (*KARIN, "", "", "team", ""),
        ]
    )

    assert [(notice.row, notice.code) for notice in found] == [
        (2, "address-wrong"),
        (3, "group-unknown"),
        (4, "language-unknown"),
        (5, "value-missing"),
        (6, "rater-unknown"),
    ]


def test_a_fault_names_the_row_the_column_and_what_would_be_right() -> None:
    (fault,) = faults([GOOD, row("Anna Berg", "kollega")])

    assert fault.text("sv") == (
        "Rad 3, group: Gruppen ”kollega” finns inte i enkäten. Skriv "
        "Närmaste chef, Chefskollegor, Medarbetare."
    )
    assert fault.text("en").startswith("Row 3, group: The survey has no group “kollega”.")


def test_a_missing_column_is_told_with_the_nearest_heading() -> None:
    headings = [*HEADINGS]
    headings[7] = "Gruppp"

    (fault,) = faults([GOOD], headings)

    assert fault.code == "column-missing"
    assert "Gruppp?" in fault.text("sv")


def test_all_missing_columns_are_told() -> None:
    found = faults([("x", "y")], ("rater_name", "workplace"))

    assert [notice.text("en").split(" is missing")[0] for notice in found] == [
        "The column Leader email",
        "The column Leader name",
        "The column Group",
        "The column Rater email",
    ]


def test_a_column_that_is_there_twice_is_told() -> None:
    (fault,) = faults([(*GOOD, "x")], (*HEADINGS, "E-post chef"))

    assert fault.code == "column-twice"


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("CHEFENS  E-POSTADRESS", 0),
        ("Chefens mejl:", 0),
        ("Leader e-mail", 0),
        ("Chef", 1),
        ("Befattning", 2),
        ("Förvaltning", 3),
        ("Coach", 4),
        ("Svarande epost", 5),
        ("Respondentens namn", 6),
        ("Relation", 7),
        ("språk", 8),
    ],
)
def test_headings_may_be_spelled_in_many_ways(heading: str, place: int) -> None:
    headings = [*HEADINGS]
    headings[place] = heading

    assert read([GOOD], headings).people.invitations == 1


@pytest.mark.parametrize(
    ("group", "key"),
    [
        ("team", "team"),
        ("TEAM", "team"),
        ("Medarbetare", "team"),
        (" medarbetare ", "team"),
        ("PEERS", "peer"),
        ("närmaste  chef", "manager"),
        ("1. Medarbetare", "team"),
        ("3) Närmaste chef", "manager"),
    ],
)
def test_groups_are_known_by_key_and_by_label_in_every_language(group: str, key: str) -> None:
    (entry,) = read([row("Anna Berg", group)]).people.leaders[0].raters

    assert entry.group == key


@pytest.mark.parametrize(
    ("word", "key"),
    [("chef", "manager"), ("Kollega", "peer"), ("KOLLEGOR", "peer"), ("anställd", "team")],
)
def test_a_survey_says_by_which_other_words_a_group_is_known(word: str, key: str) -> None:
    content = csv_bytes([row("Anna Berg", word)], HEADINGS, separator=";")

    (entry,) = read_people_file(content, find_survey("orebro")).people.leaders[0].raters

    assert entry.group == key


@pytest.mark.parametrize(
    ("language", "key"),
    [
        ("", "sv"),
        ("Svenska", "sv"),
        ("EN", "en"),
        ("engelska", "en"),
        ("lätt svenska", "sv-simple"),
        ("sv_simple", "sv-simple"),
    ],
)
def test_languages_are_known_by_key_and_by_name(language: str, key: str) -> None:
    (entry,) = read([row("Anna Berg", language=language)]).people.leaders[0].raters

    assert entry.language == key


@pytest.mark.parametrize(
    "written",
    [
        "Anna.Berg@Example.SE",
        " anna.berg@example.se ",
        "Anna Berg <anna.berg@example.se>",
        "mailto:anna.berg@example.se",
        "anna.berg\u200b@example.se",
        "anna.berg@example.se\u00a0",
        "anna.berg@example.se,",
    ],
)
def test_addresses_are_folded_however_they_are_pasted(written: str) -> None:
    (entry,) = read([row("Anna Berg", email=written)]).people.leaders[0].raters

    assert entry.email == "anna.berg@example.se"


@pytest.mark.parametrize(
    ("wrong", "guess"),
    [
        ("anna.berg@example,se", "anna.berg@example.se"),
        ("anna berg@example.se", "annaberg@example.se"),
        ("åsa.öberg@example.se", "asa.oberg@example.se"),
        ("anna(at)example.se", "anna@example.se"),
        ("anna..berg@example.se", "anna.berg@example.se"),
    ],
)
def test_a_wrong_address_is_told_with_what_it_may_have_been(wrong: str, guess: str) -> None:
    (fault,) = faults([GOOD, row("Anna Berg", email=wrong)])

    assert fault.code == "address-wrong"
    assert fault.text("sv").endswith(f" {guess}?")


@pytest.mark.parametrize("wrong", ["anna", "anna@", "@example.se", "anna@example", "a@b@c.se"])
def test_what_is_no_address_is_a_fault(wrong: str) -> None:
    assert codes(faults([GOOD, row("Anna Berg", email=wrong)])) == ["address-wrong"]


def test_an_invitation_that_is_there_twice_is_told_with_its_first_row() -> None:
    (fault,) = faults([row("Anna Berg"), GOOD, row("Anna Berg", "peer")])

    assert (fault.code, fault.row, fault.values["first"]) == ("invited-twice", 4, 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (1, "Karin Lundh"),
        (2, "Biträdande rektor"),
        (3, "Södra skolan"),
        (4, "nils.coach@example.se"),
    ],
)
def test_a_leaders_facts_agree_on_all_rows(column: int, value: str) -> None:
    other = [*KARIN]
    other[column] = value

    (fault,) = faults([row("Anna Berg"), row("Bo Ek", leader=tuple(other))])

    assert (fault.code, fault.row) == ("leader-differs", 3)


def test_a_leaders_facts_need_stand_only_once() -> None:
    bare = (KARIN[0], KARIN[1], "", "", "")

    people = read([row("Anna Berg", leader=bare), row("Bo Ek")]).people

    assert people.leaders[0].title == "Rektor"
    assert people.leaders[0].coach_email == "siv.ros@example.se"


def test_a_leader_with_nobody_to_answer_is_told() -> None:
    found = faults([GOOD, (*OLLE, "", "", "", "")])

    assert codes(found) == ["leader-alone"]


@pytest.mark.parametrize(
    "own",
    [row("Karin Lund", "self"), (*KARIN, "", "", "Jag", ""), row("Karin Lund", "team")],
    ids=["own address", "no address", "another group"],
)
def test_a_leaders_own_row_is_not_needed_and_told(own: Row) -> None:
    found = read([GOOD, own])

    assert codes(found.advice) == ["self-listed"]
    assert [entry.name for entry in found.people.leaders[0].raters] == ["Bo Ek"]


def test_a_leaders_own_row_may_name_their_language() -> None:
    assert read([GOOD, row("Karin Lund", "self", language="en")]).people.leaders[0].language == "en"


def test_somebody_elses_row_in_the_leaders_own_group_is_a_fault() -> None:
    assert codes(faults([GOOD, row("Anna Berg", "self")])) == ["self-other"]


def test_a_leader_is_not_their_own_coach() -> None:
    own = (*KARIN[:4], KARIN[0])

    assert "coach-is-leader" in codes(faults([row("Anna Berg", leader=own)]))


def test_raters_without_an_address_need_a_number_and_a_name() -> None:
    slip = (*KARIN, "", "", "team", "", "17")

    (fault,) = faults([(*GOOD, ""), slip], (*HEADINGS, "rater_id"))

    assert (fault.code, fault.column) == ("value-missing", "rater_name")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row("Anna Berg"), row("Ana Berg", "peer", leader=OLLE, email="anna.berg@example.se")],
         "two-names"),
        ([row("Anna Berg"), row("Anna Berg", email="anna.b@example.se")], "two-addresses"),
        ([row("Anna Berg"), row("Anna Berg", "peer", leader=OLLE, language="en"),
          row("Anna Berg", "peer", leader=("x@example.se", "X Y", "", "", ""), language="sv")],
         "two-languages"),
        ([row("Anna Berg", email="anna@exampel.se"), *(row(f"P {n}") for n in range(5))],
         "odd-domain"),
    ],
    ids=["two names", "two addresses", "two languages", "odd domain"],
)  # fmt: skip
def test_what_may_be_a_slip_is_told_and_let_through(rows: list[Row], code: str) -> None:
    assert codes(read(rows).advice) == [code]


def test_markup_and_braces_in_cells_are_only_words() -> None:
    (fault,) = faults([GOOD, row("Anna Berg", "{group} <b>")])

    assert "”{group} <b>”" in fault.text("sv")


def test_every_notice_has_its_words_in_both_languages() -> None:
    assert all(set(words) == {"sv", "en"} and all(words.values()) for words in TEXTS.values())


@pytest.mark.parametrize(
    "written", ["2026-03-04", "2026-03-04T00:00:00", "46000", "TRUE", "falskt", "n/a", "-", "?"]
)
def test_what_is_no_name_greets_nobody(written: str) -> None:
    (fault,) = faults([GOOD, row(written, email="ida.lim@example.se")])

    assert fault.text("sv") == (
        f"Rad 3, rater_name: I cell G3 står ”{written}” i stället för ett namn. Skriv namnet."
    )


@pytest.mark.parametrize(
    "line",
    [
        ("Kvar att fylla", "", "", "", "", "3", "", "", ""),
        ("OBS! Anna är ledig till mars", *[""] * 8),
        HEADINGS,
    ],
)
def test_a_row_about_nobody_is_one_fault(line: Row) -> None:
    (fault,) = faults([GOOD, line])

    assert (fault.row, fault.code) == (3, "row-nobody")
