"""Which groups of raters are shown together: steps 1 and 2 of the release algorithm.

Only counts of raters decide, never an answer (R8). Which groups there are to name is told by
who was asked: a group of one is named the same whether or not that one answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reports.policy import BlockPlan, plan_blocks
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.policy import DisclosurePolicy
    from surveys.model import Survey

NO_BLOCK = -1

Asked: TypeAlias = "Mapping[str, Collection[str]]"
"""The keys of the groups in which anybody was asked, by the label of the subject."""


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

    plans: tuple[BlockPlan, ...]
    subject: npt.NDArray[np.int64]
    place: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    block_of_row: npt.NDArray[np.int64]


def protected_groups(survey: Survey) -> tuple[int, ...]:
    """Return the positions of the groups whose raters count towards k (R2), own people too.

    The kind of a group is what all its raters are told before they answer. Whoever is
    shown by role (self; managers, one or several) never counts; a second manager who is
    to be protected is invited in a protected group.
    """
    return _positions(survey, GroupKind.PROTECTED, GroupKind.OWN)


def identified_groups(survey: Survey) -> tuple[int, ...]:
    """Return the positions of the groups that are shown under their role, self left out."""
    return _positions(survey, GroupKind.IDENTIFIED)


def self_groups(survey: Survey) -> tuple[int, ...]:
    """Return the positions of the groups of the subject's own answers."""
    return _positions(survey, GroupKind.SELF)


def form_blocks(
    responses: Responses, policy: DisclosurePolicy, asked: Asked | None = None
) -> Blocks:
    """Return the blocks of every subject; groups are numbered as in the survey.

    Where nobody says who was asked, these are the groups that answered. Only groups that were
    asked the same items in the same wording are ever shown together.
    """
    groups = protected_groups(responses.survey)
    plans = _plans(responses, groups, policy, asked or {})
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


def asked_alike(survey: Survey, groups: Sequence[int]) -> tuple[int, ...]:
    """Return a number per group, the same for groups that were asked the same, worded alike."""
    return survey.asked_alike([survey.groups[group] for group in groups])


def _positions(survey: Survey, *kinds: GroupKind) -> tuple[int, ...]:
    return tuple(place for place, group in enumerate(survey.groups) if group.kind in kinds)


def _plans(
    responses: Responses, groups: tuple[int, ...], policy: DisclosurePolicy, asked: Asked
) -> tuple[BlockPlan, ...]:
    """Return a plan per subject; equal sizes of equal groups are planned once."""
    width = len(responses.survey.groups)
    codes = responses.subject_codes.astype(np.int64) * width + responses.group_codes
    sizes = np.bincount(codes, minlength=len(responses.subjects) * width).reshape(-1, width)
    keys = [responses.survey.groups[group].key for group in groups]
    were_asked = [[key in asked.get(label, ()) for key in keys] for label in responses.subjects]
    facts = np.hstack(
        [sizes[:, list(groups)], np.array(were_asked, dtype=sizes.dtype).reshape(-1, len(keys))]
    )
    shapes, which = np.unique(facts, axis=0, return_inverse=True)
    alike = asked_alike(responses.survey, groups)
    plans = [_named(_plan(shape, policy, alike), groups) for shape in shapes]
    return tuple(plans[index] for index in which.ravel())


def _plan(
    shape: npt.NDArray[np.int64], policy: DisclosurePolicy, alike: Sequence[int]
) -> BlockPlan:
    """Plan a shape: the sizes of the groups, and then which of them were asked."""
    sizes, were_asked = np.split(shape, 2)
    return plan_blocks(sizes.tolist(), policy, np.flatnonzero(were_asked).tolist(), alike)


def _named(plan: BlockPlan, groups: tuple[int, ...]) -> BlockPlan:
    """Return a plan with positions among protected groups turned into those of the survey."""
    blocks = tuple(tuple(groups[group] for group in block) for block in plan.blocks)
    return BlockPlan(blocks, tuple(groups[group] for group in plan.hidden))


def _block_of_groups(
    plans: Sequence[BlockPlan], first: npt.NDArray[np.int64], width: int
) -> npt.NDArray[np.int64]:
    """Return the block of each subject's groups, shape (subjects, groups); -1 for none."""
    block_of = np.full((len(plans), width), NO_BLOCK, dtype=np.int64)
    for subject, plan in enumerate(plans):
        for place, block in enumerate(plan.blocks):
            block_of[subject, list(block)] = first[subject] + place
    return block_of
