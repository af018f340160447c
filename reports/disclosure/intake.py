"""Checks of responses before a release is made from them; every fault at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.answers.matrix import CANNOT_JUDGE, SKIPPED, asked_of_groups
from reports.disclosure.blocks import self_groups
from reports.errors import ResponsesError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.answers.matrix import Responses


def check_responses(responses: Responses) -> None:
    """Raise a ResponsesError with one sentence per fault; say nothing of any answer."""
    problems = [*_shape_problems(responses)]
    if not problems:
        problems = [*_code_problems(responses), *_rating_problems(responses)]
    if not problems:
        problems = [*_self_problems(responses), *_comment_problems(responses)]
    if problems:
        raise ResponsesError(*problems)


def _shape_problems(responses: Responses) -> Iterator[str]:
    rows, items = len(responses.subject_codes), len(responses.survey.items)
    if responses.ratings.shape != (rows, items):
        yield f"The ratings have shape {responses.ratings.shape}; ({rows}, {items}) is needed."
    if responses.group_codes.shape != (rows,):
        yield f"There are {len(responses.group_codes)} group codes for {rows} responses."
    if len(set(responses.subjects)) != len(responses.subjects):
        yield "A subject's label stands there twice."
    if responses.comments and len(responses.comments) != rows:
        yield f"There are {len(responses.comments)} sets of comments for {rows} responses."


def _code_problems(responses: Responses) -> Iterator[str]:
    for name, codes, size in (
        ("subject", responses.subject_codes, len(responses.subjects)),
        ("group", responses.group_codes, len(responses.survey.groups)),
    ):
        wrong = int(((codes < 0) | (codes >= size)).sum())
        if wrong:
            yield f"{wrong} {name} codes are outside 0 to {size - 1}."


def _rating_problems(responses: Responses) -> Iterator[str]:
    scale = responses.survey.scale
    given = responses.ratings
    on_scale = (given >= scale.lowest) & (given <= scale.highest)
    wrong = int((~on_scale & (given != SKIPPED) & (given != CANNOT_JUDGE)).sum())
    if wrong:
        yield f"{wrong} ratings are outside {scale.lowest} to {scale.highest}."
    unasked = int((~asked_of_groups(responses.survey)[responses.group_codes] & on_scale).sum())
    if unasked:
        yield f"{unasked} ratings are of items that the rater's group is not asked."


def _self_problems(responses: Responses) -> Iterator[str]:
    own = np.isin(responses.group_codes, self_groups(responses.survey))
    counts = np.bincount(responses.subject_codes[own], minlength=len(responses.subjects))
    for place in np.flatnonzero(counts > 1).tolist():
        yield f"{responses.subjects[place]} has {counts[place]} responses of its own; one is right."


def _comment_problems(responses: Responses) -> Iterator[str]:
    known = {question.key for question in responses.survey.questions}
    unknown = {key for texts in responses.comments for key in texts if key not in known}
    for key in sorted(unknown):
        yield f"There are comments on '{key}', which the survey does not ask."
