"""One set of findings: every page and file tells the same, and only what is so.

Surfaces are read as people read them, by their words; what must be true of a list is said here
once more, from the figures alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from feedback.coach.comparing import compare
from feedback.reading.report_page import for_the_web
from reports.answers.matrix import CANNOT_JUDGE
from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.sections.guide import guide
from reports.sections.material import Material
from reports.sections.opening import how_to_read
from reports.sections.pieces import Bullets, Chart, Grid, Heading, Text, Together
from reports.sections.plan import ideas
from reports.sections.report import sections
from reports.sections.slides import slides
from tests.reports.drawn_leaders import materials
from tests.reports.pdf.cases import COVER, responses_of, survey_of
from tests.reports.report_cases import CASES, material_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.release import Release
    from reports.sections.pieces import Piece, Section
    from reports.shown.profile import ItemProfile

TITLES = {
    "Styrkor som ni är överens om": "strength",
    "Högst av det ni ser lika på": "highest",
    "Högst hos andra": "highest",
    "Högre än du tror": "seen_more",
    "Lägre än du tror": "seen_less",
    "Att utveckla, som ni är överens om": "low",
    "Lägst av det ni ser lika på": "lowest",
    "Lägst hos andra": "lowest",
    "Delade meningar": "divided",
}
GUIDE = {
    "Styrkor som båda ser:": "strength",
    "Högst av det som båda ser lika på:": "highest",
    "Högst hos andra:": "highest",
    "Andra ger högre siffra än Eva Lind själv:": "seen_more",
    "Andra ger lägre siffra än Eva Lind själv:": "seen_less",
    "Lågt, och båda ser det:": "low",
    "Lägst av det som båda ser lika på:": "lowest",
    "Lägst hos andra:": "lowest",
    "Delade meningar, vem man än räknar bort:": "divided",
}
MARKS = {
    "Styrka ni båda ser": "strength",
    "Högre än du tror": "seen_more",
    "Lägre än du tror": "seen_less",
    "Låg, ni ser det båda": "low",
    "Delade meningar": "divided",
}
MARKED = frozenset(MARKS.values())


@dataclass(frozen=True)
class Lists:
    """What a surface says: each list's statements, by what the list is called."""

    by_name: dict[str, list[str]]


@pytest.mark.parametrize("case", CASES)
def test_every_surface_of_an_awkward_leader_tells_the_same(case: str) -> None:
    material = material_of(case)

    _every_surface_agrees(replace(material, cover=COVER))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(materials())
def test_every_surface_of_any_leader_tells_the_same(material: Material) -> None:
    _every_surface_agrees(material)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_said_of_an_awkward_leader_that_is_not_so(case: str) -> None:
    _only_what_is_so(material_of(case))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(materials())
def test_nothing_is_said_of_any_leader_that_is_not_so(material: Material) -> None:
    _only_what_is_so(material)


@pytest.mark.parametrize("case", CASES)
def test_a_printed_figure_has_one_word(case: str) -> None:
    words: dict[str, set[str]] = {}

    for cell in _cells(material_of(case)):
        for figure, word in re.findall(r"^(\d,\d) · (.+)$", cell, re.MULTILINE):
            words.setdefault(figure, set()).add(word)

    assert {figure: said for figure, said in words.items() if len(said) > 1} == {}


def test_a_leader_far_below_the_others_reads_one_direction_and_no_strength_of_both() -> None:
    words = _words(material_of("lowself"))

    assert "Du ger dig själv tydligt lägre siffror än andra i alla 4 egenskaper." in words
    assert "överens" not in words
    assert "3 av dem är styrkor som du inte räknar med." in words


def test_a_leader_far_above_the_others_is_told_no_agreement_and_no_comfort() -> None:
    words = _words(material_of("highself"))

    assert "Du ger dig själv tydligt högre siffror än andra i alla 4 egenskaper." in words
    assert "överens" not in words
    assert "inte lågt" not in words


def test_a_group_that_is_divided_on_most_is_told_first() -> None:
    words = _words(material_of("bimodal"))

    assert "Medarbetare svarar så olika på" in words
    assert "Medarbetare är delade om" in words
    assert "Delade meningar" in words
    assert "Medarbetare svarar ganska lika" not in _words(material_of("bimodal"), "trait-saker")


