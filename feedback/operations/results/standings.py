"""What reports have that a talk builds on, without any figure; each is read once by a process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.database.many_rows import in_chunks
from feedback.models import StoredRelease
from reports.release import read_release
from reports.shown.standing import standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Subject
    from reports.shown.standing import ReportStanding

_MOST_KNOWN: Final = 10_000
# A release is frozen, and reading all of a coach's leaders takes half a second. By its digests,
# which change with it when comments are erased; nothing of what it says is kept.
_KNOWN: Final[dict[tuple[str, str], ReportStanding]] = {}


def standings_in(session: Session, subjects: Sequence[Subject]) -> dict[UUID, ReportStanding]:
    """Return what the reports of these subjects have; for whoever may know it of each."""
    found: dict[UUID, ReportStanding] = {}
    for chunk in in_chunks([subject.id for subject in subjects]):
        rows = session.execute(
            select(
                StoredRelease.subject_id,
                StoredRelease.figures_hash,
                StoredRelease.comments_hash,
                StoredRelease.content,
            ).where(StoredRelease.subject_id.in_(chunk))
        )
        for subject_id, figures, comments, content in rows:
            found[subject_id] = _standing_of((figures, comments), content)
    return found


def _standing_of(digests: tuple[str, str], content: str) -> ReportStanding:
    if digests not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[digests] = standing(read_release(content))
    return _KNOWN[digests]
