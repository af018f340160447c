"""Store what is left of a campaign: releases, and one row of sorted columns a subject.

Each item's answers are sorted by themselves within a block: no order is left that would tell
when or by whom, and no sheet whose habits would tell whose it is. Whoever is shown by role
(self, managers) and all comments are in the release, and in nothing else.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from feedback.models import StoredRelease, StoredResponses
from reports.answers.matrix import SKIPPED
from reports.answers.packing import pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.release import Release

FORMAT: Final = 2
RESPONSES_KEPT_DAYS: Final = 90


def stored_release(subject_id: UUID, release: Release) -> StoredRelease:
    """Return the row of a release: its canonical JSON and two hashes."""
    return StoredRelease(
        subject_id=subject_id,
        content=release.to_json(),
        figures_hash=release.figures_hash,
        comments_hash=release.comments_hash,
    )


def stored_responses(
    subject_id: UUID, code: int, responses: Responses, release: Release, *, today: date
) -> StoredResponses:
    """Return the row of a subject's responses: the displayed blocks, column by column."""
    blocks: list[tuple[str, int]] = []
    matrices = [np.empty((0, len(responses.survey.items)), dtype=np.int8)]
    for label, rows in _rows_by_block(code, responses, release):
        blocks.append((label, len(rows)))
        matrices.append(sorted_columns(responses.ratings[rows]))
    return StoredResponses(
        subject_id=subject_id,
        format=FORMAT,
        blocks=json.dumps(blocks, separators=(",", ":")),
        matrix=pack(np.concatenate(matrices)),
        delete_after=today + timedelta(days=RESPONSES_KEPT_DAYS),
    )


def sorted_columns(ratings: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    """Return ratings with each column sorted by itself, and one code for all that is missing.

    "Cannot judge" and "skipped" are habits; every figure counts both alike.
    """
    return np.sort(np.where(ratings < 0, np.int8(SKIPPED), ratings), axis=0)


def _rows_by_block(
    code: int, responses: Responses, release: Release
) -> Iterator[tuple[str, npt.NDArray[np.intp]]]:
    of_subject = responses.subject_codes == code
    keys = [group.key for group in responses.survey.groups]
    for block in release.figures.blocks:
        codes = [keys.index(group) for group in block.groups]
        yield (
            "+".join(block.groups),
            np.flatnonzero(of_subject & np.isin(responses.group_codes, codes)),
        )
