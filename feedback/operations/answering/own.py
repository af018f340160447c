"""A leader's own answers about themself: whether they are given, told to that leader alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from feedback.ballot import Part
from feedback.models import Answered, Declined, Invitation, Rater, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Subject


def lacks_own_answers(session: Session, subject: Subject) -> bool:
    """Tell whether a leader is asked about themself and has neither answered nor declined.

    Self is shown under its own name, so this tells the leader nothing about anybody else.
    """
    if subject.campaign.state is not State.OPEN:
        return False
    own = (
        select(Invitation.id)
        .join(Invitation.rater)
        .where(
            Invitation.subject_id == subject.id,
            Rater.person_id == subject.person_id,
            ~Invitation.is_withdrawn,
            ~exists().where(
                Answered.invitation_id == Invitation.id, Answered.part == Part.RESPONSE.value
            ),
            ~exists().where(Declined.invitation_id == Invitation.id),
        )
    )
    return session.scalar(own.limit(1)) is not None
