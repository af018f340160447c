"""Read the reference cases of the statistics, and compare as their README says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reports.answers.matrix import CANNOT_JUDGE, SKIPPED, Responses
from surveys.model import Survey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER: Final = Path(__file__).parents[2] / "reference" / "oracle"
KINDS: Final = {"self": "self", "manager": "identified"}

LEFT_OUT: Final = {
    # REML: a second way to ICC(1), with shrunken scores that are hard to explain.
    "icc1_reml_lme4",
    "var_between_reml",
    "var_within_reml",
    "grand_mean_reml",
    "eb_score_lme4",
    # A factor's loadings, a second way to omega, and pairwise alpha: instruments are shown by
    # alpha listwise with its interval, and by omega.
    "omega_ml_loadings_raw",
    "omega_ml_factanal",
    "alpha_pairwise_psych",
}
"""What the product does not compute; every other check of the files is run."""


def read(name: str) -> dict[str, Any]:
    """Return a reference file."""
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return content


def checks_by_stat(case: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the checks that are asked for, by statistic."""
    found: dict[str, list[dict[str, Any]]] = {}
    for check in case["checks"]:
        if check["stat"] not in LEFT_OUT:
            found.setdefault(check["stat"], []).append(check)
    return found


def key_of(record: Mapping[str, Any]) -> str:
    """Return what tells a figure from every other: all its keys but the value."""
    return json.dumps({k: v for k, v in record.items() if k != "value"}, sort_keys=True)


def tolerance(case: Mapping[str, Any], stat: str) -> float:
    """Return the file's tolerance for a statistic."""
    allowed: dict[str, float] = case["tolerance"]
    return allowed.get(stat, allowed["default"])


def agrees(got: object, want: object, tol: float) -> bool:
    """Compare: numbers within tol·max(1, |want|), lists element by element, others exactly."""
    if isinstance(want, list):
        return (
            isinstance(got, list)
            and len(got) == len(want)
            and all(agrees(one, other, tol) for one, other in zip(got, want, strict=True))
        )
    if isinstance(want, int | float) and not isinstance(want, bool):
        if not isinstance(got, int | float) or isinstance(got, bool):
            return False
        return abs(got - want) <= tol * max(1, abs(want))
    return got == want


def survey_content(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the survey of a case as a survey file would hold it."""
    groups = dict.fromkeys(rating["group"] for rating in data["ratings"])
    traits: dict[str, list[dict[str, Any]]] = {}
    for item in data["items"]:
        traits.setdefault(item["trait"], []).append(item)
    return {
        "id": "reference",
        "version": 1,
        "status": "draft",
        "languages": ["en"],
        "title": {"en": "Reference"},
        "scale": {"from": data["scale"]["min"], "to": data["scale"]["max"]},
        "groups": [
            {"key": key, "kind": KINDS.get(key, "protected"), "label": {"en": key}}
            for key in groups
        ],
        "traits": [
            {"key": key, "name": {"en": key}, "items": [_item(item) for item in items]}
            for key, items in traits.items()
        ],
    }


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    words = {"en": f"{{name}} does what item {item['id']} says."}
    return {"key": item["id"], "others": words, "reversed": item["reversed"]}


def survey_of(data: Mapping[str, Any]) -> Survey:
    """Return the survey of a case."""
    return Survey.model_validate(survey_content(data))


def responses_of(survey: Survey, ratings: Sequence[Mapping[str, Any]]) -> Responses:
    """Return a case's ratings as the matrix."""
    leaders = list(dict.fromkeys(rating["leader"] for rating in ratings))
    groups = [group.key for group in survey.groups]
    return Responses(
        survey=survey,
        subjects=tuple(leaders),
        ratings=np.array([encoded(rating["answers"]) for rating in ratings], dtype=np.int8),
        subject_codes=np.array([leaders.index(r["leader"]) for r in ratings], dtype=np.int32),
        group_codes=np.array([groups.index(r["group"]) for r in ratings], dtype=np.int8),
    )


def encoded(answers: Sequence[int | str | None]) -> list[int]:
    """Return answers as the matrix holds them."""
    return [_code(answer) for answer in answers]


def _code(answer: int | str | None) -> int:
    if answer is None:
        return SKIPPED
    return CANNOT_JUDGE if answer == "NO" else int(answer)