def test_where_all_is_highest_nothing_is_to_develop() -> None:
    words = _words(material_of("all6"))

    assert "Andra ger dig samma siffra för allt: 6,0 · nästan alltid." in words
    assert "Att utveckla" not in words
    assert "Lägst" not in words


def test_a_flat_profile_has_no_heading_over_an_empty_list() -> None:
    words = _words(material_of("flat"))

    assert "ordningen mellan dem kan vara slump" in words
    assert not any(title in words for title in TITLES)


def test_where_all_is_lowest_nobody_is_told_that_no_figure_is_low() -> None:
    material = _answered_alike({"peer": 5, "team": 5}, [1])

    assert "Alla siffror är låga." in _words(material)
    assert "sticker ut" not in _words(material)


def test_where_all_views_are_divided_no_profile_is_called_even() -> None:
    material = _answered_alike({"self": 1, "team": 14}, [6, 1])

    words = " ".join(one.text for one in guide(material) if isinstance(one, Text))

    assert "är så delade att inget medelvärde" in _words(material)
    assert "jämn" not in words
    assert "Du ger dig själv tydligt högre siffror än andra i båda egenskaperna." in _words(
        material
    )


def test_where_nobody_could_rate_it_is_not_said_that_too_few_answered() -> None:
    survey = survey_of(2, 3, (1, 6))
    given = responses_of({"self": 1, "peer": 4, "team": 6}, survey)
    ratings = given.ratings.copy()
    ratings[1:] = CANNOT_JUDGE
    release = release_subjects(replace(given, ratings=ratings), DisclosurePolicy())["leader"]
    material = Material(release, survey, COVER, "sv")

    told = " ".join(one.text for one in guide(material) if isinstance(one, Text))
    told += " ".join(slide.title for slide in slides(material))
    told += " ".join(_words(material, key) for key in ("opening", "plan", "talk"))

    assert "för få har bedömt" in told
    assert "få har svarat" not in told.lower()


def test_nobody_says_that_all_was_read_who_is_shown_nothing() -> None:
    assert "Jag har läst allt." in _points(material_of("n12"), "talk")
    assert "Jag har läst allt." not in _points(material_of("n0"), "talk")


def test_without_the_leaders_own_answers_nothing_explains_them() -> None:
    assert "”Du” är dina egna svar" in " ".join(how_to_read(material_of("n12")))
    assert "”Du” är dina egna svar" not in " ".join(how_to_read(material_of("noself")))


def test_of_many_equal_figures_those_that_are_named_are_some() -> None:
    material = _answered_alike({"peer": 5, "team": 5}, [5])
    lower = replace(material, release=_with_one_lower(material.release))

    assert "för bland annat" in _words(lower)


def test_a_picture_of_equal_figures_names_no_highest_and_no_lowest() -> None:
    charts = [
        piece.alternative
        for section in sections(material_of("all6"))
        for piece in _flat(section.pieces)
        if isinstance(piece, Chart) and section.key not in {"map", "ranking"}
    ]

    assert len(charts) == 5
    assert all("samma siffra hos andra: 6,0" in one and "Högst" not in one for one in charts)


def _answered_alike(raters: dict[str, int], steps: list[int]) -> Material:
    """Return a leader of two traits whom these steps were given, one rater after the other."""
    survey = survey_of(2, 3, (1, 6))
    given = responses_of(raters, survey)
    ratings = given.ratings.copy()
    for row in range(len(ratings)):
        ratings[row] = steps[row % len(steps)]
    release = release_subjects(replace(given, ratings=ratings), DisclosurePolicy())["leader"]
    return Material(release, survey, COVER, "sv")


def _with_one_lower(release: Release) -> Release:
    first, *rest = release.figures.others
    assert first
    lower = replace(first, sum=2 * first.n)
    return replace(release, figures=replace(release.figures, others=(lower, *rest)))


def test_without_the_leaders_own_answers_nothing_speaks_of_them() -> None:
    material = material_of("noself")

    tables = [p for s in sections(material) for p in _flat(s.pieces) if isinstance(p, Grid)]

    assert "Du har inte svarat själv." in _words(material)
    assert not any({"Du", "Skillnad"} & set(table.header) for table in tables)
    assert "Ditt eget svar" not in _words(material, "ranking")


