"""Disclosure control: from the responses of a campaign to one release per subject.

The only door from answers to figures. Counts of answers decide what is shown, sums are
guarded, everything composite stands on displayed blocks, and before anything leaves, the
audit goes through every finished release once more and refuses the lot on any fault.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reports.answers.batches import batches
from reports.cycles import no_search_for_cycles
from reports.disclosure import spread
from reports.disclosure.assembly import (
    blocks_per_subject,
    identified_per_subject,
    others_per_subject,
    rows_of_groups,
    self_ratings_per_subject,
)
from reports.disclosure.blocks import form_blocks, identified_groups
from reports.disclosure.cells import Setting, block_cells, others_cells, sorted_rows
from reports.disclosure.comments import comments_of
from reports.disclosure.intake import check_responses
from reports.disclosure.previous import previous_of
from reports.disclosure.signatures import refuse_exposing_releases
from reports.errors import ResponsesError
from reports.release import Figures, Release
from reports.subjects import kind_of
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reports.answers.matrix import Responses
    from reports.disclosure.blocks import Asked, Blocks
    from reports.disclosure.spread import WithinSquares
    from reports.policy import BlockPlan, DisclosurePolicy
    from reports.release import Block, Identified, Norm, OthersCell, SigmaW
    from surveys.model import Survey


@dataclass(frozen=True, slots=True)
class Before:
    """A subject's release of an earlier campaign, and what that campaign is called."""

    campaign: str
    figures: Figures


def release_subjects(
    responses: Responses,
    policy: DisclosurePolicy,
    *,
    sigma_w: Mapping[str, WithinSquares] | None = None,
    norms: Callable[[Figures], tuple[Norm, ...]] | None = None,
    previous: Mapping[str, Before] | None = None,
    asked: Asked | None = None,
) -> dict[str, Release]:
    """Return the release of every subject, by its label.

    Parameters
    ----------
    responses
        All responses of one campaign, int8 matrix (responses, items).
    policy
        What was frozen at launch.
    sigma_w
        What campaigns kept per instrument (`spread.combined`), this one included if it
        shall count; used where this campaign alone is too small.
    norms
        Returns the norm rows of a leader from the leader's finished figures.
    previous
        Per subject, the release to compare with.
    asked
        Per subject, the groups in which anybody was asked; they are named whether or not
        anybody of them answered. Without it, groups are named that answered.

    Raises
    ------
    ResponsesError
        When the responses contradict the survey; every fault at once.
    ReleaseRefusedError
        When the audit finds a figure on fewer than k protected raters.

    """
    check_responses(responses)
    if responses.survey.kind.in_tree:
        # One by one they would be what is left of each other.
        raise ResponsesError("Answers about nodes of a tree are told together: use release_tree.")
    policy = kind_of(responses.survey).policy(policy)
    constants = spread.sigma_w_of(
        within_squares_of(responses, policy), sigma_w or {}, responses.survey.scale
    )
    frame = _Frame.of(responses.survey, policy, constants)
    releases: dict[str, Release] = {}
    with no_search_for_cycles():
        for batch in batches(responses):
            made = _release_batch(batch, policy, frame, norms, previous or {}, asked)
            refuse_exposing_releases(batch, made, k=policy.least)
            releases |= made
    return releases


def within_squares_of(responses: Responses, policy: DisclosurePolicy) -> tuple[WithinSquares, ...]:
    """Return what a campaign keeps per trait so that σ_w can be pooled over campaigns."""
    policy = kind_of(responses.survey).policy(policy)
    return spread.within_squares(responses, form_blocks(responses, policy))


