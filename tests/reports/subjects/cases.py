"""Releases of teams and modules for tests, from the packaged surveys."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from reports.answers.matrix import SKIPPED, Responses
from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from reports.sections.material import Material
from surveys.library import find_survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.release import Release
    from surveys.model import Survey

TEAM_COVER = Cover(
    "Vård- och omsorgs ledningsgrupp", "", "Almviks kommun", "Hösten 2026", "oktober 2026"
)
POLICY = DisclosurePolicy(k=4)


@cache
def team_survey() -> Survey:
    """Return the packaged survey about a management team."""
    return find_survey("ledningsgrupp")


def team_release(
    members: int = 10,
    *,
    answers: Mapping[str, list[int]] | None = None,
    head: int = 4,
    receivers: int = 6,
    words: int = 6,
) -> Release:
    """Return the release of a team that answers 4 to all but the items in `answers`.

    These hold one answer a member. The head answers `head` to all, receivers answer 4.
    """
    survey = team_survey()
    groups = np.repeat([0, 1, 3], [members, 1, receivers]).astype(np.int8)
    ratings = np.full((len(groups), len(survey.items)), 4, dtype=np.int8)
    ratings[members] = head
    for place, item in enumerate(survey.items):
        if answers and item.key in answers:
            ratings[:members, place] = answers[item.key]
    asked = np.array(
        [[item in survey.items_of(one) for item in survey.items] for one in survey.groups]
    )
    responses = Responses(
        survey=survey,
        subjects=("team",),
        ratings=np.where(asked[groups], ratings, SKIPPED).astype(np.int8),
        subject_codes=np.zeros(len(groups), dtype=np.int32),
        group_codes=groups,
        comments=tuple(
            {"borja": f"Börja i tid ({row})."} if row < words else {} for row in range(len(groups))
        ),
    )
    return release_subjects(responses, POLICY)["team"]


def team_material(release: Release, language: str = "sv") -> Material:
    """Return what the report of a team is written from."""
    return Material(release, team_survey(), TEAM_COVER, language, has_cover=True)
