"""Store what is left of a campaign: releases, and one sorted row of responses a subject.

A sorted multiset has no order to hide: after close, rows tell nothing of when or by whom.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from feedback.models import StoredRelease, StoredResponses
from reports.packing import pack
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    import numpy.typing as npt

    from reports.release import Release
    from reports.responses import Responses

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
    """Return the row of a subject's responses, sorted within each block."""
    blocks: list[tuple[str, int]] = []
    matrices: list[npt.NDArray[np.int8]] = []
    comments: list[tuple[str, str, str]] = []
    for label, rows in _rows_by_block(code, responses, release):
        matrix = responses.ratings[rows]
        matrices.append(matrix[np.lexsort(matrix.T[::-1])])
        blocks.append((label, len(rows)))
        kind = "others" if "+" in label or label in _protected(responses) else label
        comments.extend(
            (kind, question, text)
            for row in rows
            for question, text in (responses.comments[row] if responses.comments else {}).items()
        )
    empty = np.empty((0, len(responses.survey.items)), dtype=np.int8)
    return StoredResponses(
        subject_id=subject_id,
        blocks=json.dumps(blocks, separators=(",", ":")),
        matrix=pack(np.concatenate([empty, *matrices])),
        comments=json.dumps(sorted(comments, key=_comment_order), ensure_ascii=False),
        delete_after=today + timedelta(days=RESPONSES_KEPT_DAYS),
    )


def responses_in_no_block(code: int, responses: Responses, release: Release) -> int:
    """Count a subject's responses that stand in no block; they are not stored."""
    stored = sum(len(rows) for _, rows in _rows_by_block(code, responses, release))
    return int(np.count_nonzero(responses.subject_codes == code)) - stored


def _rows_by_block(
    code: int, responses: Responses, release: Release
) -> Iterator[tuple[str, npt.NDArray[np.intp]]]:
    identified = [
        (group.key,) for group in responses.survey.groups if group.kind is not GroupKind.PROTECTED
    ]
    of_subject = responses.subject_codes == code
    keys = [group.key for group in responses.survey.groups]
    for groups in (*identified, *(block.groups for block in release.figures.blocks)):
        codes = [keys.index(group) for group in groups]
        rows = np.flatnonzero(of_subject & np.isin(responses.group_codes, codes))
        if len(rows):
            yield "+".join(groups), rows


def _protected(responses: Responses) -> set[str]:
    groups = responses.survey.groups
    return {group.key for group in groups if group.kind is GroupKind.PROTECTED}


def _comment_order(comment: tuple[str, str, str]) -> tuple[str, str]:
    kind, question, text = comment
    return kind, hashlib.sha256(f"{question}\n{text}".encode()).hexdigest()
