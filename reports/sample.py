"""A sample release: an invented leader, so that everybody can see what a report looks like."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from reports.answers.matrix import CANNOT_JUDGE, Responses
from reports.disclosure import Before, release_subjects
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover

if TYPE_CHECKING:
    from reports.release import Release
    from surveys.model import Survey

RATERS: Final = {"self": 1, "manager": 1, "peer": 6, "team": 9, "other": 2}
LEADER: Final = "sample"
OWN: Final = (-0.2, 0.0, 1.3, -0.9)
"""How much higher than others the leader sees each trait, so that the report has a story."""
LOOK: Final = 11
_ON_THE_COVER: Final = (
    *("leader_name", "leader_title", "organisation"),
    *("campaign", "period", "contact", "plan_title"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that a report is drawn from."""

    release: Release
    cover: Cover


def sample(survey: Survey, language: str) -> Sample:
    """Return the sample in a language; the same every time."""
    texts = _texts()[language]
    policy = DisclosurePolicy()
    before = release_subjects(_responses(survey, {}, seed=2025, lift=-0.55), policy)[LEADER]
    past = {LEADER: Before(texts["previous"], before.figures)}
    now = _responses(survey, texts, seed=2026, lift=0.0)
    release = release_subjects(now, policy, previous=past)[LEADER]
    facts: dict[str, Any] = {name: str(texts[name]) for name in _ON_THE_COVER}
    cover = Cover(language=language, **facts)
    return Sample(release, cover)


@cache
def _texts() -> dict[str, Any]:
    source = files("reports").joinpath("sample.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(source)
    return loaded


def _responses(survey: Survey, texts: dict[str, Any], *, seed: int, lift: float) -> Responses:
    draw = random.Random(seed)  # noqa: S311 - a sample needs no secret
    groups = [key for key, count in RATERS.items() for _ in range(count)]
    codes = {group.key: code for code, group in enumerate(survey.groups)}
    levels = _levels(survey, lift)
    ratings = [_answers(survey, group, levels[group], draw) for group in groups]
    return Responses(
        survey=survey,
        subjects=(LEADER,),
        ratings=np.array(ratings, dtype=np.int8),
        subject_codes=np.zeros(len(groups), dtype=np.int32),
        group_codes=np.array([codes[group] for group in groups], dtype=np.int8),
        comments=tuple(_comments(groups, texts)),
    )


def _levels(survey: Survey, lift: float) -> dict[str, list[float]]:
    """Return how each group sees each item, on the survey's own scale."""
    draw = random.Random(LOOK)  # noqa: S311 - as above
    lowest, width = survey.scale.lowest, survey.scale.width
    common = [lowest + width * draw.uniform(0.42, 0.92) + lift for _ in survey.items]
    levels = {}
    for group in RATERS:
        sees = 0.25 if group == "self" else 0.42
        levels[group] = [mean + draw.gauss(0, sees) for mean in common]
    leaning = [shift for trait, shift in zip(survey.traits, OWN, strict=False) for _ in trait.items]
    levels["self"] = [mean + shift for mean, shift in zip(levels["self"], leaning, strict=False)]
    return levels


def _answers(survey: Survey, group: str, level: list[float], draw: random.Random) -> list[int]:
    lowest, highest = survey.scale.lowest, survey.scale.highest
    answers = []
    for mean in level:
        step = min(max(round(mean + draw.gauss(0, 0.75)), lowest), highest)
        cannot = group in {"team", "other"} and draw.random() < 0.04
        answers.append(CANNOT_JUDGE if cannot else step)
    return answers


def _comments(groups: list[str], texts: dict[str, Any]) -> list[dict[str, str]]:
    """Give the texts to raters in turn: each writes at most one answer to a question."""
    voices = {"self": "own", "manager": "manager"}
    comments: list[dict[str, str]] = [{} for _ in groups]
    for voice in ("own", "manager", "others"):
        rows = [row for row, group in enumerate(groups) if voices.get(group, "others") == voice]
        for question, written in texts.get(voice, {}).items():
            for row, text in zip(rows, written, strict=False):
                comments[row][question] = text
    return comments
