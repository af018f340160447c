"""Releases for tests of reports: one leader, any survey, any number of raters."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from reports.answers.matrix import Responses
from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from surveys.library import find_survey
from surveys.model import Survey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.release import Release

COVER = Cover("Eva Lind", "Enhetschef", "Örebro kommun", "Hösten 2026", "oktober 2026")
SHORT_COVER = Cover("Bo", "Chef", "K", "H", "")
LONG_COVER = Cover(
    "Anna-Margareta Gyllenstierna von Hohenschwangau-Lindqvist af X",
    "Tillförordnad biträdande verksamhetschef för vård- och omsorgsförvaltningen",
    "Vård- och omsorgsförvaltningen i Örebro kommun",
    "Sveriges viktigaste chefsjobb – en ledarkultur för resultat, omgång 12",
    "1 september – 9 oktober 2026",
)
EVERYBODY = {"self": 1, "manager": 1, "peer": 5, "team": 6, "other": 3}
TWELVE = {"self": 1, "team": 12}


@cache
def orebro() -> Survey:
    """Return the packaged survey."""
    return find_survey("orebro")


@cache
def survey_of(traits: int, items: int, scale: tuple[int, int] = (1, 6)) -> Survey:
    """Return a survey with so many traits of so many items, in the packaged survey's words."""
    raw = orebro().model_dump(mode="json", by_alias=True)
    asked = [item for trait in raw["traits"] for item in trait["items"]]
    raw["traits"] = [
        {
            **raw["traits"][number % 4],
            "key": f"trait{number}",
            "items": [
                {**asked[(number * items + place) % len(asked)], "key": f"item{number}_{place}"}
                for place in range(items)
            ],
        }
        for number in range(traits)
    ]
    if scale != (1, 6):
        ends = {scale[0]: {"sv": "Stämmer inte alls"}, scale[1]: {"sv": "Stämmer helt"}}
        raw["scale"] |= {"from": scale[0], "to": scale[1], "labels": ends}
        raw["scale"]["favourable_from"] = scale[1] - 1
    return Survey.model_validate(raw)


def responses_of(
    raters: Mapping[str, int],
    survey: Survey | None = None,
    *,
    comments: Sequence[str] = (),
    seed: int = 1,
) -> Responses:
    """Return responses drawn at random; comments go to the last question, one a rater."""
    survey = survey or orebro()
    draw = random.Random(seed)
    lowest, highest = survey.scale.lowest, survey.scale.highest
    groups = [key for key, count in raters.items() for _ in range(count)]
    codes = {group.key: code for code, group in enumerate(survey.groups)}
    ratings = [[draw.randint(lowest, highest) for _ in survey.items] for _ in groups]
    written: list[dict[str, str]] = [{} for _ in groups]
    for place, text in enumerate(comments, 1):
        written[-place][survey.questions[-1].key] = text
    return Responses(
        survey=survey,
        subjects=("leader",),
        ratings=np.array(ratings, dtype=np.int8).reshape(len(groups), len(survey.items)),
        subject_codes=np.zeros(len(groups), dtype=np.int32),
        group_codes=np.array([codes[group] for group in groups], dtype=np.int8),
        comments=tuple(written),
    )


def png(mode: str, size: tuple[int, int] = (60, 20)) -> bytes:
    """Return a picture as an organisation might hand it in."""
    target = BytesIO()
    Image.new(mode, size).save(target, "PNG")
    return target.getvalue()


def release_of(
    raters: Mapping[str, int],
    survey: Survey | None = None,
    *,
    comments: Sequence[str] = (),
    seed: int = 1,
) -> Release:
    """Return the release of such responses."""
    responses = responses_of(raters, survey, comments=comments, seed=seed)
    return release_subjects(responses, DisclosurePolicy())["leader"]
