"""The talk guide is one tagged page, whatever the findings, with the leader's own filled in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reports.pdf.guide import render_guide
from reports.sample import sample
from reports.sections.guide import STEPS as STEPS_OF
from reports.sections.guide import Prepared, guide, steps
from reports.sections.material import Material
from reports.sections.pieces import Bullets
from tests.reports.pdf.cases import (
    EVERYBODY,
    LONG_COVER,
    SHORT_COVER,
    orebro,
    release_of,
    survey_of,
)
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from reports.sections.cover import Cover

STEPS = ("1. Landa", "2. Första", "3. Det som", "4. Det ni", "5. Mot")


def _sample(language: str = "sv") -> Material:
    made = sample(orebro(), language)
    return Material(made.release, orebro(), made.cover, language)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_guide_is_one_page_that_conforms(language: str) -> None:
    content = render_guide(_sample(language))

    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    assert [faults(content, profile) for profile in (PDF_UA, PDF_A)] == [[], []]


@pytest.mark.parametrize(
    ("raters", "cover"),
    [
        ({"self": 1}, SHORT_COVER),
        ({"peer": 1, "team": 1}, SHORT_COVER),
        ({"self": 1, "manager": 1}, LONG_COVER),
        ({"manager": 2, "team": 3}, LONG_COVER),
        (EVERYBODY, LONG_COVER),
    ],
    ids=["self alone", "nothing shown", "manager alone", "no self", "everybody"],
)
def test_the_guide_is_one_page_with_any_raters(raters: dict[str, int], cover: Cover) -> None:
    content = render_guide(Material(release_of(raters), orebro(), cover, "sv"))

    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    assert [faults(content, profile) for profile in (PDF_UA, PDF_A)] == [[], []]


@pytest.mark.parametrize(("traits", "items"), [(2, 3), (9, 10)])
def test_the_guide_is_one_page_with_any_survey(traits: int, items: int) -> None:
    survey = survey_of(traits, items, (1, 10))

    content = render_guide(Material(release_of(EVERYBODY, survey), survey, LONG_COVER, "sv"))

    assert len(PdfReader(io.BytesIO(content)).pages) == 1


def test_the_five_steps_hold_the_leaders_own_findings() -> None:
    material = _sample()

    text = PdfReader(io.BytesIO(render_guide(material))).pages[0].extract_text()

    places = [text.index(step) for step in STEPS]
    flat = " ".join(text.split())
    lower = material.write.statement(material.findings.listing("seen_less")[0].key)
    higher = material.write.statement(material.findings.listing("seen_more")[0].key)
    assert places == sorted(places)
    assert flat.index(higher) < flat.index("4. Det ni") < flat.index(lower)


def test_equal_input_gives_equal_bytes() -> None:
    assert render_guide(_sample()) == render_guide(_sample())


def test_with_many_questions_of_the_coachs_own_the_guide_is_longer_and_loses_nothing() -> None:
    questions = {
        step: tuple(f"Fråga {step} {n}: {'lång ' * 36}?" for n in range(4)) for step in STEPS_OF
    }

    content = render_guide(_sample(), questions)
    pages = PdfReader(io.BytesIO(content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert len(pages) > 1
    assert all(f"Fråga {step} {n}:" in text for step in questions for n in range(4))
    assert [faults(content, profile) for profile in (PDF_UA, PDF_A)] == [[], []]


def test_with_a_few_it_is_one_page_with_each_in_its_step() -> None:
    questions = {"first": ("Vad gav dig kraft i våras?",), "plan": ("Vem berättar du det för?",)}

    (page,) = PdfReader(io.BytesIO(render_guide(_sample(), questions))).pages
    text = " ".join(page.extract_text().split())

    places = [
        text.index(one)
        for one in (STEPS[1], *questions["first"], STEPS[2], STEPS[4], *questions["plan"])
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("raters", [EVERYBODY, {"self": 1}], ids=["others", "nothing of others"])
def test_each_step_of_a_guide_takes_questions(raters: dict[str, int]) -> None:
    material = Material(release_of(raters), orebro(), SHORT_COVER, "sv")
    asked = {step: (f"Fråga i {step}?",) for step in steps(material)}

    words = [
        one
        for piece in guide(material, prepared=Prepared(asked))
        if isinstance(piece, Bullets)
        for one in piece.items
    ]

    assert len(asked) >= 4
    assert {one for lines in asked.values() for one in lines} <= set(words)
