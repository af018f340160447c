"""The report of a head: what it says of a workplace, and what it never says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from reports.release.parts import PartCell
from reports.release.rounding import rounded
from reports.sections.pieces import Bullets, Comment, Grid, Piece, Section, Text, Together
from reports.shown.parts import part_margin95, part_profile
from reports.subjects.unit import part_sections
from reports.subjects.unit.report import listed_item
from tests.reports.workplaces import material, part, survey


def pieces_of(section: Section) -> list[Piece]:
    """Return all pieces of a section, those that stay together too."""
    found: list[Piece] = []
    for piece in section.pieces:
        found += piece.pieces if isinstance(piece, Together) else [piece]
    return found


def words_of(section: Section) -> str:
    """Return all that is written in a section."""
    written: list[str] = []
    for piece in pieces_of(section):
        if isinstance(piece, (Text, Comment)):
            written.append(piece.text)
        elif isinstance(piece, Bullets):
            written += piece.items
        elif isinstance(piece, Grid):
            written += [*piece.header, *(value for row in piece.rows for value in row)]
    return "\n".join(written)


def test_the_means_are_those_of_the_people_of_the_part() -> None:
    own = part("norr").figures
    profile = material("norr").profile

    for item in profile.ranked:
        cell = own.cells[own.items.index(item.key)]
        assert cell is not None
        assert item.own.exact == Fraction(cell.sum, cell.n)


def test_a_theme_is_over_as_or_under_the_organisation_as_its_interval_says() -> None:
    words = {"norr": set[str](), "skola": set[str]()}
    for code, found in words.items():
        for theme in material(code).profile.themes:
            assert theme.difference is not None
            low = theme.difference.exact - Fraction(theme.difference.margin95)
            high = theme.difference.exact + Fraction(theme.difference.margin95)
            against = "over" if low > 0 else "under" if high < 0 else "as"
            assert theme.difference.against in {against, "as"}
            found.add(theme.difference.against)

    assert "under" in words["norr"]
    assert "under" not in words["skola"]


def test_the_margin_is_that_of_a_mean_of_some_against_the_mean_of_all() -> None:
    # sigma² (1/n - 1/N), as of n drawn from N: exact when the whole is the part, or has no end.
    assert part_margin95(1.0, 100, 100) == 0
    assert part_margin95(1.0, 25, 10**12) == pytest.approx(1.96 / 5, abs=1e-4)
    assert part_margin95(0.9, 25, 300) == pytest.approx(1.96 * 0.9 * (11 / 300) ** 0.5, abs=1e-4)


def test_no_rank_and_no_sibling_stands_in_the_report() -> None:
    written = "\n".join(words_of(section) for section in part_sections(material("norr")))

    assert "Äldreomsorg" in written
    assert not any(name in written for name in ("Söder", "Skola", "Park"))
    assert "plats" not in written.replace("arbetsplats", "")


def test_strongest_and_weakest_are_three_each_with_the_gap_as_it_is_printed() -> None:
    shown = material("norr")

    assert len(shown.profile.strongest) == len(shown.profile.weakest) == 3
    assert not {one.key for one in shown.profile.strongest} & {
        one.key for one in shown.profile.weakest
    }
    for item in (*shown.profile.strongest, *shown.profile.weakest):
        said = listed_item(shown, item)
        assert item.whole is not None
        gap = rounded(item.own.exact, 1) - rounded(item.whole.exact, 1)
        assert said.endswith(
            f"skillnad {'+' if gap > 0 else ''}{gap}.".replace(".", ",", 1).replace("-", "−")
        )


def test_three_things_are_to_be_talked_about_and_the_first_is_to_keep() -> None:
    meeting = next(one for one in part_sections(material("norr")) if one.key == "meeting")
    listed = [piece for piece in pieces_of(meeting) if isinstance(piece, Bullets)]

    assert [len(one.items) for one in listed] == [3, 5]
    assert listed[0].items[0].startswith("Behåll: ")
    assert all(one.startswith("Prata om: ") for one in listed[0].items[1:])
    assert sum(int(step.split()[0]) for step in listed[1].items) == 30


def test_the_share_that_answered_is_told_as_a_step() -> None:
    assert "44 personer svarade. Det är mellan 60 och 80 procent" in words_of(
        part_sections(material("skola"))[0]
    )


def test_comments_that_several_parts_have_together_say_whose_they_are() -> None:
    written = words_of(part_sections(material("natt"))[-1])

    assert "står kommentarerna från" in written
    assert "Övriga i Äldreomsorg" in written


def test_the_whole_stands_beside_nothing_and_names_no_part() -> None:
    first = part_sections(material("k"))[0]
    grid = next(piece for piece in first.pieces if isinstance(piece, Grid))

    assert grid.header == ("Egenskap", "Ni", "Sedan förra gången")
    assert len(grid.rows) == len(survey().traits)


def test_a_theme_that_few_answered_says_so_and_is_compared_with_nothing() -> None:
    own = part("norr").figures
    hidden = replace(own, cells=(None,) * 4 + own.cells[4:])

    theme = part_profile(hidden, part("k").figures).themes[0]

    assert (theme.own, theme.difference, theme.change) == (None, None, None)


def test_a_theme_is_compared_over_the_statements_that_the_part_shows() -> None:
    own, whole = part("norr").figures, part("k").figures
    hidden = replace(own, cells=(None, *own.cells[1:]))
    positions = [own.items.index(key) for key in own.traits[0][1] if key != own.items[0]]

    theme = part_profile(hidden, whole).themes[0]

    cells = [whole.cells[at] for at in positions]
    assert theme.whole is not None
    assert theme.whole.exact == sum(Fraction(one.sum, one.n) for one in cells if one) / len(cells)


def test_what_may_only_be_an_upper_bound_says_so() -> None:
    own = part("norr").figures
    lowest = PartCell(25, 25, 26, at_most=True, bands=None, favourable=None)
    guarded = replace(part("norr"), figures=replace(own, cells=(lowest, *own.cells[1:])))
    shown = replace(material("norr"), own=guarded)

    assert "högst" in listed_item(shown, shown.profile.weakest[0])


def test_english_says_the_same() -> None:
    swedish, english = (part_sections(material("norr", language)) for language in ("sv", "en"))

    assert [one.key for one in swedish] == [one.key for one in english]
    assert "under the organisation" in words_of(english[0])