def _release_batch(
    responses: Responses,
    policy: DisclosurePolicy,
    frame: _Frame,
    norms: Callable[[Figures], tuple[Norm, ...]] | None,
    previous: Mapping[str, Before],
    asked: Asked | None,
) -> dict[str, Release]:
    blocks = form_blocks(responses, policy, asked)
    parts = _parts(responses, blocks, policy)
    comments = comments_of(responses, blocks, policy)
    releases = {}
    for place, subject in enumerate(responses.subjects):
        figures = frame.figures(parts, place, blocks)
        if asked is not None:
            figures = replace(figures, asked=frame.named(blocks.plans[place]))
        figures = _compared(figures, previous.get(subject), responses.survey)
        if norms is not None:
            figures = replace(figures, norms=norms(figures))
        releases[subject] = Release(figures=figures, comments=comments[place])
    return releases


def _compared(figures: Figures, before: Before | None, survey: Survey) -> Figures:
    if before is None:
        return figures
    own = next((group.key for group in survey.groups if group.kind is GroupKind.OWN), "")
    past = previous_of(before.figures, figures, campaign=before.campaign, own=own)
    return replace(figures, previous=past)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The finished pieces of all subjects, each list in the order of the subjects."""

    self_ratings: list[tuple[int | None, ...]]
    identified: list[list[Identified]]
    blocks: list[list[Block]]
    others: list[tuple[OthersCell | None, ...]]


def _parts(responses: Responses, blocks: Blocks, policy: DisclosurePolicy) -> _Parts:
    size, has_others = len(responses.subjects), kind_of(responses.survey).has_others
    setting = Setting(blocks, size, responses.survey.scale, policy, has_others)
    named = rows_of_groups(responses, identified_groups(responses.survey))
    identified = sorted_rows(responses, named, responses.subject_codes[named].astype(np.int64))
    protected = sorted_rows(responses, blocks.rows, blocks.block_of_row)
    cells = block_cells(protected, setting)
    others: list[tuple[OthersCell | None, ...]] = [(None,) * len(responses.survey.items)] * size
    if has_others:
        found = others_cells(cells, protected, identified, setting)
        others = others_per_subject(found, setting)
    keys = [group.key for group in responses.survey.groups]
    return _Parts(
        self_ratings=self_ratings_per_subject(responses),
        identified=identified_per_subject(responses),
        blocks=blocks_per_subject(cells, blocks, keys),
        others=others,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is the same in every release of a campaign."""

    empty: Figures
    group_keys: tuple[str, ...]

    @classmethod
    def of(cls, survey: Survey, policy: DisclosurePolicy, sigma_w: tuple[SigmaW, ...]) -> _Frame:
        """Return the frame of a campaign."""
        empty = Figures(
            survey_id=survey.id,
            survey_version=survey.version,
            scale=(survey.scale.lowest, survey.scale.highest),
            favourable_from=survey.scale.favourable_from,
            k=policy.k,
            k2=policy.k2,
            policy=policy.policy,
            items=tuple(item.key for item in survey.items),
            traits=tuple(
                (trait.key, tuple(item.key for item in trait.items)) for trait in survey.traits
            ),
            wording=tuple(survey.wording_hash(item) for item in survey.items),
            self_ratings=(),
            identified=(),
            blocks=(),
            hidden_groups=(),
            others=(),
            sigma_w=sigma_w,
            known=policy.known or None,
        )
        return cls(empty, tuple(group.key for group in survey.groups))

    def named(self, plan: BlockPlan) -> tuple[str, ...]:
        """Return all groups of a plan by their keys, in the survey's order."""
        places = sorted(group for block in (*plan.blocks, plan.hidden) for group in block)
        return tuple(self.group_keys[group] for group in places)

    def figures(self, parts: _Parts, place: int, blocks: Blocks) -> Figures:
        """Return the figures of the subject at this place."""
        hidden = blocks.plans[place].hidden
        return replace(
            self.empty,
            self_ratings=parts.self_ratings[place],
            identified=tuple(parts.identified[place]),
            blocks=tuple(parts.blocks[place]),
            hidden_groups=tuple(self.group_keys[group] for group in hidden),
            others=parts.others[place],
        )
