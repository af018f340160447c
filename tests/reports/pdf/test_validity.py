"""Every PDF conforms to PDF/UA-1 and PDF/A-2a, judged by veraPDF."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reports.pdf import SUMMARY, render_document, render_report
from reports.pdf.letters import PrintedLetter, render_letters
from reports.sections.pieces import Bullets, Heading, Section, Text, WritingLines
from reports.sections.written_plan import GoalKind, PlannedAction, PlannedGoal, WrittenPlan
from tests.reports.pdf.cases import (
    COVER,
    EVERYBODY,
    LONG_COVER,
    SHORT_COVER,
    orebro,
    png,
    release_of,
    survey_of,
)
from tests.reports.pdf.golden import sample_report
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from reports.sections.cover import Cover

PROFILES = (PDF_UA, PDF_A)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_sample_report_conforms(language: str, profile: str) -> None:
    found = faults(sample_report(language), profile)

    assert found == []


@pytest.mark.parametrize(
    ("raters", "cover"),
    [
        ({"self": 1}, SHORT_COVER),
        ({"peer": 1, "team": 1}, SHORT_COVER),
        ({"self": 1, "manager": 1}, LONG_COVER),
        ({"manager": 2, "team": 3}, LONG_COVER),
        ({"self": 1, "team": 12}, COVER),
    ],
    ids=["self alone", "nothing shown", "manager alone", "no self", "one group of 12"],
)
def test_a_report_with_few_raters_conforms(raters: dict[str, int], cover: Cover) -> None:
    report = render_report(release_of(raters), cover, survey=orebro())

    assert [faults(report, profile) for profile in PROFILES] == [[], []]


@pytest.mark.parametrize(
    ("traits", "items", "scale"), [(2, 3, (1, 4)), (9, 5, (1, 5)), (9, 10, (1, 10))]
)
def test_a_report_of_any_survey_conforms(traits: int, items: int, scale: tuple[int, int]) -> None:
    survey = survey_of(traits, items, scale)

    report = render_report(release_of(EVERYBODY, survey), LONG_COVER, survey=survey)

    assert [faults(report, profile) for profile in PROFILES] == [[], []]


def test_a_report_with_a_long_plan_conforms() -> None:
    words = "Berätta tidigare vad som ändras, och varför. " * 6
    action = PlannedAction(words, "I dag", "APT", "4 december 2026", words, words)
    goals = tuple(PlannedGoal(kind, words, (action,) * 4) for kind in [*GoalKind, *GoalKind])
    plan = WrittenPlan((*goals, PlannedGoal(GoalKind.CHANGE, words)), "15 december 2026")

    report = render_report(release_of(EVERYBODY), COVER, survey=orebro(), plan=plan)

    assert [faults(report, profile) for profile in PROFILES] == [[], []]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "I;16"])
def test_a_report_with_any_logo_conforms(mode: str) -> None:
    cover = replace(COVER, logo=png(mode))

    report = render_report(release_of({"self": 1, "team": 3}), cover, survey=orebro())

    assert [faults(report, profile) for profile in PROFILES] == [[], []]


def test_the_summary_conforms_by_itself() -> None:
    report = render_report(release_of(EVERYBODY), COVER, survey=orebro(), only=SUMMARY)

    assert [faults(report, profile) for profile in PROFILES] == [[], []]


def test_a_report_and_a_letter_with_logo_and_accent_conform() -> None:
    cover = replace(COVER, logo=png("RGBA", (600, 160)), accent="#ffd400")
    report = render_report(release_of(EVERYBODY), cover, survey=orebro(), only=SUMMARY)
    letter = render_letters(
        "Brev",
        [PrintedLetter("Svara på frågor", "Till Eva", (Text("Hej."),), "sv")] * 2,
        author="Almviks kommun",
        language="sv",
        accent=cover.accent,
        logo=cover.logo,
    )

    assert [faults(one, profile) for one in (report, letter) for profile in PROFILES] == [[]] * 4


def test_a_document_without_results_conforms() -> None:
    letter = render_document(
        "Protokoll",
        [
            Text("Nycklarna är förstörda."),
            Heading("Närvarande"),
            Bullets(("Eva Lind", "Bo Ek"), numbered=True),
            Section("signatures", "Underskrifter", (WritingLines("Namn", 2),), shares_page=True),
        ],
        author="Örebro kommun",
    )

    assert [faults(letter, profile) for profile in PROFILES] == [[], []]
