"""No sentence is printed whose condition does not hold, neither on a page nor for who listens."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.sections.cover import Marks
from reports.sections.material import Material
from reports.sections.pieces import Bullets, Chart, Grid, Heading, Text, Together
from reports.sections.report import sections
from reports.sections.slides import slides
from tests.reports.drawn_leaders import materials
from tests.reports.pdf.cases import COVER, orebro, release_of, responses_of, survey_of
from tests.reports.report_cases import CASES, material_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.release import Release
    from reports.sections.pieces import Piece, Section

TO_THE_LEADER = {"sv": r"\b(du|dig|din|ditt|dina)\b", "en": r"\b(you|your)\b"}
BY_ROLE = ("Chefen skriver.",)


@pytest.mark.parametrize("language", TO_THE_LEADER)
@pytest.mark.parametrize("case", CASES)
def test_every_sentence_of_an_awkward_leader_holds(case: str, language: str) -> None:
    _holds(material_of(case, language))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(materials())
def test_every_sentence_of_any_leader_holds(material: Material) -> None:
    for language in TO_THE_LEADER:
        _holds(replace(material, language=language))


def test_comments_of_one_who_is_shown_by_role_are_not_called_mixed() -> None:
    words = _words(Material(_with_a_word_of_the_manager(), orebro(), COVER, "sv"), "comments")

    assert "blandade" not in words
    assert "inga kommentarer visas" not in words
    assert "av dem som visas i grupp har skrivit något" in words


def test_where_nobody_is_hidden_or_apart_all_who_wrote_are_counted() -> None:
    words = _words(Material(release_of({"self": 1, "team": 12}), orebro(), COVER, "sv"), "comments")

    assert "Färre än 3 har skrivit något, så inga kommentarer visas." in words


def test_who_has_not_answered_is_not_among_those_shown_by_role() -> None:
    alone = Material(release_of({"manager": 1}), orebro(), COVER, "sv")
    beside = Material(release_of({"manager": 1, "self": 1}), orebro(), COVER, "sv")

    said = {_beside(one) for one in (alone, beside)}

    assert said == {"och du har inte svarat själv", "svar från er som visas med er roll"}


def test_pictures_are_spoken_of_where_there_are_any() -> None:
    lines = [
        " ".join(slides(Material(release_of(raters), orebro(), COVER, "sv"))[0].lines)
        for raters in ({"self": 1}, {"self": 1, "team": 12})
    ]

    assert ["bilderna" in one for one in lines] == [False, True]


def test_a_survey_without_roles_and_questions_promises_nothing_about_them() -> None:
    survey = survey_of(2, 3, (1, 6))
    groups = tuple(one for one in survey.groups if one.key != "manager")
    bare = survey.model_copy(update={"groups": groups, "questions": ()})

    words = _words(Material(release_of({"self": 1, "team": 6}, bare), bare, COVER, "sv"), "method")

    assert "Kommentarer" not in words
    assert "Du själv är inte skyddad" in words
    assert "Närmaste chef" not in words


def test_ideas_belong_to_what_was_marked_where_anything_was() -> None:
    release, item = release_of({"self": 1, "team": 12}), orebro().items[0].key
    marked = Material(release, orebro(), COVER, "sv", marks=Marks(focus=(item,)))

    assert "hör till det som du har markerat" in _words(marked, "plan")


def test_what_is_left_out_of_an_even_profile_is_said() -> None:
    survey = survey_of(2, 3, (1, 6))
    given_ = responses_of({"peer": 5, "team": 14}, survey)
    ratings = np.full_like(given_.ratings, 4)
    ratings[5:, 0] = [1, 6] * 7
    release = release_subjects(replace(given_, ratings=ratings), DisclosurePolicy())["leader"]
    material = Material(release, survey, COVER, "sv")

    assert material.findings.flat
    assert "Det som de är delade om är inte med." in _words(material, "summary")


def test_without_a_trait_that_both_have_no_pictures_are_called_alike() -> None:
    survey = survey_of(2, 4, (1, 6))
    given_ = responses_of({"self": 1, "peer": 5, "team": 6}, survey)
    ratings = given_.ratings.copy()
    ratings[0, 1:] = -1
    release = release_subjects(replace(given_, ratings=ratings), DisclosurePolicy())["leader"]

    words = _words(Material(release, survey, COVER, "sv"), "summary")

    assert "skiljer sig inte tydligt i någon egenskap" not in words


def _holds(material: Material) -> None:
    """Ask of all that is said of pictures and tables, and of sentences about what is there."""
    parts = sections(material)
    pieces = [piece for section in parts for piece in _flat(section.pieces)]
    unseen = [one.alternative for one in pieces if isinstance(one, Chart)]
    unseen += [one.summary for one in pieces if isinstance(one, Grid)]
    to_the_leader = re.compile(TO_THE_LEADER[material.language], re.IGNORECASE)
    if not material.has_self:
        assert [one for one in unseen if to_the_leader.search(one)] == []
    if material.language != "sv":
        return
    for grid in (one for one in pieces if isinstance(one, Grid)):
        _, _, who = grid.summary.partition("Egenskaper med siffra från: ")
        assert not who or all(one in who for one in grid.header[1:] if one != "Skillnad")
    values = _said(parts, "values")
    shown = material.has_others or material.profile.identified
    assert not values or ("Under varje grupp" in values) is bool(shown)
    alike = "skiljer sig inte tydligt i någon egenskap" in _said(parts, "summary")
    gaps = [trait.gap.verdict for trait in material.profile.traits if trait.gap]
    assert not alike or set(gaps) == {"similar"}


def _with_a_word_of_the_manager() -> Release:
    given_ = responses_of({"self": 1, "manager": 1, "team": 12})
    question = given_.survey.questions[0].key
    comments = tuple({question: BY_ROLE[0]} if row == 1 else {} for row in range(14))
    return release_subjects(replace(given_, comments=comments), DisclosurePolicy())["leader"]


def _beside(material: Material) -> str:
    words = str([piece for section in sections(material) for piece in _flat(section.pieces)])
    told = ("och du har inte svarat själv", "svar från er som visas med er roll")
    (found,) = (one for one in told if one in words)
    return found


def _words(material: Material, key: str) -> str:
    return _said(sections(material), key)


def _said(parts: Iterable[Section], key: str) -> str:
    found = [one for one in parts if one.key == key]
    pieces = [piece for section in found for piece in _flat(section.pieces)]
    said = [one.text for one in pieces if isinstance(one, Heading | Text)]
    said += [item for one in pieces if isinstance(one, Bullets) for item in one.items]
    return " ".join(said)


def _flat(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Together):
            yield from _flat(piece.pieces)
        else:
            yield piece
