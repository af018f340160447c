"""The vectorised release against the algorithm written out plainly, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from reports.answers.batches import batches
from reports.answers.matrix import Responses
from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from tests.reports.campaigns import make_survey
from tests.reports.random_campaigns import Campaign, campaigns, sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.audit.linear import KeyedAnswers
    from reports.release import Figures

PROTECTED = ("peer", "team", "other")


@dataclass
class Plain:
    """Blocks, cells and Others as the steps of the algorithm say them."""

    sheets: Sequence[KeyedAnswers]
    policy: DisclosurePolicy
    lowest: int
    highest: int

    def groups(self) -> tuple[list[list[str]], list[str]]:
        """Take steps 1 and 2: the blocks, and the groups hidden for good."""
        size = {g: sum(sheet.group == g for sheet in self.sheets) for g in PROTECTED}
        big = [[g] for g in PROTECTED if size[g] >= self.policy.k]
        pool = [g for g in PROTECTED if 0 < size[g] < self.policy.k]
        if not pool:
            return big, []
        if sum(size[g] for g in pool) >= self.policy.k:
            return [*big, pool], []
        if big and self.policy.policy == "merge":
            least = min(size[block[0]] for block in big)
            last = [block for block in big if size[block[0]] == least][-1]
            last += pool
            return big, []
        return big, pool

    def answers(self, groups: Sequence[str], item: int) -> list[int]:
        """Return the answers of groups to an item."""
        given_answers = [s.answers[item] for s in self.sheets if s.group in groups]
        return [answer for answer in given_answers if answer is not None]

    def guarded(self, answers: Sequence[int]) -> tuple[int, int, bool]:
        """Apply R7: n, the sum, and whether it is an upper bound."""
        bound = len(answers) * self.lowest + 1
        return len(answers), max(sum(answers), bound), sum(answers) <= bound

    def cell(self, groups: Sequence[str], item: int) -> tuple[int, int, bool] | None:
        """Take step 3."""
        answers = self.answers(groups, item)
        return self.guarded(answers) if len(answers) >= self.policy.k else None

    def others(self, item: int) -> tuple[int, int, int, bool, tuple[int, ...]] | None:
        """Take step 4: n, protected n, sum, upper bound, blocks."""
        blocks, _ = self.groups()
        shown = [place for place, block in enumerate(blocks) if self.cell(block, item)]
        parts = [self.guarded(self.answers(blocks[place], item)) for place in shown]
        if not shown:
            union = [answer for block in blocks for answer in self.answers(block, item)]
            if len(union) < self.policy.k:
                return None
            shown, parts = list(range(len(blocks))), [self.guarded(union)]
        named = self.answers(["manager"], item)
        protected = sum(n for n, _, _ in parts)
        total = sum(s for _, s, _ in parts) + sum(named)
        at_most = any(bound for _, _, bound in parts)
        return protected + len(named), protected, total, at_most, tuple(shown)

    def favourable(self, item: int, step: int) -> int | None:
        """Take step 6: answers at or above a step."""
        others = self.others(item)
        if others is None or not self.banded(item):
            return None
        blocks, _ = self.groups()
        groups = [group for place in others[4] for group in blocks[place]]
        return sum(answer >= step for answer in self.answers([*groups, "manager"], item))

    def banded(self, item: int) -> bool:
        """Take step 6: whether all of at least two blocks have 2 k2 answers."""
        blocks, _ = self.groups()
        sizes = [cell[0] for block in blocks if (cell := self.cell(block, item))]
        wide = self.highest - self.lowest + 1 >= 5
        return wide and len(sizes) > 1 and min(sizes) >= 2 * self.policy.k2

    def classed(self, groups: Sequence[str], item: int) -> bool:
        """Take step 6: whether a block's class is shown."""
        wide = self.highest - self.lowest + 1 >= 4
        enough = len(self.answers(groups, item)) >= self.policy.k2 + 2
        return wide and enough and not self.banded(item)


def compare(figures: Figures, plain: Plain) -> None:
    """Assert that a release says what the plain algorithm says."""
    blocks, hidden = plain.groups()
    assert [list(block.groups) for block in figures.blocks] == blocks
    assert list(figures.hidden_groups) == hidden
    for item, others in enumerate(figures.others):
        cells = [block.cells[item] for block in figures.blocks]
        assert [cell and (cell.n, cell.sum, cell.at_most) for cell in cells] == [
            plain.cell(block, item) for block in blocks
        ]
        assert [bool(cell and cell.agreement) for cell in cells] == [
            plain.classed(block, item) for block in blocks
        ]
        assert plain.others(item) == (
            others and (others.n, others.n_protected, others.sum, others.at_most, others.blocks)
        )
        if others is not None:
            step = figures.favourable_from
            assert others.favourable == plain.favourable(item, step)
            assert (others.bands is not None) == plain.banded(item)
            assert others.bands is None or sum(others.bands) == others.n


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(campaign=campaigns())
def test_a_release_says_what_the_plain_algorithm_says(campaign: Campaign) -> None:
    scale = campaign.responses.survey.scale
    plain = Plain(sheets(campaign.responses), campaign.policy, scale.lowest, scale.highest)

    compare(campaign.release.figures, plain)


@pytest.mark.parametrize("size", [1, 7, 25, 1000])
def test_all_leaders_at_once_say_what_each_says_alone(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.disclosure.control.batches", partial(batches, size=size))
    responses = many_leaders(25)

    together = release_subjects(responses, DisclosurePolicy())

    assert tuple(together) == responses.subjects
    everybody = sheets(responses)
    for place, subject in enumerate(responses.subjects):
        rows = np.flatnonzero(responses.subject_codes == place).tolist()
        plain = Plain([everybody[row] for row in rows], DisclosurePolicy(), 1, 5)
        compare(together[subject].figures, plain)


def many_leaders(leaders: int) -> Responses:
    """Return responses of leaders with any number of raters, in no order at all."""
    rng = np.random.default_rng(7)
    raters = leaders * 9
    ratings = rng.integers(1, 6, (raters, 5))
    ratings[rng.random(ratings.shape) < 0.2] = -2
    subjects = np.sort(rng.integers(0, leaders, raters))
    groups = rng.integers(1, 5, raters)
    groups[np.flatnonzero(np.diff(subjects, prepend=-1))] = 0  # one self per leader
    order = rng.permutation(raters)
    return Responses(
        survey=make_survey({"T1": ("a", "b", "c"), "T2": ("d", "e")}),
        subjects=tuple(f"L{number}" for number in range(leaders)),
        ratings=ratings[order].astype(np.int8),
        subject_codes=subjects[order].astype(np.int32),
        group_codes=groups[order].astype(np.int8),
    )
