"""What is shown of a tree of workplaces: cells, bands, comments and last time, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from reports.answers.matrix import SKIPPED
from reports.disclosure.tree import TreeBefore
from reports.errors import ReleaseFormatError, ResponsesError
from reports.partitions import Unit
from reports.policy import DisclosurePolicy
from reports.release.reading_parts import read_part
from tests.reports.tree_campaigns import (
    TreeCampaign,
    campaign_of,
    random_campaign,
    survey_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.release.parts import PartCell, PartRelease, TreeRelease

NORTH, SOUTH, WEST = (
    Unit(code, name, 30) for code, name in (("n", "Norr"), ("s", "Söder"), ("v", "Väst"))
)
CARE: Final = Unit("h", "Hemtjänst", below=(NORTH, SOUTH, WEST))
ONE_ITEM: Final = {"T": ("a",)}


def campaign(
    answers: Mapping[str, list[int]], root: Unit = CARE, *, opened: bool = False
) -> TreeCampaign:
    """Return a campaign in which the people of these nodes gave these answers to one item."""
    places = [code for code, given in answers.items() for _ in given]
    made = campaign_of(root, places, np.random.default_rng(0), survey=survey_of(ONE_ITEM))
    ratings = np.array([[one] for given in answers.values() for one in given], dtype=np.int8)
    return replace(made, responses=replace(made.responses, ratings=ratings), opened=opened)


def by_name(release: TreeRelease) -> dict[str, PartRelease]:
    """Return the parts by the codes of their members."""
    return {
        "+".join(one.code + "*" * one.staff for one in part.figures.name.members): part
        for part in release.parts
    }


def cells(campaign: TreeCampaign) -> dict[str, PartCell | None]:
    """Return the cell of the only item, by part."""
    return {name: part.figures.cells[0] for name, part in by_name(campaign.release()).items()}


def sums(campaign: TreeCampaign) -> dict[str, tuple[int, int] | None]:
    """Return count and sum of the only item, by part."""
    return {
        name: None if cell is None else (cell.n, cell.sum) for name, cell in cells(campaign).items()
    }


def test_every_part_shows_what_its_people_answered_and_levels_add_up() -> None:
    shown = sums(campaign({"n": [4] * 6, "s": [5] * 7, "v": [3] * 5}))

    assert shown == {"h": (18, 74), "n": (6, 24), "s": (7, 35), "v": (5, 15)}


def test_an_item_that_few_answered_takes_the_smallest_sibling_with_it() -> None:
    few = [4, 4, SKIPPED, SKIPPED, SKIPPED, SKIPPED]

    shown = sums(campaign({"n": few, "s": [5] * 7, "v": [3] * 6}))

    assert shown == {"h": (15, 61), "n": None, "s": (7, 35), "v": None}


def test_two_hidden_cells_that_are_enough_together_need_no_company() -> None:
    few = [4, 4, 4, SKIPPED, SKIPPED, SKIPPED]

    shown = sums(campaign({"n": few, "s": few, "v": [3] * 6}))

    assert shown == {"h": (12, 42), "n": None, "s": None, "v": (6, 18)}


def test_an_item_hidden_in_a_part_is_hidden_in_all_below_it() -> None:
    inner = Unit("i", "Inre", below=(Unit("i1", "Ett", 30), Unit("i2", "Två", 30)))
    root = Unit("h", "Hemtjänst", below=(inner, NORTH, SOUTH))
    few = [4, 4, SKIPPED, SKIPPED, SKIPPED]

    shown = sums(campaign({"i1": [5] * 5, "i2": [5] * 5, "n": few, "s": [3] * 11}, root))

    assert shown == {"h": (23, 91), "i": None, "n": None, "s": (11, 33), "i1": None, "i2": None}


def test_an_item_that_nobody_of_a_part_answered_hides_nothing_else() -> None:
    shown = sums(campaign({"n": [SKIPPED] * 6, "s": [5] * 7, "v": [3] * 6}))

    assert shown == {"h": (13, 53), "n": None, "s": (7, 35), "v": (6, 18)}


def test_a_workplace_read_by_its_people_shows_an_item_from_one_answer_more() -> None:
    answers = {"n": [4, 4, 4, 4, 4, SKIPPED], "s": [5] * 7, "v": [3] * 8}

    assert sums(campaign(answers))["n"] == (5, 20)
    assert sums(campaign(answers, opened=True))["n"] is None


def test_bands_are_shown_only_where_all_parts_have_them() -> None:
    large, small = [1, 2, 3, 4, 5, 6] * 3, [4] * 6

    some = cells(campaign({"n": large, "s": large, "v": small}))
    every = cells(campaign({"n": large, "s": large, "v": large}))

    assert {name: cell and cell.bands for name, cell in some.items()} == {
        "h": None,
        "n": (6, 6, 6),
        "s": (6, 6, 6),
        "v": None,
    }
    assert every["h"] is not None
    assert every["h"].bands == (18, 18, 18)


def test_five_steps_show_no_bands_of_a_part() -> None:
    places = ["n"] * 40 + ["s"] * 40
    made = campaign_of(CARE, places, np.random.default_rng(1), survey=survey_of(steps=5))

    assert all(
        cell and cell.bands is None for p in made.release().parts for cell in p.figures.cells
    )


def test_answers_by_codes_drawn_at_the_spot_stand_in_sums_and_count_for_nothing() -> None:
    answers = {"n": [4] * 4 + [6] * 9, "s": [5] * 7, "v": [3] * 6}
    drawn = np.array([False] * 4 + [True] * 9 + [False] * 13)

    one_more = np.array([False] * 5 + [True] * 8 + [False] * 13)

    joined = replace(campaign(answers), drawn=drawn)
    alone = replace(campaign({**answers, "n": [4] * 5 + [6] * 8}), drawn=one_more)

    assert sums(joined) == {"h": (26, 123), "s": (7, 35), "n+v": (19, 88)}
    assert sums(alone)["n"] == (13, 68)
    cell = cells(alone)["n"]
    assert cell is not None
    assert cell.n_protected == 5


def test_that_all_gave_the_lowest_step_is_not_told_by_any_difference() -> None:
    lowest = cells(campaign({"n": [1] * 6, "s": [5] * 7, "v": [3] * 6}))
    but_one = cells(campaign({"n": [1] * 5 + [2], "s": [5] * 7, "v": [3] * 6}))

    assert lowest == but_one
    whole = lowest["h"]
    assert whole is not None
    assert (whole.sum, whole.at_most) == (60, True)


def test_each_comment_stands_in_exactly_one_list() -> None:
    for seed in range(30):
        made = random_campaign(seed, opened=seed % 2 == 0)

        lists = {one.texts: one for part in made.release().parts for one in part.comments}

        texts = [text for one in lists.values() for text in one.texts]
        assert len(texts) == len(set(texts))
        assert all(len(one.texts) >= 10 + made.opened for one in lists.values())


def test_a_part_where_few_wrote_has_one_list_with_the_smallest_sibling() -> None:
    made = campaign({"n": [4] * 12, "s": [5] * 13, "v": [3] * 6})
    words = tuple({"keep": f"ord {row}"} for row in range(31))
    release = replace(made, responses=replace(made.responses, comments=words)).release()

    found = {name: part.comments for name, part in by_name(release).items()}

    assert [len(one.texts) for one in found["s"]] == [13]
    assert [[name.members[0].name for name in one.names] for one in found["n"]] == [
        ["Norr", "Väst"]
    ]
    assert found["n"] == found["v"]
    assert found["h"] == ()


def test_what_few_wrote_goes_up_only_where_no_sibling_is_left_and_then_alone() -> None:
    inner = Unit("i", "Inre", below=(Unit("i1", "Ett", 30), Unit("i2", "Två", 30)))
    made = campaign(
        {"i1": [5] * 12, "i2": [5] * 12, "n": [4] * 6}, Unit("h", "Hela", below=(inner, NORTH))
    )
    words = tuple({"keep": f"ord {row}"} for row in range(30))
    release = replace(made, responses=replace(made.responses, comments=words)).release()

    found = {
        name: [len(one.texts) for one in part.comments] for name, part in by_name(release).items()
    }

    # Six who wrote in the north have nobody to stand with: the inner unit's lists are made.
    assert found == {"h": [], "i": [], "n": [], "i1": [12], "i2": [12]}


def test_last_time_is_told_of_parts_that_hold_the_same_units_under_the_same_name() -> None:
    before = campaign({"n": [3] * 9, "s": [5] * 9, "v": [3] * 9})
    moved = replace(CARE, below=(replace(NORTH, name="Nordost"), SOUTH, WEST))
    now = campaign({"n": [4] * 9, "s": [5] * 9, "v": [3] * 9}, moved)
    last = TreeBefore("2025", [part.figures for part in before.release().parts])

    found = {name: part.figures.previous for name, part in by_name(now.release(last)).items()}

    assert found["n"] is None
    assert found["h"] is not None
    assert found["s"] is not None
    assert found["s"].traits[0] is not None
    assert found["s"].traits[0].mean_thousandths == 5000


def test_last_time_is_not_told_of_a_part_that_others_have_joined() -> None:
    before = campaign({"n": [3] * 9, "s": [5] * 9, "v": [3] * 9})
    now = campaign({"n": [4] * 3, "s": [5] * 9, "v": [3] * 8})
    last = TreeBefore("2025", [part.figures for part in before.release().parts])

    found = {name: part.figures.previous for name, part in by_name(now.release(last)).items()}

    assert found["n+v"] is None
    assert found["s"] is not None


@pytest.mark.parametrize("seed", range(3))
def test_a_stored_part_reads_back_as_it_was_made(seed: int) -> None:
    release = random_campaign(seed).release()

    assert release.parts
    assert [read_part(part.to_json()) for part in release.parts] == list(release.parts)


@pytest.mark.parametrize(
    ("written", "changed"),
    [('"k":5', '"k":500'), ('"n":6', '"n":5'), ('"format":1', '"format":2'), ("{", "{ ")],
)
def test_a_stored_part_that_was_changed_is_refused(written: str, changed: str) -> None:
    text = campaign({"n": [6] * 6, "s": [5] * 7, "v": [3] * 8}).release().parts[1].to_json()

    assert written in text
    with pytest.raises(ReleaseFormatError):
        read_part(text.replace(written, changed, 1))


@pytest.mark.parametrize("seed", range(6))
def test_which_figures_are_visible_depends_on_counts_alone(seed: int) -> None:
    made = random_campaign(seed, missing=0.2, most=40)
    answered = made.responses.ratings >= 1
    lowest = replace(made.responses, ratings=np.where(answered, 1, SKIPPED).astype(np.int8))

    def visible(tree: TreeCampaign) -> list[list[tuple[int, bool] | None]]:
        return [
            [None if cell is None else (cell.n, cell.bands is None) for cell in part.figures.cells]
            for part in tree.release().parts
        ]

    assert visible(replace(made, responses=lowest)) == visible(made)


def test_every_fault_of_tree_and_answers_is_told_at_once() -> None:
    twice = Unit("h", "Hemtjänst", below=(NORTH, NORTH))
    made = campaign({"n": [4] * 6, "s": [5] * 7, "v": [3] * 6})

    with pytest.raises(ResponsesError) as refused:
        replace(made, root=twice, drawn=np.zeros(1, dtype=np.bool_)).release()

    assert list(refused.value.problems) == [
        "The unit 'n' stands in the tree twice.",
        "There are responses of 's', which is no unit of the tree.",
        "There are responses of 'v', which is no unit of the tree.",
        "It must be said of each response whether its code was drawn.",
    ]


def test_a_whole_that_is_too_small_has_no_release() -> None:
    assert campaign({"n": [4] * 3}).release().parts == ()


def test_a_share_is_told_as_a_step_that_holds_k_people() -> None:
    made = campaign({"n": [4] * 20, "s": [5] * 7, "v": [3] * 6})
    release = replace(made, policy=DisclosurePolicy(k=5)).release()

    share = by_name(release)["n"].figures.share

    assert share is not None
    assert (share.above, share.up_to) == (60, 80)
