"""Derive from the responses of a campaign, once, what all its statistics are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.research.change import ScoreSample
from reports.research.items import missing
from reports.research.reliability import OneWay, one_way
from reports.research.tally import Moments, counts, segment_means, tally
from reports.research.traits import TraitColumns, group_trait_itemavg, rater_trait
from surveys.model import GroupKind

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.norms.arrays import Floats, Ints

OTHERS: Final = "others"
"""What figures call everyone but self; only a label, for a group of an old survey may have it."""


@dataclass(frozen=True, eq=False)
class Analysis:
    """All responses of a campaign, added up per leader and group, nothing suppressed.

    Wherever an axis is called groups it holds the survey's groups in order and, last,
    "others": everyone but self, each rater equal. Axes: leaders, groups, items or traits.
    """

    responses: Responses

    @property
    def groups(self) -> tuple[str, ...]:
        """The keys along the axis of groups."""
        return (*(group.key for group in self.responses.survey.groups), OTHERS)

    @cached_property
    def is_self(self) -> npt.NDArray[np.bool_]:
        """Which of the survey's groups is the leader's own, shape (survey groups,)."""
        return np.array([group.kind is GroupKind.SELF for group in self.responses.survey.groups])

    @cached_property
    def columns(self) -> TraitColumns:
        """The traits' columns."""
        return TraitColumns.of(self.responses.survey)

    @cached_property
    def keyed(self) -> npt.NDArray[np.int8]:
        """The ratings with reversed items turned."""
        return self.responses.keyed

    @cached_property
    def moments(self) -> Moments:
        """n, Σx and Σx² of each leader, group and item."""
        parts = tally(self.keyed, self._codes, self._segments)
        split = parts.reshape(self._leaders, self._groups, -1)
        return _beside(split, split.together(~self.is_self))

    @cached_property
    def others(self) -> Moments:
        """n, Σx and Σx² of each leader's others, shape (leaders, items)."""
        return self.moments.together(np.arange(self._groups + 1) == self._groups)

    @cached_property
    def own_items(self) -> Floats:
        """The self ratings, keyed, shape (leaders, items)."""
        return self.moments.together(np.append(self.is_self, False)).mean

    @cached_property
    def distribution(self) -> Ints:
        """Answers per step, shape (leaders, groups, items, steps)."""
        scale = self.responses.survey.scale
        found = counts(
            self.keyed, self._codes, self._segments, lowest=scale.lowest, highest=scale.highest
        )
        return self._with_others(found)

    @cached_property
    def missing(self) -> tuple[Ints, Ints]:
        """How often items were not observed, and skipped, shape (leaders, groups, items)."""
        not_observed, skipped = missing(self.responses.ratings, self._codes, self._segments)
        return self._with_others(not_observed), self._with_others(skipped)

    @cached_property
    def rater_trait(self) -> Floats:
        """Each rater's trait scores, shape (responses, traits)."""
        return rater_trait(self.keyed, self.columns)

    @cached_property
    def scores(self) -> ScoreSample:
        """Raters' scores per leader, group and trait: n, mean and SD."""
        shape = (self._leaders, self._groups, -1)
        apart = segment_means(self.rater_trait, self._codes, self._segments)
        mine = self.members[-1]
        pooled = segment_means(
            self.rater_trait[mine], self.responses.subject_codes[mine], self._leaders
        )
        return ScoreSample(
            np.concatenate([apart[0].reshape(shape), pooled[0][:, None]], axis=1),
            np.concatenate([apart[1].reshape(shape), pooled[1][:, None]], axis=1),
            np.concatenate([apart[2].reshape(shape), pooled[2][:, None]], axis=1),
        )

    @cached_property
    def others_scores(self) -> ScoreSample:
        """Others' own trait scores: n, mean and SD of shape (leaders, traits)."""
        n, mean, sd = self.scores.n[:, -1], self.scores.mean[:, -1], self.scores.sd[:, -1]
        return ScoreSample(n, mean, sd)

    @cached_property
    def own_traits(self) -> Floats:
        """`self_trait`, shape (leaders, traits)."""
        if not self.is_self.any():
            return np.full_like(self.others_traits, np.nan)
        return np.asarray(self.scores.mean[:, int(np.argmax(self.is_self))])

    @cached_property
    def group_traits(self) -> Floats:
        """`group_trait_itemavg`, shape (leaders, groups, traits); the last is Others pooled."""
        return group_trait_itemavg(self.moments.mean, self.columns)

    @cached_property
    def others_traits(self) -> Floats:
        """`others_trait_pooled`, shape (leaders, traits)."""
        return np.asarray(self.group_traits[:, -1])

    @cached_property
    def variances(self) -> tuple[OneWay, ...]:
        """One analysis of variance of raters' scores by leader per group and trait."""
        return tuple(
            one_way(
                self.rater_trait[mine],
                self.responses.subject_codes[mine],
                self._leaders,
            )
            for mine in self.members
        )

    @cached_property
    def members(self) -> tuple[npt.NDArray[np.bool_], ...]:
        """Mark the responses of each place along the axis of groups, Others last."""
        codes = self.responses.group_codes
        apart = (np.equal(codes, place) for place in range(self._groups))
        return (*apart, ~self.is_self[codes])

    @property
    def _leaders(self) -> int:
        return len(self.responses.subjects)

    @property
    def _groups(self) -> int:
        return len(self.responses.survey.groups)

    @property
    def _segments(self) -> int:
        return self._leaders * self._groups

    @cached_property
    def _codes(self) -> npt.NDArray[np.int64]:
        wide = self.responses.subject_codes.astype(np.int64)
        return wide * self._groups + self.responses.group_codes

    def _with_others(self, apart: Ints) -> Ints:
        split = apart.reshape(self._leaders, self._groups, *apart.shape[1:])
        pooled = split[:, ~self.is_self].sum(axis=1, keepdims=True, dtype=np.int32)
        return np.concatenate([split, pooled], axis=1)


def _beside(split: Moments, pooled: Moments) -> Moments:
    """Put Others beside the groups."""
    n, total, squares = (
        np.concatenate([one, other[:, None, :]], axis=1)
        for one, other in (
            (split.n, pooled.n),
            (split.total, pooled.total),
            (split.squares, pooled.squares),
        )
    )
    return Moments(n, total, squares)
