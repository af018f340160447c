"""Which groups of raters are shown together: steps 1 and 2 of the release algorithm.

Only counts of raters decide, never an answer (R8).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from reports.policy import DisclosurePolicy
    from reports.responses import Responses
    from surveys.model import Survey

NO_BLOCK = -1


@dataclass(frozen=True, slots=True)
class Plan:
    """The blocks of one subject as tuples of group positions, and the groups hidden for good."""

    blocks: tuple[tuple[int, ...], ...]
    hidden: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """All blocks of a campaign, subject by subject, and who is in them.

    Attributes
    ----------
    plans
        One plan per subject.
    subject, place
        Per block: its subject, and its place among that subject's blocks.
    size
        Per block: its raters.
    rows, block_of_row
        The responses that are in a block, sorted by block, and their block.

    """

    plans: tuple[Plan, ...]
    subject: npt.NDArray[np.int64]
    place: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    block_of_row: npt.NDArray[np.int64]


def protected_groups(survey: Survey) -> tuple[int, ...]:
    """Return the positions of the groups whose raters count towards k (R2).

    The kind of a group is what all its raters are told before they answer. Whoever is
    shown by role (self; managers, one or several) never counts; a second manager who is
    to be protected is invited in a protected group.
    """
    return _positions(survey, GroupKind.PROTECTED)


def identified_groups(survey: Survey) -> tuple[int, ...]:
    """Return the positions of the groups that are shown under their role, self left out."""
    return _positions(survey, GroupKind.IDENTIFIED)


def self_groups(survey: Survey) -> tuple[int, ...]:
    """Return the positions of the groups of the subject's own answers."""
    return _positions(survey, GroupKind.SELF)


def plan_blocks(sizes: Sequence[int], policy: DisclosurePolicy) -> Plan:
    """Return the blocks that groups of these sizes are shown in, in group order.

    Groups of k or more stand alone; smaller ones are pooled. A pool of k or more is a
    block of its own; a smaller one joins the smallest block (the last among equals), or is
    hidden when the policy is `drop` or nothing is large enough.
    """
    present = [group for group, size in enumerate(sizes) if size > 0]
    large = [(group,) for group in present if large_enough(sizes[group], policy.k)]
    pool = tuple(group for group in present if not large_enough(sizes[group], policy.k))
    if not pool:
        return Plan(tuple(large), ())
    if large_enough(sum(sizes[group] for group in pool), policy.k):
        return Plan((*large, pool), ())
    if large and policy.policy == "merge":
        return Plan(_merged(large, pool, sizes), ())
    return Plan(tuple(large), pool)


def large_enough(raters: int, k: int) -> bool:
    """Tell whether so many protected raters may be shown together."""
    return raters >= k


def form_blocks(responses: Responses, policy: DisclosurePolicy) -> Blocks:
    """Return the blocks of every subject; groups are numbered as in the survey."""
    groups = protected_groups(responses.survey)
    plans = _plans(responses, groups, policy)
    per_subject = np.array([len(plan.blocks) for plan in plans], dtype=np.int64)
    first = np.cumsum(per_subject) - per_subject
    block_of = _block_of_groups(plans, first, len(responses.survey.groups))
    of_row = block_of[responses.subject_codes, responses.group_codes]
    rows = np.flatnonzero(of_row != NO_BLOCK)
    rows = rows[np.argsort(of_row[rows], kind="stable")]
    count = int(per_subject.sum())
    return Blocks(
        plans=plans,
        subject=np.repeat(np.arange(len(plans)), per_subject),
        place=np.arange(count) - np.repeat(first, per_subject),
        size=np.bincount(of_row[rows], minlength=count),
        rows=rows,
        block_of_row=of_row[rows],
    )


def _positions(survey: Survey, kind: GroupKind) -> tuple[int, ...]:
    return tuple(place for place, group in enumerate(survey.groups) if group.kind == kind)


def _merged(
    large: Sequence[tuple[int, ...]], pool: tuple[int, ...], sizes: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Return the blocks with the pool joined to the smallest, the last among equals."""
    smallest = min(reversed(large), key=lambda block: sizes[block[0]])
    return tuple((*block, *pool) if block == smallest else block for block in large)


def _plans(
    responses: Responses, groups: tuple[int, ...], policy: DisclosurePolicy
) -> tuple[Plan, ...]:
    """Return a plan per subject; equal sizes are planned once."""
    width = len(responses.survey.groups)
    codes = responses.subject_codes.astype(np.int64) * width + responses.group_codes
    sizes = np.bincount(codes, minlength=len(responses.subjects) * width).reshape(-1, width)
    shapes, which = np.unique(sizes[:, list(groups)], axis=0, return_inverse=True)
    plans = [_named(plan_blocks(shape.tolist(), policy), groups) for shape in shapes]
    return tuple(plans[index] for index in which.ravel())


def _named(plan: Plan, groups: tuple[int, ...]) -> Plan:
    """Return a plan with positions among protected groups turned into those of the survey."""
    blocks = tuple(tuple(groups[group] for group in block) for block in plan.blocks)
    return Plan(blocks, tuple(groups[group] for group in plan.hidden))


def _block_of_groups(
    plans: Sequence[Plan], first: npt.NDArray[np.int64], width: int
) -> npt.NDArray[np.int64]:
    """Return the block of each subject's groups, shape (subjects, groups); -1 for none."""
    block_of = np.full((len(plans), width), NO_BLOCK, dtype=np.int64)
    for subject, plan in enumerate(plans):
        for place, block in enumerate(plan.blocks):
            block_of[subject, list(block)] = first[subject] + place
    return block_of
