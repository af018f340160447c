"""What a team is told first: good and agreed, to develop and agreed, seen differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.subjects.team.picture import TeamPicture
from tests.reports.subjects.cases import team_material, team_release

if TYPE_CHECKING:
    from reports.subjects.team.findings import TeamFindings

HALVES = [1, 1, 1, 1, 1, 6, 6, 6, 6, 6]
NEARLY = [1, 1, 5, 5, 5, 5, 5, 5, 6, 6]


def _found(answers: dict[str, list[int]], members: int = 10, head: int = 4) -> TeamFindings:
    release = team_release(members, answers=answers, head=head)
    return TeamPicture(team_material(release)).found


def _lists(found: TeamFindings) -> dict[str, list[str]]:
    return {one.called: [each.item.key for each in one.items] for one in found.lists}


def test_what_is_high_or_low_and_answered_alike_stands_in_the_first_lists() -> None:
    found = _found({"rik_arbetar": [6] * 10, "rik_mal": [5] * 10, "mot_fragor": [2] * 10})

    assert found.tells_agreement
    assert _lists(found) == {"good": ["rik_arbetar", "rik_mal"], "develop": ["mot_fragor"]}


def test_what_stays_divided_whoever_is_left_out_stands_in_the_third_list_alone() -> None:
    found = _found({"rik_arbetar": HALVES, "rik_mal": [6] * 10})

    assert _lists(found)["differ"] == ["rik_arbetar"]
    assert _lists(found)["good"] == ["rik_mal"]


def test_what_one_person_could_undo_is_neither_agreed_nor_seen_differently() -> None:
    found = _found({"rik_arbetar": NEARLY, "rik_mal": [6] * 10})

    (item,) = [one for one in found.ranked if one.item.key == "rik_arbetar"]
    assert item.item.agreement[0] == "views_differ"
    assert "rik_arbetar" not in {key for keys in _lists(found).values() for key in keys}


def test_a_team_too_small_for_classes_is_told_figures_and_no_agreement() -> None:
    found = _found({"rik_arbetar": [6] * 8, "rik_mal": [2] * 8, "mot_fragor": [1, 6] * 4}, 8)

    assert not found.tells_agreement
    assert _lists(found) == {"good": ["rik_arbetar"], "develop": ["rik_mal"]}


def test_where_nothing_is_high_a_place_is_told_instead() -> None:
    alike = {"rik_arbetar": [4, 4, 5, 5, 5, 5, 5, 4, 4, 5], "mot_fragor": [3] * 4 + [4] * 6}

    lists = _lists(_found(alike))

    assert "good" not in lists
    assert lists["highest"][0] == "rik_arbetar"
    assert lists["lowest"][0] == "mot_fragor"


def test_no_list_holds_more_than_three_and_none_shares_an_item() -> None:
    high = {key: [6] * 10 for key in ("rik_arbetar", "rik_mal", "rik_viktigast", "rik_hela")}

    (first,) = [one for one in _found(high).lists if one.called == "good"]

    assert (len(first.items), first.unlisted) == (3, 1)


def test_a_head_who_sees_it_a_step_brighter_is_told_item_by_item() -> None:
    found = _found({"rik_arbetar": [2] * 10}, head=6)

    head = found.apart[0]
    assert head[0].item.key == "rik_arbetar"
    assert len(head) == 3
    assert all(one.own.exact < one.outside.exact for one in head)


def test_too_few_members_have_no_findings() -> None:
    found = _found({}, 4)

    assert (found.ranked, found.lists, any(found.apart)) == ((), (), False)
