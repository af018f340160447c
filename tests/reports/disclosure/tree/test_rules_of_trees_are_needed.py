"""Random trees hold against the exact audit, and each rule switched off is noticed by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from reports.audit.integer import BlockFigures, ItemFigures, learnt, readers
from reports.audit.isolates import isolates
from reports.disclosure.cells import guarded
from reports.disclosure.tree import TreeBefore, cells, comments, control, previous
from reports.partitions import Unit, partition
from reports.policy import DisclosurePolicy, band_ends, bands_from, shows_bands_alone
from tests.proof_size import proof_runs
from tests.reports.integer_campaigns import FINEST_SHARE
from tests.reports.large_tree import large_organisation
from tests.reports.tree_campaigns import (
    TreeCampaign,
    campaign_of,
    exposed,
    random_campaign,
    survey_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.release.parts import PartFigures

SEEDS: Final = range(16)


def trees() -> Iterator[TreeCampaign]:
    """Yield small trees with people in all nodes, some opened, in some a code drawn by many."""
    for seed in SEEDS:
        most = 16 if seed % 2 else 50  # bands need many
        made = random_campaign(seed, missing=0.2, most=most, opened=seed % 3 == 0)
        rows = len(made.responses.subject_codes)
        drawn = np.random.default_rng(seed).random(rows) < 0.3
        yield replace(made, drawn=drawn) if seed % 4 == 0 else made


def somebody_is_isolated() -> bool:
    """Tell whether the exact audit finds fault with what is shown of some tree."""
    return any(exposed(tree) is not None for tree in trees())


def something_is_left_out() -> bool:
    """Tell whether the audit at close had to take an item out of some tree."""
    return any(tree.release().left_out for tree in trees())


def test_nothing_that_is_shown_of_a_tree_isolates_anybody() -> None:
    assert not somebody_is_isolated()
    assert not something_is_left_out()


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_no_random_tree_isolates_anybody() -> None:
    for seed in range(100, 100 + proof_runs(1000)):
        made = random_campaign(seed, missing=0.1 * (seed % 4), opened=seed % 3 == 0)
        release = made.release()
        assert (seed, exposed(made, release), release.left_out) == (seed, None, ())


@pytest.mark.proof
@pytest.mark.timeout(900)
@pytest.mark.parametrize("opened", [False, True])
def test_a_tree_of_600_nodes_and_8500_people_isolates_nobody(*, opened: bool) -> None:
    made = TreeCampaign(*large_organisation({"T1": ("a", "b"), "T2": ("c",)}), opened=opened)
    release = made.release()

    assert len(release.parts) > 600
    assert release.left_out == ()
    assert exposed(made, release) is None


@dataclass(frozen=True)
class Mutant:
    """One rule, and how to switch it off."""

    rule: str
    target: object
    name: str
    broken: object

    def __str__(self) -> str:
        """Name the test after the rule."""
        return f"{self.rule}: {self.name}"


def no_company(hidden: object, n: object, least: object) -> None:
    """Hide only what is too small itself."""


MUTANTS: Final = (
    Mutant("what few answered is hidden", cells, "enough_answers", lambda n, _: n > 0),
    Mutant("a hidden cell hides all below", cells, "hidden_above", lambda shown: shown | True),
    Mutant("what is hidden has company", cells, "hide_company", no_company),
    Mutant(
        "bands of whole partitions only",
        cells,
        "shown_bands",
        lambda n, shown, tree, k2: shown & (n >= tree.least(bands_from(k2))),
    ),
    Mutant("bands need more than sums", cells, "bands_from", lambda _: 5),
    Mutant(
        "readers need one more",
        cells.Tree,
        "least",
        lambda tree, least: np.full((len(tree.parts), 1), least),
    ),
    Mutant("drawn codes do not count", cells, "counting", lambda answered, _: answered),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_each_rule_switched_off_isolates_somebody(
    mutant: Mutant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutant.target, mutant.name, mutant.broken)
    monkeypatch.setattr(control, "exposed_items", lambda responses, *_: _nothing(responses))

    assert somebody_is_isolated()


@pytest.mark.parametrize("mutant", MUTANTS[:-1], ids=str)
def test_the_audit_at_close_notices_it_leaves_the_item_out_and_goes_on(
    mutant: Mutant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutant.target, mutant.name, mutant.broken)

    assert something_is_left_out()
    assert not somebody_is_isolated()


def test_without_a_part_of_their_own_the_heads_are_what_is_left_of_their_node() -> None:
    leaves = tuple(Unit(code, code, 8, 8) for code in "abc")
    parts = partition(Unit("x", "Omsorg", 3, 3, leaves), DisclosurePolicy(k=5))
    people = {code: [f"{code}{n}" for n in range(8 if code != "x" else 3)] for code in "xabc"}
    whole = {(one, "i"): Fraction(1) for each in people.values() for one in each}
    units = [{(one, "i"): Fraction(1) for one in people[code]} for code in "abc"]
    shown = [
        {(one, "i"): Fraction(1) for code in part.staff for one in people[code]} for part in parts
    ]
    everybody = [one for each in people.values() for one in each]

    assert isolates([whole, *units], everybody, 5) is not None
    assert isolates(shown, everybody, 5) is None


def test_a_sum_that_was_guarded_in_a_part_alone_is_had_by_subtraction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = ["a"] * 7 + ["b"] * 8
    root = Unit("x", "Omsorg", below=(Unit("a", "A", 9), Unit("b", "B", 9)))
    made = campaign_of(root, places, np.random.default_rng(1), survey=survey_of({"T": ("i",)}))
    ratings = made.responses.ratings.copy()

    def rest(last: int) -> int:
        """Return the whole without B, where A's people gave the lowest step, the last one this."""
        ratings[:7, 0] = [1] * 6 + [last]
        release = replace(made, responses=replace(made.responses, ratings=ratings)).release()
        whole, _, b = (part.figures.cells[0] for part in release.parts)
        assert whole is not None
        assert b is not None
        return whole.sum - b.sum

    assert rest(1) == rest(2)
    monkeypatch.setattr(
        cells, "guarded_sums", lambda true_sum, n, _, __, lowest: guarded(true_sum, n, lowest)
    )
    assert rest(1) != rest(2)


