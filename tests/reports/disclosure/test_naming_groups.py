"""Groups are named by who was asked: one rater more or less in a small group changes no name."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Final

import pytest

from reports.disclosure import release_subjects
from reports.errors import ReleaseFormatError
from reports.policy import DisclosurePolicy, plan_blocks
from reports.release import read_release
from tests.reports.campaigns import make_responses, make_survey

if TYPE_CHECKING:
    from reports.policy import Policy
    from reports.release import Release
    from tests.reports.campaigns import Sheets

K: Final = 3
EVERYBODY: Final = frozenset({0, 1, 2})
SURVEY: Final = make_survey({"T": ("a",)})
SHEETS: Final[Sheets] = {"self": [[3]], "team": [[4]] * 6}


@pytest.mark.parametrize("policy", ["merge", "drop"])
def test_whether_one_of_a_small_group_answered_changes_no_name(policy: Policy) -> None:
    chosen = DisclosurePolicy(k=K, policy=policy)

    for sizes in itertools.product(range(K + 3), repeat=3):
        for group in range(3):
            more = [size + (place == group) for place, size in enumerate(sizes)]
            if more[group] >= K or (_pool(sizes) < K) != (_pool(more) < K):
                continue  # as many as k: then the number itself says that all are there

            without = plan_blocks(sizes, chosen, EVERYBODY)

            assert without == plan_blocks(more, chosen, EVERYBODY), sizes


def test_a_group_that_was_asked_and_is_silent_is_named_as_one_of_one() -> None:
    silent, alone = (_release({**SHEETS, **more}) for more in ({}, {"other": [[4]]}))

    assert silent.figures.blocks[0].groups == alone.figures.blocks[0].groups == ("team", "other")
    assert (silent.figures.blocks[0].n, alone.figures.blocks[0].n) == (6, 7)
    assert silent.figures.asked == ("team", "other")


def test_groups_of_two_leaders_are_named_by_who_was_asked_about_each() -> None:
    responses = make_responses(SURVEY, {"L1": SHEETS, "L2": SHEETS})
    asked = {"L1": {"self", "team", "peer"}, "L2": {"team"}}

    found = release_subjects(responses, DisclosurePolicy(policy="drop"), asked=asked)

    assert [one.figures.hidden_groups for one in found.values()] == [("peer",), ()]


def test_without_a_word_of_who_was_asked_a_release_stays_the_same_bytes() -> None:
    responses = make_responses(SURVEY, {"L1": SHEETS})

    release = release_subjects(responses, DisclosurePolicy())["L1"]

    assert "asked" not in json.loads(release.to_json())["figures"]
    assert read_release(release.to_json()) == release
    assert release.figures.asked is None


@pytest.mark.parametrize("asked", [["team"], ["other", "peer", "team"], None])
def test_a_release_whose_groups_are_not_those_asked_is_refused(asked: list[str] | None) -> None:
    content = json.loads(_release({**SHEETS, "other": [[4]]}).to_json())
    content["figures"]["asked"] = asked
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    with pytest.raises(ReleaseFormatError, match=r"asked: |canonical"):
        read_release(text)


def _release(sheets: Sheets) -> Release:
    responses = make_responses(SURVEY, {"L1": sheets})
    asked = {"L1": {"self", "team", "other"}}
    return release_subjects(responses, DisclosurePolicy(), asked=asked)["L1"]


def _pool(sizes: list[int] | tuple[int, ...]) -> int:
    return sum(size for size in sizes if size < K)
