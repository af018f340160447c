"""What stands in a report, and what does not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reports.disclosure import Before, release_subjects
from reports.errors import UnknownSectionError
from reports.pdf import render_report, styles
from reports.policy import LEAST_K, DisclosurePolicy
from reports.release.means import item_sigma, margin95
from reports.sections.cover import Marks, Withholdings
from reports.sections.material import Material
from reports.sections.pieces import (
    Chart,
    Comment,
    Grid,
    Heading,
    Section,
    Text,
    Together,
    WritingLines,
)
from reports.sections.report import sections
from reports.shown.naming import limits_of
from tests.reports.pdf.cases import (
    COVER,
    EVERYBODY,
    TWELVE,
    orebro,
    release_of,
    responses_of,
    survey_of,
)
from tests.reports.report_cases import material_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece

WRITTEN = ["Lyssnar färdigt.", "Ring tillbaka oftare.", "Säg vem som bestämmer."]


def _on_paper(case: str) -> Material:
    return replace(material_of(case), has_cover=True, width=float(styles.WIDTH))


def _material(raters: dict[str, int], **options: object) -> Material:
    return Material(release_of(raters), orebro(), COVER, "sv", **options)  # type: ignore[arg-type]  # each case gives its own


def _keys(material: Material) -> list[str]:
    return [section.key for section in sections(material)]


def _section(material: Material, key: str) -> Section:
    return next(section for section in sections(material) if section.key == key)


def _words(section: Section) -> str:
    return " ".join(_piece_words(piece) for piece in section.pieces)


def _flat(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Together):
            yield from _flat(piece.pieces)
        else:
            yield piece


def _piece_words(piece: object) -> str:
    if isinstance(piece, Together):
        return " ".join(_piece_words(one) for one in piece.pieces)
    if isinstance(piece, Grid):
        return " ".join(cell for row in (piece.header, *piece.rows) for cell in row)
    if isinstance(piece, WritingLines):
        return f"{piece.label} {piece.value}"
    if isinstance(piece, Text | Heading | Comment):
        return piece.text
    return " ".join(getattr(piece, "items", ()))


def test_the_message_stands_first_and_strengths_before_what_to_develop() -> None:
    words = _words(_section(material_of("bimodal"), "summary"))
    awkward = _words(_section(_material(EVERYBODY), "summary"))

    assert words.index("Det första att") < words.index("Egenskaperna i korthet")
    assert awkward.index("Högre än du tror") < awkward.index("Lägre än du tror")


@pytest.mark.parametrize(
    ("raters", "said"),
    [
        ({"self": 1, "team": 2}, "bara dina egna svar"),
        ({"self": 1, "manager": 1}, "svar från er som visas med er roll"),
        ({}, "finns inga svar att visa"),
    ],
)
def test_the_opening_says_whose_answers_are_here(raters: dict[str, int], said: str) -> None:
    words = _words(_section(_material(raters), "opening"))

    assert said in words
    assert ("Så läser du siffrorna" in words) is bool(raters)


def test_a_full_report_has_its_sections_in_order() -> None:
    keys = _keys(_material(EVERYBODY))

    assert [key for key in keys if not key.startswith("trait-")] == [
        "opening",
        "summary",
        "profile",
        "map",
        "ranking",
        "differences",
        "comments",
        "plan",
        "talk",
        "method",
        "values",
    ]


def test_why_nothing_is_shown_stands_below_the_traits_where_it_fits() -> None:
    three_traits = survey_of(3, 9)
    release = release_of({"self": 1, "team": 3}, three_traits)
    width = float(styles.WIDTH)
    material = Material(release, three_traits, COVER, "sv", has_cover=True, width=width)

    assert _keys(material)[-6:] == ["differences", "comments", "plan", "talk", "method", "values"]


@pytest.mark.parametrize("case", ["all6", "n3"])
def test_why_nothing_is_shown_stands_below_the_talk_else(case: str) -> None:
    assert _keys(_on_paper(case))[-5:] == ["talk", "differences", "comments", "method", "values"]


def test_what_the_group_answers_is_written_where_the_page_of_the_talk_has_room() -> None:
    assert "Det här svarade gruppen" in _words(_section(_on_paper("n12"), "talk"))
    assert "Det här svarade gruppen" not in _words(_section(material_of("n12"), "talk"))  # the web
    # The table at the end begins on this page.
    assert "Det här svarade gruppen" not in _words(_section(_on_paper("all1"), "talk"))


def test_each_question_to_the_group_has_lines_for_its_answers() -> None:
    first, second, *_ = orebro().traits[0].items
    material = replace(_on_paper("n12"), marks=Marks(ask=(first.key, second.key)))

    talk = _flat(_section(material, "talk").pieces)

    lines = {piece.label: piece.count for piece in talk if isinstance(piece, WritingLines)}
    assert list(lines) == [first.self_["sv"], second.self_["sv"]]
    assert min(lines.values()) > 0


def test_rows_of_a_trait_are_taller_where_the_page_has_room() -> None:
    paper, web = (
        [
            piece.drawing.height
            for piece in _section(material, "trait-klar").pieces
            if isinstance(piece, Chart)
        ]
        for material in (_on_paper("n12"), replace(_on_paper("n12"), has_cover=False))
    )

    assert paper[0] > web[0] + 10


@pytest.mark.parametrize("case", ["all6", "n3", "n12"])
def test_a_page_tells_what_there_is_before_what_to_do(case: str) -> None:
    keys = [one.key for one in sections(material_of(case))]

    assert keys[keys.index("differences") :][:3] == ["differences", "comments", "plan"]


def test_below_where_views_differ_one_writes_where_half_a_page_stood_empty() -> None:
    asked = "I vilka lägen kan de som har svarat"

    assert asked in _words(_section(_on_paper("n12"), "differences"))
    assert asked not in _words(_section(material_of("n12"), "differences"))  # a page of the web
    assert asked not in _words(_section(_on_paper("comments"), "differences"))  # it is full


@pytest.mark.parametrize("case", ["all1", "all6"])
def test_traits_whose_marks_lie_on_each_other_share_a_page_all_the_same(case: str) -> None:
    traits = [one for one in sections(_on_paper(case)) if one.key.startswith("trait-")]

    assert [one.shares_page for one in traits] == [False, True, False, True]


def test_without_others_only_the_leaders_own_picture_stands() -> None:
    material = _material({"self": 1, "team": 2})

    keys = _keys(material)

    assert "summary" not in keys
    assert "ranking" not in keys
    assert "Inga andra svar kan visas" in _words(_section(material, "opening"))


def test_one_manager_is_shown_as_what_one_person_sees() -> None:
    material = _material({"self": 1, "manager": 1, "team": 4})

    assert "Det här är vad en person ser" in _words(_section(material, "profile"))
    assert "Det här är vad en person ser" in _words(_section(material, "opening"))


def _seen(own: int, group: str, others: list[int]) -> Material:
    """Return a report where every item but the first gets the same from everybody."""
    survey = survey_of(2, 3, (1, 5))
    given = responses_of({"self": 1, group: len(others)}, survey)
    ratings = given.ratings.copy()
    ratings[:] = 4
    ratings[:, 0] = [own, *others]
    release = release_subjects(replace(given, ratings=ratings), DisclosurePolicy())["leader"]
    return Material(release, survey, COVER, "sv")


@pytest.mark.parametrize(
    ("own", "others", "is_listed", "is_fragile"),
    [
        (5, [3] * 12, True, False),
        (5, [4] * 12, True, True),
        (4, [4, 3] * 6, False, False),
        (1, [5] * 12, True, False),
    ],
    ids=["stands without any rater", "one rater could undo it", "too small a step", "strength"],
)
def test_what_differs_is_listed_and_what_one_person_can_undo_is_marked(
    own: int, others: list[int], *, is_listed: bool, is_fragile: bool
) -> None:
    material = _seen(own, "team", others)

    (*rows,) = (
        row
        for piece in _flat(_section(material, "summary").pieces)
        for row in (piece.rows if isinstance(piece, Grid) else ())
        if row[0].startswith(material.write.statement("item0_0")) and row[3:]
    )

    assert bool(rows and rows[0][3] != "0,0" and abs(own - sum(others) / 12) >= 1) is is_listed
    assert any("kan bero på en enda person" in row[0] for row in rows) is is_fragile


@pytest.mark.parametrize("scale", [(1, 4), (1, 5), (1, 6), (1, 10)])
def test_what_is_listed_as_differing_lies_beyond_the_margin_already(scale: tuple[int, int]) -> None:
    widest_margin = margin95(item_sigma(scale), LEAST_K)

    assert widest_margin < limits_of(scale).step


def test_a_gap_that_one_person_alone_can_undo_is_marked() -> None:
    survey = survey_of(2, 3)
    given = responses_of(TWELVE, survey)
    ratings = given.ratings.copy()
    ratings[0], ratings[1:, :3], ratings[1:, 3:] = 6, 3, 5
    ratings[1:5, 3:] = 6  # 5,3 against 6: clear, and less so without one of the lowest
    release = release_subjects(replace(given, ratings=ratings), DisclosurePolicy())["leader"]

    words = _words(_section(Material(release, survey, COVER, "sv"), "map"))

    assert words.count("tydligt högre") == 2
    assert words.count("· kan bero på en enda person)") == 1


def test_every_figure_of_the_summary_has_its_word() -> None:
    pieces = _flat(_section(_material(EVERYBODY), "summary").pieces)
    tables = [piece for piece in pieces if isinstance(piece, Grid)]

    assert tables
    assert all(" · " in row[1] for table in tables for row in table.rows)


def test_an_upper_bound_is_written_as_at_most() -> None:
    survey = survey_of(2, 3)
    given = responses_of({"self": 1, "team": 3}, survey)
    ratings = given.ratings.copy()
    ratings[:, 0] = [4, 1, 1, 1]
    release = release_subjects(replace(given, ratings=ratings), DisclosurePolicy())["leader"]
    material = Material(release, survey, COVER, "sv")

    words = _words(_section(material, "values"))

    assert "högst\u00a01,3" in words
    assert "minst\u00a0+2,7" in words
    assert "nästan alla har svarat lägst" in _words(_section(material, "opening"))


def test_a_withheld_comment_is_counted_and_not_shown() -> None:
    release = release_of(TWELVE, comments=WRITTEN)
    question = release.comments.others[0][0]
    held = Withholdings(frozenset({Withholdings.digest(question, WRITTEN[1])}))

    section = _section(Material(release, orebro(), COVER, "sv", withholdings=held), "comments")

    assert WRITTEN[1] not in _words(section)
    assert WRITTEN[0] in _words(section)
    assert "En kommentar har hållits inne" in _words(section)


def test_comments_stand_under_no_group() -> None:
    release = release_of(EVERYBODY, comments=WRITTEN)
    words = _words(_section(Material(release, orebro(), COVER, "sv"), "comments"))

    assert all(text in words for text in WRITTEN)
    assert "Andra kontakter" not in words


def test_why_no_comment_is_shown_is_that_too_few_wrote() -> None:
    words = _words(_section(_material(EVERYBODY), "comments"))

    assert "Färre än 3 av dem som visas i grupp har skrivit något" in words
    assert "har svarat" not in words


def test_marks_fill_in_the_plan() -> None:
    items = orebro().items
    marks = Marks(proud=(items[0].key,), focus=(items[5].key, items[6].key))

    plan = _words(_section(_material(EVERYBODY, marks=marks), "plan"))

    for place in (0, 5, 6):
        assert items[place].self_["sv"] in plan


def test_the_limits_are_printed() -> None:
    words = _words(_section(_material(EVERYBODY), "method"))

    assert "Om alla i en grupp svarar lika" in words
    assert "minst 3 har svarat" in words


def test_hidden_groups_are_named_without_a_number() -> None:
    material = _material({"self": 1, "manager": 1, "team": 2})

    assert "För få svar i: Medarbetare." in _words(_section(material, "opening"))


def test_change_tells_of_other_people_first() -> None:
    before = release_of(EVERYBODY, seed=4)
    now = release_subjects(
        responses_of(EVERYBODY),
        DisclosurePolicy(),
        previous={"leader": Before("Våren 2025", before.figures)},
    )["leader"]

    words = _words(_section(Material(now, orebro(), COVER, "sv"), "change"))

    assert "Inget tydligt har ändrats är det vanligaste" in words
    assert "Det kan vara andra personer" in words


@pytest.mark.parametrize(("now", "is_marked"), [([6], False), ([4, 4, 4, 3], True), ([3], False)])
def test_a_change_that_one_person_alone_can_undo_is_marked(
    *, now: list[int], is_marked: bool
) -> None:
    given = responses_of(TWELVE)
    before, after = (
        replace(given, ratings=np.resize(np.array(values, np.int8), given.ratings.shape[::-1]).T)
        for values in ([3], now)
    )
    old = release_subjects(before, DisclosurePolicy())["leader"]
    previous = {"leader": Before("Våren 2025", old.figures)}
    release = release_subjects(after, DisclosurePolicy(), previous=previous)["leader"]

    section = _section(Material(release, orebro(), COVER, "sv"), "change")

    chart = next(piece for piece in section.pieces if isinstance(piece, Chart))
    assert ("kan bero på en enda person" in chart.alternative) is is_marked


@pytest.mark.parametrize(
    ("value", "written"),
    [(Fraction(41, 10), "4,1"), (Fraction(-13, 20), "−0,7"), (Fraction(2), "2,0")],
)
def test_numbers_are_written_in_swedish(value: Fraction, written: str) -> None:
    assert _material(EVERYBODY).write.points(value) == written


def test_a_section_that_no_report_has_is_refused() -> None:
    with pytest.raises(UnknownSectionError, match="poster"):
        render_report(release_of(TWELVE), COVER, survey=orebro(), only={"poster"})


def test_where_nobody_else_is_shown_no_bar_of_others_is_explained() -> None:
    alone, shown = (
        _words(_section(_material(raters), "profile"))
        for raters in ({"self": 1, "manager": 1, "team": 2}, EVERYBODY)
    )

    assert "Svart streck" not in alone
    assert "Svart streck" in shown


def test_a_trait_tells_its_gap_and_on_how_many_statements_a_group_is_divided() -> None:
    material = _material(TWELVE)
    trait = material.profile.traits[0]
    divided = sum(item.agreement[0] == "divided" for item in trait.items)

    words = _words(_section(material, f"trait-{trait.key}"))

    assert f"Skillnad: {material.write.signed(trait.gap)}." in words
    assert divided > 1
    assert f"Medarbetare svarar olika på {divided} av påståendena." in words


def test_marks_of_traits_and_of_statements_fill_plan_and_talk() -> None:
    first, second = orebro().traits[:2]
    marks = Marks(
        proud=(first.key,), focus=(second.items[0].key,), ask=("gone", first.items[1].key)
    )
    material = _material(EVERYBODY, marks=marks)

    plan, talk = (_words(_section(material, key)) for key in ("plan", "talk"))

    assert f"Vad gör jag? {first.name['sv']}" in plan
    assert second.items[0].self_["sv"] in plan
    assert first.items[1].self_["sv"] in talk
    assert plan.index(second.actions[0]["sv"]) < plan.index("Vad gör jag?")
    assert "vill fråga om" not in _words(_section(_material(EVERYBODY), "talk"))
