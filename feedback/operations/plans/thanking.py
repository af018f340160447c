"""The leader's thanks: the same words to all who were asked, answered or not.

They are mailed, and stand behind each old link for those whom no mail reaches.
Who answered is not known any more, and was never the leader's to know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.models import Invitation, MailOccasion, Rater, RetiredLink, Thanks
from feedback.operations.ledger import queue_mails
from feedback.operations.rights.knowing import is_with_leader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Subject

THANKS: Final = "thanks"
LONGEST: Final = 600


def thanks_of(session: Session, subject: Subject) -> Thanks | None:
    """Return the thanks that were sent for a report, if they were."""
    return session.get(Thanks, subject.id)


def thank(session: Session, subject: Subject, text: str, *, now: datetime) -> None:
    """Tell everybody who was asked the leader's thanks; once for each report."""
    text, people = text.strip(), _asked(session, subject)
    faults = []
    if not text:
        faults.append(Fault("Write what you want to say."))
    if len(text) > LONGEST:
        faults.append(Fault("Write at most %(most)s characters.", most=LONGEST))
    if not is_with_leader(subject):
        faults.append(Fault("The report is not shared with you yet."))
    if thanks_of(session, subject) is not None:
        faults.append(Fault("You have thanked them already."))
    if not people and not _has_old_links(session, subject):
        faults.append(Fault("Nobody who was asked is left in the register."))
    if faults:
        raise InputError(faults)
    session.add(Thanks(subject_id=subject.id, text=text, at=now))
    campaign = subject.campaign
    queue_mails(session, people, THANKS, MailOccasion.of(subject.id), campaign=campaign, due_at=now)


def _has_old_links(session: Session, subject: Subject) -> bool:
    links = select(RetiredLink.digest).where(RetiredLink.subject_id == subject.id).limit(1)
    return session.scalar(links) is not None


def _asked(session: Session, subject: Subject) -> Sequence[UUID]:
    rows = session.scalars(
        select(Rater.person_id)
        .join(Rater.invitations)
        .where(
            Invitation.subject_id == subject.id,
            ~Invitation.is_withdrawn,
            Rater.person_id.is_not(None),
            Rater.person_id != subject.person_id,
        )
    )
    return [person_id for person_id in rows if person_id is not None]
