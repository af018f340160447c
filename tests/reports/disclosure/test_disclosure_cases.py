"""Cases of our own for each turn of the release algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reports.disclosure import release_subjects
from reports.errors import PolicyError, ReleaseRefusedError, ResponsesError
from reports.policy import DisclosurePolicy, bands_from, class_from
from reports.release import Cell, OthersCell
from tests.reports.campaigns import make_responses, make_survey

if TYPE_CHECKING:
    from reports.release import Figures
    from tests.reports.campaigns import Sheets

ITEMS = make_survey({"T": ("a", "b")})


def release(sheets: Sheets, policy: DisclosurePolicy | None = None) -> Figures:
    """Return the figures of one leader with these answer sheets."""
    responses = make_responses(ITEMS, {"L1": sheets})
    return release_subjects(responses, policy or DisclosurePolicy())["L1"].figures


def threes(raters: int) -> list[list[int]]:
    """Return so many sheets that say 3 throughout."""
    return [[3, 3]] * raters


def test_an_item_hidden_in_every_block_is_shown_for_others_from_their_union() -> None:
    figures = release(
        {
            "manager": [[3, 5]],
            "peer": [[4, 2], [4, 3], [4, None]],
            "team": [[5, 4], [5, 1], [5, "NO"], [5, None]],
        }
    )

    assert [block.cells[1] for block in figures.blocks] == [None, None]
    assert figures.others[1] == OthersCell(
        n=5, n_protected=4, sum=15, at_most=False, blocks=(0, 1), bands=None, favourable=None
    )


def test_a_union_of_blocks_is_guarded_like_a_cell() -> None:
    figures = release(
        {
            "manager": [[3, 4]],
            "peer": [[4, 1], [4, 1], [4, None]],
            "team": [[5, 1], [5, 1], [5, None]],
        }
    )

    others = figures.others[1]
    assert others is not None
    assert (others.sum, others.at_most, others.n) == (4 * 1 + 1 + 4, True, 5)


def test_a_union_on_fewer_than_k_answers_is_not_shown() -> None:
    figures = release(
        {"peer": [[4, 1], [4, None], [4, None]], "team": [[5, 1], [5, None], [5, None]]}
    )

    assert figures.others[1] is None


def test_a_small_group_joins_the_last_of_equally_small_blocks() -> None:
    figures = release({"peer": threes(4), "team": threes(4), "other": threes(1)})

    assert [(block.groups, block.n) for block in figures.blocks] == [
        (("peer",), 4),
        (("team", "other"), 5),
    ]


def test_small_groups_that_reach_k_together_are_a_block_of_their_own() -> None:
    figures = release({"peer": threes(2), "team": threes(6), "other": threes(1)})

    assert [(block.groups, block.n) for block in figures.blocks] == [
        (("team",), 6),
        (("peer", "other"), 3),
    ]
    assert figures.hidden_groups == ()


def test_policy_drop_hides_what_is_too_small() -> None:
    figures = release({"peer": threes(5), "other": threes(2)}, DisclosurePolicy(k=3, policy="drop"))

    assert [block.groups for block in figures.blocks] == [("peer",)]
    assert figures.hidden_groups == ("other",)
    assert all(cell is not None and cell.n == 5 for cell in figures.others)


def test_nothing_is_shown_when_nothing_is_large_enough() -> None:
    figures = release({"manager": [[4, 4]], "peer": threes(1), "team": threes(1)})

    assert figures.blocks == ()
    assert figures.hidden_groups == ("peer", "team")
    assert figures.others == (None, None)
    assert figures.identified[0].cells == (Cell(1, 4, at_most=False, agreement=None),) * 2


def test_two_managers_are_shown_together_and_count_for_nobody() -> None:
    figures = release({"manager": [[4, 2], [5, None]], "peer": threes(2)})

    assert figures.blocks == ()
    assert figures.others == (None, None)
    assert figures.identified[0].n == 2
    assert figures.identified[0].cells == (
        Cell(2, 9, at_most=False, agreement=None),
        Cell(1, 2, at_most=False, agreement=None),
    )


@pytest.mark.parametrize("answers", [[1, 1, 1], [1, 2, 1]])
def test_all_lowest_reads_like_all_lowest_but_one(answers: list[int]) -> None:
    figures = release({"peer": [[answer, 3] for answer in answers]})

    assert figures.blocks[0].cells[0] == Cell(3, 4, at_most=True, agreement=None)


def test_two_above_the_lowest_need_no_guard() -> None:
    figures = release({"peer": [[1, 3], [2, 3], [2, 3]]})

    assert figures.blocks[0].cells[0] == Cell(3, 5, at_most=False, agreement=None)


def test_reversed_items_are_keyed_before_they_are_summed_and_guarded() -> None:
    survey = make_survey({"T": ("a", "b")}, reversed_items=("b",))
    responses = make_responses(survey, {"L1": {"self": [[2, 2]], "peer": [[5, 5]] * 3}})

    figures = release_subjects(responses, DisclosurePolicy())["L1"].figures

    assert figures.blocks[0].cells == (
        Cell(3, 15, at_most=False, agreement=None),
        Cell(3, 4, at_most=True, agreement=None),
    )
    assert figures.self_ratings == (2, 4)


@pytest.mark.parametrize(
    ("answers", "agreement"),
    [
        ([4, 4, 4, 4, 4, 4, 5], "high"),
        ([3, 3, 4, 4, 4, 5, 5], "moderate"),
        ([1, 2, 3, 3, 4, 5, 5], "views_differ"),
        ([1, 1, 1, 1, 5, 5, 5], "divided"),
        ([4, 4, 4, 4, 4, 5], None),
    ],
)
def test_agreement_is_a_class_from_two_more_than_k2_answers(
    answers: list[int], agreement: str | None
) -> None:
    figures = release({"peer": [[answer, 3] for answer in answers]})

    cell = figures.blocks[0].cells[0]
    assert cell is not None
    assert cell.agreement == agreement


def test_bands_count_others_with_the_manager_where_each_block_has_twice_k2_answers() -> None:
    answers: list[list[int | None]] = [[1, 1], [2, 3], [3, 3], [4, 3], [5, None]] * 2
    figures = release({"manager": [[5, 5]], "peer": answers, "team": threes(10)})

    ten, eight = figures.others
    assert ten is not None
    assert (ten.bands, ten.favourable) == ((4, 12, 5), 5)
    assert eight is not None
    assert (eight.n_protected, eight.bands, eight.favourable) == (18, None, None)


def test_an_item_shows_bands_or_classes_and_never_both() -> None:
    missing: list[list[int | None]] = [[3, None]] + [[3, 3]] * 9
    figures = release({"peer": missing, "team": threes(12)})

    banded, classed = ([block.cells[item] for block in figures.blocks] for item in (0, 1))
    assert [cell and cell.agreement for cell in banded] == [None, None]
    assert [cell and cell.agreement for cell in classed] == ["high", "high"]


def test_others_who_are_one_block_show_its_class_and_no_bands() -> None:
    figures = release({"manager": [[5, 5]], "team": threes(30)})

    cell, others = figures.blocks[0].cells[0], figures.others[0]
    assert cell is not None
    assert cell.agreement == "high"
    assert others is not None
    assert others.bands is None


@pytest.mark.parametrize(("highest", "bands", "classes"), [(3, 0, 0), (4, 0, 2), (5, 1, 0)])
def test_short_scales_show_classes_from_four_steps_and_bands_from_five(
    highest: int, bands: int, classes: int
) -> None:
    survey = make_survey({"T": ("a",)}, scale=(1, highest))
    responses = make_responses(survey, {"L1": {"peer": [[3]] * 12, "team": [[2]] * 12}})

    figures = release_subjects(responses, DisclosurePolicy())["L1"].figures

    cells = [block.cells[0] for block in figures.blocks]
    assert sum(cell is not None and cell.agreement is not None for cell in cells) == classes
    assert sum(one is not None and one.bands is not None for one in figures.others) == bands
    assert sum(one is not None and one.favourable is not None for one in figures.others) == bands


def test_a_favourable_step_next_to_the_lowest_is_never_counted() -> None:
    survey = make_survey({"T": ("a",)}, scale=(1, 3))
    responses = make_responses(survey, {"L1": {"peer": [[1]] * 6}})

    cell = release_subjects(responses, DisclosurePolicy())["L1"].figures.others[0]

    assert cell is not None
    assert (cell.bands, cell.favourable) == (None, None)


def test_a_survey_with_protected_groups_only_is_released() -> None:
    survey = make_survey({"T": ("a",)}, groups={"participant": "protected"})
    responses = make_responses(survey, {"L1": {"participant": [[4], [5], [3]]}, "L2": {}})

    releases = release_subjects(responses, DisclosurePolicy())

    assert releases["L1"].figures.self_ratings == (None,)
    assert releases["L1"].figures.others[0] is not None
    assert releases["L2"].figures.blocks == ()


def test_a_campaign_without_responses_is_released_empty() -> None:
    releases = release_subjects(make_responses(ITEMS, {"L1": {}}), DisclosurePolicy())

    assert releases["L1"].figures.others == (None, None)


def test_a_policy_tells_every_fault_at_once() -> None:
    with pytest.raises(PolicyError) as caught:
        DisclosurePolicy(k=2, policy="guess")  # type: ignore[arg-type]  # the wrong type is the point

    assert len(caught.value.problems) == 2


def test_k2_is_k_plus_two_but_at_least_five() -> None:
    assert [DisclosurePolicy(k=k).k2 for k in (3, 4, 10)] == [5, 6, 12]


def test_each_figure_of_spread_has_its_own_least_number() -> None:
    assert [(class_from(k2), bands_from(k2)) for k2 in (5, 6)] == [(7, 10), (8, 12)]


def test_where_raters_read_along_every_least_number_is_one_higher() -> None:
    assert (class_from(5, known=1), bands_from(5, known=1)) == (8, 11)


def test_responses_that_contradict_the_survey_are_refused_in_full() -> None:
    responses = make_responses(ITEMS, {"L1": {"self": [[1, 6], [0, 2]]}})

    with pytest.raises(ResponsesError, match="2 ratings are outside 1 to 5"):
        release_subjects(responses, DisclosurePolicy())


def test_a_second_response_of_ones_own_is_refused() -> None:
    responses = make_responses(ITEMS, {"L1": {"self": [[1, 2], [3, 2]]}})

    with pytest.raises(ResponsesError, match="2 responses of its own"):
        release_subjects(responses, DisclosurePolicy())


def test_the_job_refuses_a_release_that_its_audit_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.disclosure.cells.enough_answers", lambda n, k: n >= k - 2)

    with pytest.raises(ReleaseRefusedError, match="L1: figures of b isolate too few raters"):
        release({"peer": [[4, 1], [4, None], [4, None]]})
