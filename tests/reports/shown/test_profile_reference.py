"""A profile equals the raw statistics of the reference wherever nothing is hidden or guarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from reports.disclosure import Before, release_subjects
from reports.disclosure.previous import previous_of
from reports.policy import DisclosurePolicy
from reports.release.means import trait_items
from reports.shown.changes import trait_change
from reports.shown.findings import findings
from reports.shown.profile import Profile, profile
from tests.reports.campaigns import make_responses, make_survey, oracle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.answers.matrix import Responses
    from reports.release import Figures

KINDS = {
    "self": "self",
    "manager": "identified",
    "peer": "protected",
    "direct_report": "protected",
    "other": "protected",
}
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Case:
    """One leader's release beside the counts of raw answers."""

    figures: Figures
    profile: Profile
    answers: list[int]  # per item, raters other than self who answered

    def is_complete(self, item: int) -> bool:
        """Tell whether Others of an item stand on everybody who answered it."""
        cell = self.figures.others[item]
        return cell is not None and cell.n == self.answers[item] and not cell.at_most


def campaign(data: dict[str, Any], key: str, *, pooled: bool = False) -> Responses:
    """Return the responses of a reference file, everybody but self as peers if pooled."""
    traits: dict[str, list[str]] = {}
    for item in data["items"]:
        traits.setdefault(item["trait"], []).append(item["id"])
    turned = [item["id"] for item in data["items"] if item["reversed"]]
    scale = (data["scale"]["min"], data["scale"]["max"])
    survey = make_survey(traits, groups=KINDS, scale=scale, reversed_items=turned)
    sheets: dict[str, dict[str, list[Any]]] = {}
    for row in data["ratings" if key == "1" else "ratings_round2"]:
        group = "peer" if pooled and row["group"] != "self" else row["group"]
        sheets.setdefault(row["leader"], {}).setdefault(group, []).append(row["answers"])
    return make_responses(survey, sheets)


def cases(responses: Responses) -> dict[str, Case]:
    """Return a case per leader."""
    releases = release_subjects(responses, DisclosurePolicy())
    others = responses.group_codes != 0
    found = {}
    for place, (leader, release) in enumerate(releases.items()):
        rows = others & (responses.subject_codes == place)
        counts = (responses.keyed[rows] >= 0).sum(axis=0).tolist()
        found[leader] = Case(release.figures, profile(release.figures), counts)
    return found


def comparisons(case: Case, check: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield what a check expects and what the profile says, where they are comparable."""
    if "item" in check and check["stat"] in {"others_item_pooled", "gap_item"}:
        yield from _item_comparisons(case, check)
    elif check["stat"] in {"others_trait_pooled", "gap_trait", "self_trait"}:
        yield from _trait_comparisons(case, check)
    elif check["stat"] == "group_trait_itemavg":
        yield from _group_comparisons(case, check)


def _item_comparisons(case: Case, check: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    item = next(one for one in case.profile.items if one.key == check["item"])
    if case.is_complete(item.index):
        found = {
            "others_item_pooled": item.others and item.others.mean,
            "gap_item": item.gap and item.gap.points,
        }
        yield check["value"], found[check["stat"]]


def _trait_comparisons(case: Case, check: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    trait = next(one for one in case.profile.traits if one.key == check["trait"])
    complete = all(case.is_complete(item.index) for item in trait.items)
    if check["stat"] == "self_trait":
        yield check["value"], trait.self_ and trait.self_.mean
    elif complete and check["stat"] == "others_trait_pooled":
        yield check["value"], trait.others and trait.others.mean
    elif complete:
        yield check["value"], trait.gap and trait.gap.points


def _group_comparisons(case: Case, check: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    trait = next(one for one in case.profile.traits if one.key == check["trait"])
    columns = [*case.profile.identified, *case.profile.blocks]
    scores = [*trait.identified, *trait.blocks]
    lines = [one.cells for one in case.figures.identified]
    lines += [one.cells for one in case.figures.blocks]
    for column, score, line in zip(columns, scores, lines, strict=True):
        cells = [line[item.index] for item in trait.items]
        whole = all(cell is not None and not cell.at_most for cell in cells)
        if column.groups == (check["group"],) and whole:
            yield check["value"], score and score.mean


@pytest.mark.parametrize(
    ("name", "key", "pooled", "least"),
    [
        ("g02_leader_small_1to5", "1", False, 20),
        ("g02_leader_small_1to5", "1", True, 20),
        ("g02_leader_small_1to5", "2", False, 10),
        ("g04_campaign_20_leaders_1to6", "1", False, 200),
        ("g04_campaign_20_leaders_1to6", "1", True, 150),
    ],
)
def test_displayed_figures_equal_the_raw_statistics(
    name: str, key: str, *, pooled: bool, least: int
) -> None:
    content = oracle(name)
    leaders = cases(campaign(content["data"], key, pooled=pooled))

    compared = 0
    for check in content["checks"]:
        if "leader" not in check or check.get("round", 1) != int(key):
            continue
        if pooled and check["stat"] == "group_trait_itemavg":
            continue
        for expected, found in comparisons(leaders[check["leader"]], check):
            compared += 1
            close = (
                expected
                if isinstance(expected, str | None)
                else pytest.approx(expected, abs=TOLERANCE)
            )
            assert found == close, check

    assert compared >= least


def test_the_top_of_the_ranking_equals_the_reference() -> None:
    content = oracle("g02_leader_small_1to5")
    case = cases(campaign(content["data"], "1", pooled=True))["L1"]
    assert all(case.is_complete(item) for item in range(8))

    found = findings(case.profile, case.figures)

    (expected,) = [check["value"] for check in content["checks"] if check["stat"] == "top_items"]
    assert [item.key for item in found.ranked[: len(expected)]] == expected


def test_a_change_is_the_difference_of_displayed_scores() -> None:
    data = oracle("g02_leader_small_1to5")["data"]
    before = cases(campaign(data, "1"))["L1"]
    earlier = {"L1": Before("2025", before.figures)}

    now = release_subjects(campaign(data, "2"), DisclosurePolicy(), previous=earlier)["L1"].figures

    change = trait_change(now, 0)
    past, present = before.profile.traits[0].others, profile(now).traits[0].others
    assert change is not None
    assert past is not None
    assert present is not None
    assert change.points == pytest.approx(present.mean - past.mean, abs=5e-4)
    assert (change.previous_n, change.n) == (past.fewest, present.fewest)
    assert now.previous == previous_of(before.figures, now, campaign="2025")


def test_every_trait_of_the_reference_has_its_items_in_place() -> None:
    case = cases(campaign(oracle("g04_campaign_20_leaders_1to6")["data"], "1"))["L001"]

    assert trait_items(case.figures) == ((0, 1, 2, 3), (4, 5, 6, 7), (8, 9, 10, 11))
