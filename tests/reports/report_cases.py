"""Awkward leaders, one file each: what reports are tried with beside the sample.

`reference/report-cases` holds responses, and a survey where it is not the packaged one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reports.answers.offline import read_responses
from reports.disclosure import Before, release_subjects
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from reports.sections.material import Material
from surveys.library import find_survey
from surveys.loader import load_survey

if TYPE_CHECKING:
    from reports.answers.matrix import Responses
    from reports.release import Release
    from surveys.model import Survey

FOLDER: Final = Path(__file__).parents[1] / "reference" / "report-cases"
BEFORE: Final = {"now": "prev"}
"""Cases that have a campaign before."""
CASES: Final = sorted({path.stem for path in FOLDER.glob("*.csv")} - set(BEFORE.values()))


def material_of(case: str, language: str = "sv") -> Material:
    """Return what a case's report is written from."""
    cover = Cover("Karin Lund", "Rektor", "Kommunen", "Hösten 2026", "oktober 2026", language)
    return Material(released(case), survey_of(case), cover, language)


@cache
def survey_of(case: str) -> Survey:
    """Return what was asked in a case, as its version asked it."""
    return _responses_of(case).survey


@cache
def released(case: str) -> Release:
    """Return the release of a case's only leader."""
    responses = _responses_of(case)
    (leader,) = responses.subjects
    previous = {}
    if case in BEFORE:
        previous[leader] = Before("Våren 2025", released(BEFORE[case]).figures)
    return release_subjects(responses, DisclosurePolicy(), previous=previous)[leader]


@cache
def _responses_of(case: str) -> Responses:
    own = FOLDER / f"{case}.yaml"
    survey = load_survey(own) if own.exists() else find_survey("orebro")
    return read_responses(FOLDER / f"{case}.csv", survey).responses
