"""Responses cut into batches of subjects, so that memory does not grow with a campaign."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.answers.matrix import Responses

SUBJECTS_PER_BATCH: Final = 1000


def batches(responses: Responses, size: int = SUBJECTS_PER_BATCH) -> Iterator[Responses]:
    """Yield the responses about so many subjects at a time, in the order of the subjects."""
    order = np.argsort(responses.subject_codes, kind="stable")
    starts = np.arange(0, len(responses.subjects), size)
    edges = np.searchsorted(responses.subject_codes[order], [*starts, len(responses.subjects)])
    for place, start in enumerate(starts.tolist()):
        rows = order[edges[place] : edges[place + 1]]
        yield replace(
            responses,
            subjects=responses.subjects[start : start + size],
            ratings=responses.ratings[rows],
            subject_codes=responses.subject_codes[rows] - np.int32(start),
            group_codes=responses.group_codes[rows],
            comments=tuple(responses.comments[row] for row in rows.tolist())
            if responses.comments
            else (),
        )
