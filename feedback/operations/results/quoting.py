"""Comments that a leader may take into the plan: those that the leader may read, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.operations.results.reports import release_for_leader, withholdings_of
from feedback.operations.rights.knowing import is_with_leader
from reports.sections.written import written_by_others

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Subject


def quoted_comment(session: Session, subject: Subject, name: str) -> str | None:
    """Return what others wrote by what stands for it, as the leader's page of comments has it.

    None if there is none: one that is held back is no other than one that nobody wrote.
    """
    if not is_with_leader(subject):
        return None
    held = withholdings_of(session, subject)
    written = written_by_others(release_for_leader(session, subject).comments)
    shown = (one.text for one in written if one.name_of_equals == name and not one.is_held_by(held))
    return next(shown, None)
