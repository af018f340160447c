"""Sentences that stand only where they are true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reports.sections.pieces import Comment, Grid, Heading, Text, Together
from reports.sections.report import sections
from reports.texts import texts
from tests.reports.report_cases import CASES, material_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile, TraitProfile

LANGUAGES = ("sv", "en")


def _flat(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Together):
            yield from _flat(piece.pieces)
        else:
            yield piece


def _strings(material: Material) -> Iterator[str]:
    for section in sections(material):
        yield section.title
        for piece in _flat(section.pieces):
            if isinstance(piece, Text | Heading):
                yield piece.text
            elif isinstance(piece, Grid):
                yield from (cell for row in (piece.header, *piece.rows) for cell in row)
            elif not isinstance(piece, Comment):
                yield from getattr(piece, "items", ())


def _rows(material: Material) -> list[TraitProfile | ItemProfile]:
    return [*material.profile.traits, *material.profile.items]


def _has_no_figure(material: Material) -> bool:
    return any(None in (row.others, *row.identified, *row.blocks) for row in _rows(material))


@pytest.mark.parametrize("case", CASES)
def test_a_dash_is_explained_where_one_stands_and_gives_no_reason_of_others(case: str) -> None:
    material = material_of(case)
    own = [row.self_ for row in _rows(material)]

    said = set(_strings(material))

    dash = material.say("opening.dash") in said
    assert dash is (material.has_others and _has_no_figure(material))
    assert (material.say("opening.dash_own") in said) is (any(own) and None in own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reason_for_a_dash_is_never_how_many_have_answered(language: str) -> None:
    say = texts(language)

    for key in ("opening.dash", "words.no_figure", "trait.score_none"):
        assert not {"få", "few"} & set(say(key).lower().split())


@pytest.mark.parametrize("case", CASES)
def test_a_figure_has_no_star_and_no_finding_is_called_sure(case: str) -> None:
    said = " ".join(_strings(material_of(case)))

    assert "*" not in said
    assert "säkert" not in said.lower()


@pytest.mark.parametrize("case", CASES)
def test_the_margin_sentence_tells_of_the_answers_its_own_number_stands_on(case: str) -> None:
    material = material_of(case)
    scores = [trait.others for trait in material.profile.traits if trait.others]
    sentences = {
        material.say(
            "profile.uncertain", n=score.fewest, margin=material.write.points(score.margin95)
        )
        for score in scores
        if score.margin95 and score.fewest == min(one.fewest for one in scores)
    }

    said = " ".join(_strings(material))

    assert any(one in said for one in sentences) is bool(sentences)


def test_how_many_must_write_is_told_only_where_too_few_wrote() -> None:
    few, enough = material_of("highself"), material_of("comments")

    told = {few.say(f"comments.few{whose}", k=few.profile.k) for whose in ("", "_in_groups")}
    assert len(told & set(_strings(few))) == 1
    assert not told & set(_strings(enough))


def test_the_cases_hold_both_a_dash_and_none() -> None:
    explained = {
        case: material_of(case).say("opening.dash") in set(_strings(material_of(case)))
        for case in CASES
    }

    assert set(explained.values()) == {True, False}