def test_few_comments_would_stand_alone_without_their_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "enough_wrote_here", lambda *_: True)

    lists = [one for tree in trees() for part in tree.release().parts for one in part.comments]

    assert min(len(one.texts) for one in lists) < 10


def test_a_part_that_changed_would_be_compared_without_its_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def parts(name: str, last: TreeBefore | None = None) -> list[PartFigures]:
        root = Unit("x", "Omsorg", below=(Unit("a", name, 9), Unit("b", "B", 9)))
        made = campaign_of(root, ["a"] * 9 + ["b"] * 9, np.random.default_rng(1))
        return [part.figures for part in made.release(last).parts]

    last = TreeBefore("2025", parts("A"))

    assert [part.previous is not None for part in parts("A", last)] == [True] * 3
    assert [part.previous is not None for part in parts("Ny", last)] == [True, False, True]
    monkeypatch.setattr(previous, "is_same_part", lambda *_: True)
    assert [part.previous is not None for part in parts("Ny", last)] == [True] * 3


def test_bands_of_a_part_give_whole_sets_away_in_few_cells() -> None:
    found = [_learnt_from_bands((1, 6), seed) for seed in range(150)]

    assert sum(forced for forced, _ in found) / len(found) <= FINEST_SHARE
    assert not any(alike for _, alike in found)


def test_on_five_steps_bands_of_a_part_would_give_many_sets_away() -> None:
    found = [_learnt_from_bands((1, 5), seed) for seed in range(60)]

    assert sum(forced for forced, _ in found) / len(found) > FINEST_SHARE
    assert not shows_bands_alone((1, 5))


def _learnt_from_bands(scale: tuple[int, int], seed: int) -> tuple[bool, bool]:
    """Return whether sum and bands of a part tell the whole set, to anybody or to one of them."""
    rng = np.random.default_rng([seed, *scale])
    n, (lowest, highest) = bands_from(7), scale
    mean = lowest + (highest - lowest) * (0.7 + 0.12 * rng.normal())
    drawn = mean + 0.2 * (highest - lowest) * rng.normal(size=n)
    answers = np.clip(np.round(drawn), lowest, highest).astype(int)
    last_low, first_high = band_ends(*scale) or scale
    cuts = tuple(sorted({last_low + 1, first_high, highest - 1}))
    at_or_above = [n, *(int((answers >= cut).sum()) for cut in cuts), 0]
    counts = tuple(here - above for here, above in pairwise(at_or_above))
    item = ItemFigures(scale, (BlockFigures(n, int(answers.sum())),), (), cuts, counts)
    along = [learnt(item, own)[0] for own in readers(item)]
    return learnt(item)[0].forced, any(
        one.alike and not one.known_by_sum for one in (*along, *learnt(item))
    )


def _nothing(responses: object) -> object:
    return np.zeros(len(responses.survey.items), dtype=np.bool_)  # type: ignore[attr-defined]  # stands in for the audit