def _every_surface_agrees(material: Material) -> None:
    told = _of_summary(material)
    everything = [one for items in told.by_name.values() for one in items]
    assert len(everything) == len(set(everything))
    assert _of_guide(material) == told
    assert _of_slides(material) == told

    numbers = _of_drawings(material)
    # A map has two axes, so it draws only what both have a figure for.
    both = {material.write.statement(item.key) for item in material.profile.items if item.self_}
    for surface, marks in numbers.items():
        assert sum(map(len, marks.values())) == len({n for one in marks.values() for n in one})
        drawn = both if surface == "map" else set(everything)
        for name in MARKED & set(told.by_name):
            assert set(told.by_name[name]) & drawn <= marks.get(name, set())
        ranking = numbers["ranking"]
        if surface == "map":
            ranking = {name: found & both for name, found in ranking.items() if found & both}
        assert marks == ranking
    assert set(numbers.get("ranking", ())) == MARKED & set(told.by_name)

    for row in compare(material).items:
        names = {name for name, items in told.by_name.items() if row.label in items}
        names |= {n for one in numbers.values() for n, items in one.items() if row.label in items}
        assert names == ({row.called} if row.called else set())

    web = {wide.key: wide for wide, _ in for_the_web(material)}
    if "summary" in web:
        assert _lists(web["summary"].pieces, TITLES, _statement) == told
    _ideas_belong_to_the_message(material)


def _of_summary(material: Material) -> Lists:
    summary = _section(material, "summary")
    return _lists(summary.pieces if summary else (), TITLES, _statement)


def _of_guide(material: Material) -> Lists:
    return _lists(guide(material), GUIDE, lambda cell: cell.split("”")[1])


def _of_slides(material: Material) -> Lists:
    found: dict[str, list[str]] = {}
    for slide in slides(material):
        if slide.called:
            assert TITLES[slide.kicker] == slide.called
            assert bool(slide.chart) == bool(slide.values) == (slide.called != "divided")
            found.setdefault(slide.called, []).append(slide.title)
    return Lists(found)


def _lists(pieces: Iterable[Piece], names: dict[str, str], statement: Any) -> Lists:  # noqa: ANN401 - a function
    found: dict[str, list[str]] = {}
    name = None
    for piece in _flat(pieces):
        if isinstance(piece, Heading | Text):
            # The heading stands, then perhaps a sentence, then the list.
            name = names.get(piece.text, name if isinstance(piece, Text) else None)
        elif name and isinstance(piece, Grid):
            found[name], name = [statement(row[0]) for row in piece.rows], None
        elif name and isinstance(piece, Bullets):
            found[name], name = [statement(one) for one in piece.items], None
    return Lists(found)


def _of_drawings(material: Material) -> dict[str, dict[str, set[str]]]:
    """Return which statements have which mark: in the map, the ranking and all trait pages."""
    by_rank = {rank: key for key, rank in material.ranks.items()}
    found: dict[str, dict[str, set[str]]] = {}
    for section in sections(material):
        surface = "traits" if section.key.startswith("trait-") else section.key
        if surface not in {"map", "ranking", "traits"}:
            continue
        marks = found.setdefault(surface, {})
        for chart in (one for one in _flat(section.pieces) if isinstance(one, Chart)):
            for label, name in MARKS.items():
                for said in re.findall(rf"{label}: ([\d, ]+)\.", chart.alternative):
                    keys = (by_rank[int(number)] for number in said.split(", "))
                    marks.setdefault(name, set()).update(map(material.write.statement, keys))
    return found


def _ideas_belong_to_the_message(material: Material) -> None:
    section, message = ideas(material), material.main_message
    if section is None:
        return
    assert message is not None
    named = {item.key for one in message.to_begin_with.sentences for item in one.items}
    traits = [one for one in material.survey.traits if named & {item.key for item in one.items}]
    texts = {material.write.local(action) for trait in traits for action in trait.actions}
    assert {one for p in section.pieces if isinstance(p, Bullets) for one in p.items} <= texts


