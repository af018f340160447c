"""The release cases of the reference file, one test each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.release.means import trait_items, trait_mean
from tests.reports.campaigns import make_responses, make_survey, oracle

if TYPE_CHECKING:
    from reports.release import Cell, Figures, OthersCell

CASES = oracle("d01_disclosure")["release_cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_release_equals_the_reference(case: dict[str, Any]) -> None:
    figures = _release(case)

    expected = case["expected"]
    assert _blocks(figures) == expected["blocks"]
    assert list(figures.hidden_groups) == expected["hidden_groups"]
    assert _by_key(_cells(figures)) == _by_key(expected["cells"])
    assert _others(figures) == expected["others_items"]
    assert _by_key(_traits(figures)) == _by_key(expected["traits"])


def _release(case: dict[str, Any]) -> Figures:
    traits: dict[str, list[str]] = {}
    for item in case["items"]:
        traits.setdefault(item["trait"], []).append(item["id"])
    kinds = {
        group["name"]: "self" if group["name"] == "self" else group["kind"]
        for group in case["groups"]
    }
    survey = make_survey(traits, groups=kinds, scale=(case["config"]["scale_min"], 5))
    sheets = {
        group["name"]: [rater["answers"] for rater in group["raters"]] for group in case["groups"]
    }
    responses = make_responses(survey, {"L1": sheets})
    policy = DisclosurePolicy(k=case["config"]["k"], policy=case["config"]["policy"])
    assert policy.k2 == case["config"]["k_disp"]
    return release_subjects(responses, policy)["L1"].figures


def _blocks(figures: Figures) -> list[dict[str, Any]]:
    return [{"groups": list(block.groups), "n": block.n} for block in figures.blocks]


def _cells(figures: Figures) -> list[dict[str, Any]]:
    return [
        {
            "block": place,
            "item": item,
            "n": cell.n,
            "sum": cell.sum,
            "at_most": cell.at_most,
            # The cases mean k2 answers; since then, figures of spread need more (decision 50).
            "dispersion": cell.n >= figures.k2,
            "mean": cell.mean,
        }
        for place, block in enumerate(figures.blocks)
        for item, cell in zip(figures.items, block.cells, strict=True)
        if cell is not None
    ]


def _others(figures: Figures) -> dict[str, dict[str, Any]]:
    return {
        item: {
            "n": cell.n,
            "n_protected": cell.n_protected,
            "mean": cell.mean,
            "from": list(cell.blocks),
        }
        for item, cell in zip(figures.items, figures.others, strict=True)
        if cell is not None
    }


def _traits(figures: Figures) -> list[dict[str, Any]]:
    columns: dict[int | str, tuple[Cell | OthersCell | None, ...]] = {
        place: block.cells for place, block in enumerate(figures.blocks)
    }
    columns["others"] = figures.others
    found = []
    for (trait, _), items in zip(figures.traits, trait_items(figures), strict=True):
        for name, cells in columns.items():
            chosen = [cells[item] for item in items]
            mean = trait_mean(chosen)
            if mean is not None:
                shown = sum(cell is not None for cell in chosen)
                found.append(
                    {
                        "block": name,
                        "trait": trait,
                        "items": shown,
                        "mean": pytest.approx(float(mean), abs=1e-9),
                    }
                )
    return found


def _by_key(rows: list[dict[str, Any]]) -> dict[tuple[Any, Any], dict[str, Any]]:
    return {(row["block"], row.get("item") or row.get("trait")): row for row in rows}
