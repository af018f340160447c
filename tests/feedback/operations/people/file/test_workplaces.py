"""A staff file says where everybody works, in whatever way the staff system writes it."""

from __future__ import annotations

import pytest

from feedback.operations.people.file import PeopleFileError, StaffFile, read_staff_file

NORTH = ("Vård och omsorg", "Äldreomsorg", "Hemtjänst Norr")
PATHS = """\
Namn;E-post;Anställningsnummer;Organisation;Är chef;Skyddad identitet
Eva Gran;eva.gran@example.se;;Vård och omsorg / Äldreomsorg / Hemtjänst Norr;ja;
Nils Falk;;4711;Vård och omsorg / Äldreomsorg / Hemtjänst Norr;;
Hemlig Person;hemlig@example.se;99;Vård och omsorg / Äldreomsorg / Hemtjänst Norr;;ja
Siv Ros;siv.ros@example.se;;Vård och omsorg / IT/Drift;nej;nej
"""
LEVELS = """\
Förnamn;Efternamn;E-post;Förvaltning;Avdelning;Enhet;Är chef
Eva;Gran;eva.gran@example.se;Vård och omsorg;Äldreomsorg;Hemtjänst Norr;x
Siv;Ros;siv.ros@example.se;Vård och omsorg;;;
"""
CODES = """\
Namn;E-post;Kod;Enhet;Överordnad kod;Chef
;;10;Vård och omsorg;;
;;11;Äldreomsorg;10;
Eva Gran;eva.gran@example.se;12;Hemtjänst Norr;11;Ja
Siv Ros;siv.ros@example.se;11;Äldreomsorg;10;Nej
"""


def read(text: str) -> StaffFile:
    """Read a file as the staff system saves it."""
    return read_staff_file(text.encode("utf-8-sig"))


def told(text: str) -> list[str]:
    """Return all that is wrong with a file, in Swedish."""
    with pytest.raises(PeopleFileError) as error:
        read(text)
    return [notice.text("sv") for notice in error.value.notices]


def test_a_path_makes_every_workplace_on_its_way() -> None:
    file = read(PATHS)

    assert {*file.workplaces} == {
        NORTH,
        NORTH[:2],
        NORTH[:1],
        ("Vård och omsorg", "IT/Drift"),
    }
    assert {(one.name, one.identity, one.workplace, one.is_head) for one in file.employees} == {
        ("Eva Gran", "eva.gran@example.se", NORTH, True),
        ("Nils Falk", "#4711", NORTH, False),
        ("Siv Ros", "siv.ros@example.se", ("Vård och omsorg", "IT/Drift"), False),
    }


def test_of_a_protected_identity_only_the_number_is_read() -> None:
    file = read(PATHS)

    assert file.unnamed == {NORTH: 1}
    assert "emlig" not in repr(file)
    assert "99" not in repr(file)


def test_levels_may_end_where_somebody_works() -> None:
    file = read(LEVELS)

    assert {one.name: one.workplace for one in file.employees} == {
        "Eva Gran": NORTH,
        "Siv Ros": ("Vård och omsorg",),
    }


def test_codes_say_what_is_above_and_a_row_may_be_a_workplace_alone() -> None:
    file = read(CODES)

    assert file.workplaces == {NORTH: "12", NORTH[:2]: "11", NORTH[:1]: "10"}
    assert {one.name: one.is_head for one in file.employees} == {"Eva Gran": True, "Siv Ros": False}


def test_a_column_that_names_the_head_is_no_mark() -> None:
    file = read(PATHS.replace(";ja;", ";Eva Gran;").replace("nej;nej", "Eva Gran;nej"))

    assert not any(one.is_head for one in file.employees)
    assert any("Den läses inte" in notice.text("sv") for notice in file.advice)


def test_every_fault_is_told_at_once() -> None:
    faults = told(
        "Namn;E-post;Organisation;Är chef;Skyddad identitet\n"
        "Eva Gran;eva.gran@example.se;Skola;ja;\n"
        "Olle Sand;olle.sand@example.se;Skola;ja;\n"
        "Siv Ros;siv.ros.example.se;Skola;;\n"
        "Per Holm;;Skola;nja;\n"
        "Nils Falk;nils.falk@example.se;;;\n"
        "Eva Gran;eva.gran@example.se;Skola / Norra;;\n"
        "Ida Berg;ida.berg@example.se;1/2/3/4/5/6/7/8/9;;\n"
        "Kim Ek;kim.ek@example.se;Skola;ja;ja\n"
    )

    for row, words in (
        (3, "Skola har två chefer, Eva Gran och Olle Sand"),
        (4, "siv.ros.example.se"),
        (5, "Ange e-post, eller ett anställningsnummer"),
        (5, "”nja” är varken ja eller nej"),
        (6, "säger inte var personen arbetar"),
        (7, "står på flera rader"),
        (9, "En chef läser under sitt eget namn"),
    ):
        assert any(line.startswith(f"Rad {row}") and words in line for line in faults), (
            row,
            faults,
        )


def test_whatever_is_no_clear_no_names_nobody() -> None:
    file = read(
        "Namn;E-post;Organisation;Sekretessmarkering\n"
        "Hemlig Person;hemlig@example.se;Skola;kanske\n"
        "Eva Gran;eva.gran@example.se;Skola;Nej\n"
    )

    assert [one.name for one in file.employees] == ["Eva Gran"]
    assert file.unnamed == {("Skola",): 1}
    assert file.advice == ()


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("A;Skola;B\nx;x@example.se;B;Norra;A", "ligger under"),
        ("A;Skola;Q", "som inte finns i filen"),
        ("A;Skola;\ny;y@example.se;A;Annan;", "står med ett annat namn"),
    ],
    ids=["a ring", "nothing above", "two names"],
)
def test_a_code_has_one_place_in_the_tree(codes: str, words: str) -> None:
    faults = told(f"Namn;E-post;Kod;Enhet;Överordnad kod\nEva Gran;eva@example.se;{codes}\n")

    assert any(words in line for line in faults), faults


def test_levels_deeper_than_eight_are_refused() -> None:
    path = " / ".join(map(str, range(9)))

    faults = told(f"Namn;E-post;Organisation\nEva Gran;eva@example.se;{path}\n")

    [fault] = faults
    assert fault.startswith("Rad 2, Organisation: Arbetsplatsen ligger djupare än 8 nivåer.")
