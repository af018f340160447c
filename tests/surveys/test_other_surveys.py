"""Surveys from elsewhere are read: any scale, any keys, reversed items, bare wordings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from surveys.loader import parse_survey, survey_from_json

if TYPE_CHECKING:
    from surveys.model import Survey

ORACLES = Path(__file__).parents[1] / "reference" / "oracle"


def survey_of(scale: tuple[int, int], items: list[dict[str, Any]], groups: set[str]) -> Survey:
    """Write a survey around the items of a reference case, with as little as the format asks."""
    kinds = {"self": "self", "manager": "identified"}
    traits = list(dict.fromkeys(item["trait"] for item in items))
    content = {
        "id": "reference",
        "version": 1,
        "languages": ["en"],
        "title": {"en": "Reference"},
        "scale": {"from": scale[0], "to": scale[1]},
        "groups": [
            {"key": group, "kind": kinds.get(group, "protected"), "label": {"en": group}}
            for group in sorted(groups)
        ],
        "traits": [
            {
                "key": trait,
                "name": {"en": trait},
                "items": [
                    {
                        "key": item["id"],
                        "trait": trait,
                        "others": {"en": item["id"]},
                        "reversed": item.get("reversed", False),
                    }
                    for item in items
                    if item["trait"] == trait
                ],
            }
            for trait in traits
        ],
    }
    return parse_survey(yaml.safe_dump(content))


@pytest.mark.parametrize("name", ["g02_leader_small_1to5", "g04_campaign_20_leaders_1to6"])
def test_the_reference_campaigns_can_be_written_as_surveys(name: str) -> None:
    case = json.loads((ORACLES / f"{name}.json").read_text(encoding="utf-8"))["data"]
    scale = (case["scale"]["min"], case["scale"]["max"])
    groups = {rating["group"] for rating in case["ratings"]}

    survey = survey_of(scale, case["items"], groups)

    assert [item.key for item in survey.items] == [item["id"] for item in case["items"]]
    assert [i.key for i in survey.items if i.reversed] == [
        item["id"] for item in case["items"] if item["reversed"]
    ]
    assert (survey.scale.lowest, survey.scale.highest) == scale
    assert survey_from_json(survey.canonical_json()) == survey


def test_the_reference_cases_of_disclosure_can_be_written_as_surveys() -> None:
    cases = json.loads((ORACLES / "d01_disclosure.json").read_text(encoding="utf-8"))

    for case in cases["release_cases"]:
        groups = {group["name"] for group in case["groups"]} | {"self", "team"}
        survey = survey_of((1, 5), case["items"], groups)

        assert [item.key for item in survey.items] == [item["id"] for item in case["items"]]


@pytest.mark.parametrize("scale", [(low, high) for low in (0, 1) for high in range(4, 11)])
@pytest.mark.parametrize(("traits", "size"), [(1, 1), (9, 5), (2, 60)])
def test_any_scale_and_any_number_of_traits_and_items_is_read(
    scale: tuple[int, int], traits: int, size: int
) -> None:
    items = [
        {"id": f"Q{trait}-{number}", "trait": f"T{trait}", "reversed": number % 2 == 1}
        for trait in range(traits)
        for number in range(size)
    ]

    survey = survey_of(scale, items, {"self", "direct_report"})

    assert [len(trait.items) for trait in survey.traits] == [size] * traits
    assert [survey.word_for(step, "en") for step in survey.scale.steps] == [
        str(step) for step in range(scale[0], scale[1] + 1)
    ]
