"""Move a leader to a later wave: everybody asked hears it once, and is asked anew there.

Answers that were given cannot be taken out of the ballot box, for nobody can tell whose
they are. They stay sealed until close, are counted like all others, and then go: no release
is made about a leader who was moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from feedback.errors import Fault, InputError, StateError
from feedback.models import (
    Draft,
    Invitation,
    Mail,
    MailOccasion,
    MailState,
    Person,
    ProgressBand,
    Rater,
    State,
)
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger import INVITATION, LEADER_MOVED, queue_mails
from feedback.operations.ledger.talks import call_off
from feedback.operations.people.leaders import take_out_leaders
from feedback.operations.people.taking_along import take_along

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign, Subject
    from feedback.operations.acts import Actor


def move_leaders(
    session: Session, subjects: Sequence[Subject], later: Campaign, *, by: Actor
) -> None:
    """Move each of these leaders, or none."""
    for subject in subjects:
        move_leader(session, subject, later, by=by)


def move_leader(session: Session, subject: Subject, later: Campaign, *, by: Actor) -> None:
    """Move a leader and everybody asked about them to a later wave of the programme.

    From an open campaign each rater gets one mail, whether they have answered or not. Codes
    from a box are not moved: nobody knows who has them.
    """
    campaign = subject.campaign
    _refuse_wrong_wave(campaign, later)
    if subject.is_moved:
        raise StateError("The leader is moved already.")
    audit_log.note(session, by, Act.MOVE_LEADER, subject, details=later.name)
    take_along(session, subject, later)
    if campaign.state in BEFORE_LAUNCH:
        take_out_leaders(session, campaign, [subject])
        return
    _tell_everybody(session, subject, now=by.now)
    _withdraw_all(session, subject)
    subject.is_moved = True
    if subject.talk_at is not None and subject.talk_at > by.now:
        call_off(session, subject, now=by.now)  # no report is made about whoever was moved
    session.flush()


def _refuse_wrong_wave(campaign: Campaign, later: Campaign) -> None:
    if campaign.state not in {*BEFORE_LAUNCH, State.OPEN}:
        raise StateError("A leader is moved before launch or while answers are taken.")
    if later.id == campaign.id or later.programme_id != campaign.programme_id:
        raise InputError([Fault("Choose another campaign of the same programme.")])
    if later.state not in BEFORE_LAUNCH:
        raise InputError([Fault("%(name)s is launched already.", name=later.name)])
    if later.is_rehearsal != campaign.is_rehearsal:
        raise InputError([Fault("A rehearsal and a real campaign do not mix.")])


def _tell_everybody(session: Session, subject: Subject, *, now: datetime) -> None:
    """Mail everybody who was asked, the leader too, unless the invitation has not left yet."""
    asked = _asked(session, subject)
    waiting = set(
        session.scalars(
            select(Mail.person_id).where(
                Mail.campaign_id == subject.campaign_id,
                Mail.kind == INVITATION,
                Mail.state == MailState.QUEUED,
            )
        )
    )
    told = [person_id for person_id in asked if person_id not in waiting]
    occasion = MailOccasion.of(subject.id)
    queue_mails(session, told, LEADER_MOVED, occasion, campaign=subject.campaign, due_at=now)


def _asked(session: Session, subject: Subject) -> list[UUID]:
    return list(
        session.scalars(
            select(Person.id)
            .join(Rater, Rater.person_id == Person.id)
            .join(Rater.invitations)
            .where(
                Invitation.subject_id == subject.id,
                ~Invitation.is_withdrawn,
                Person.email.is_not(None),
            )
            .order_by(Person.id)
        )
    )


def _withdraw_all(session: Session, subject: Subject) -> None:
    mine = Invitation.subject_id == subject.id
    # Invitations before drafts, as raters lock them.
    session.execute(update(Invitation).where(mine).values(is_withdrawn=True))
    session.execute(
        delete(Draft).where(Draft.invitation_id.in_(select(Invitation.id).where(mine))),
        execution_options={"synchronize_session": False},
    )
    session.execute(delete(ProgressBand).where(ProgressBand.subject_id == subject.id))