def _only_what_is_so(material: Material) -> None:
    lowest, highest = material.profile.scale
    width, middle = highest - lowest, (lowest + highest) / 2
    statements = {material.write.statement(item.key): item for item in material.profile.items}
    told = {
        name: [statements[one] for one in items]
        for name, items in _of_summary(material).by_name.items()
    }
    for name, items in told.items():
        assert items
        assert all(_is_so(name, item, width, middle, lowest) for item in items), name
    words = _words(material)
    if "Lägst betyder inte lågt" in words or "lägst, men inte lågt" in words:
        assert all(_figure(item.others) >= middle for item in told["lowest"])
    if "Också de ligger under mitten" in words:
        above = [one for one in material.findings.ranked if _figure(one.others) >= middle]
        assert all("divided" in one.agreement for one in above)
        assert not above or "Det som de är delade om är inte med." in words
    if "siffror än andra i alla" in words:
        assert len({t.gap.verdict for t in material.profile.traits if t.gap} - {"similar"}) == 1
    if not material.has_self:
        assert not {"strength", "seen_more", "seen_less", "low"} & set(told)
    assert ("Börja med det som fungerar" in words) is bool(
        {"strength", "highest", "seen_more"} & set(told)
    )
    _only_what_is_so_of_levels(material, middle)
    _only_what_the_guide_has_lists_for(material, set(told))


def _only_what_is_so_of_levels(material: Material, middle: float) -> None:
    """Ask of figures that none is called low, or all, where it is not so."""
    words, near = _words(material), 0.05 + 1e-9  # a figure is printed with one decimal
    found = material.findings
    levels = [_figure(one.others) for one in found.ranked if not found.is_divided(one)]
    if "sticker ut som låg" in words:
        assert all(level >= middle - near for level in levels)
    if "Alla siffror är låga" in words:
        assert all(level < middle + near for level in levels)
    if "högsta siffrorna för bland annat" in words:
        assert len(levels) > len(set(levels))


def _only_what_the_guide_has_lists_for(material: Material, told: set[str]) -> None:
    """Ask of the talk guide that its questions speak of lists that are there."""
    words = " ".join(one.text for one in guide(material) if isinstance(one, Text))
    if material.has_others:
        assert ("När gör du det här som bäst" in words) is bool(
            told & {"strength", "highest", "seen_more"}
        )
        assert ("Ingen av bilderna är fel" in words) is bool(told & {"seen_less", "divided"})
    if "Profilen är jämn" in words:
        assert not all(map(material.findings.is_divided, material.findings.ranked))


def _is_so(name: str, item: ItemProfile, width: int, middle: float, lowest: int) -> bool:
    others = _figure(item.others)
    if name in {"highest", "lowest"}:
        return item.gap is None or item.gap.verdict == "similar"
    if name == "divided":
        return "divided" in item.agreement
    assert item.gap is not None
    own, gap = _figure(item.self_), float(item.gap.rounded())
    near = 0.05 + 1e-9  # limits are printed with one decimal, too
    if name == "strength":
        high = lowest + 0.75 * width - near
        return min(own, others) >= high and item.gap.verdict == "similar"
    if name == "low":
        return max(own, others) < middle + near and item.gap.verdict == "similar"
    is_wide = abs(gap) >= width / 4 - near and item.gap.verdict != "similar"
    return is_wide and (gap < 0) is (name == "seen_more")


def _figure(score: Any) -> float:  # noqa: ANN401 - a Score or None
    return float(score.rounded())


def _statement(cell: str) -> str:
    return cell.split("\n", maxsplit=1)[0]


def _section(material: Material, key: str) -> Section | None:
    return next((one for one in sections(material) if one.key == key), None)


def _words(material: Material, key: str = "summary") -> str:
    section = _section(material, key)
    pieces = _flat(section.pieces if section else ())
    return " ".join(one.text for one in pieces if isinstance(one, Heading | Text))


def _points(material: Material, key: str) -> str:
    section = _section(material, key)
    pieces = _flat(section.pieces if section else ())
    return " ".join(one for piece in pieces if isinstance(piece, Bullets) for one in piece.items)


def _cells(material: Material) -> Iterator[str]:
    for section in sections(material):
        for piece in _flat(section.pieces):
            if isinstance(piece, Grid):
                yield from (cell for row in piece.rows for cell in row)


def _flat(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Together):
            yield from _flat(piece.pieces)
        else:
            yield piece
