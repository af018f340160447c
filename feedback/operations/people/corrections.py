"""What raters say is wrong (wrong person, wrong group, left), and how an organiser puts it right.

A report is taken alike before and after an answer, and so is every act upon it: nobody can
learn from this list who has answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from feedback.errors import StateError
from feedback.models import Correction, Invitation, Person, Rater, State, Subject, Wrong
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.answering.open_campaign import lock_invitation, lock_open_campaign
from feedback.operations.people.asking import put_address, put_in_group, take_out_rater

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.answering.facts import Invited


def report_wrong(session: Session, invitation: Invited, wrong: Wrong, words: str = "") -> None:
    """Note what a rater says is wrong; a second word takes the place of the first."""
    lock_open_campaign(session, invitation)
    lock_invitation(session, invitation)
    found = session.get(Correction, invitation.id) or Correction(invitation_id=invitation.id)
    found.wrong, found.words = wrong, words
    session.add(found)
    session.flush()


def take_back_wrong(session: Session, invitation: Invited) -> None:
    """Forget what a rater said was wrong."""
    lock_open_campaign(session, invitation)
    _done(session, invitation)


def corrections_of(session: Session, campaign: Campaign) -> Sequence[Correction]:
    """Return what waits to be put right in an open campaign, by the rater's name."""
    if campaign.state is not State.OPEN:
        return []
    return session.scalars(
        select(Correction)
        .join(Correction.invitation)
        .join(Invitation.subject)
        .join(Invitation.rater)
        .join(Rater.person)
        .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
        .options(
            joinedload(Correction.invitation).options(
                joinedload(Invitation.rater).joinedload(Rater.person),
                joinedload(Invitation.subject).joinedload(Subject.person),
            )
        )
        .order_by(Person.name, Correction.invitation_id)
    ).all()


def count_corrections(session: Session, campaign: Campaign) -> int:
    """Return how many reports wait to be put right."""
    waiting = (
        select(func.count())
        .select_from(Correction)
        .join(Correction.invitation)
        .join(Invitation.subject)
        .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
    )
    return session.scalar(waiting) or 0


def find_correction(session: Session, campaign: Campaign, invitation_id: UUID) -> Correction | None:
    """Return the report about an invitation of this campaign, if it still waits."""
    found = session.get(Correction, invitation_id)
    return found if found and found.invitation.subject.campaign_id == campaign.id else None


def ask_no_more(session: Session, correction: Correction, *, by: Actor) -> None:
    """Stop asking the person about this leader; a response already given stays."""
    invitation = correction.invitation
    audit_log.note(session, by, Act.WITHDRAW_REPORTED, invitation)
    take_out_rater(session, invitation)
    _done(session, invitation)


def ask_in_group(session: Session, correction: Correction, group: str, *, by: Actor) -> None:
    """Ask the person in another group; a response already given stays where it was given."""
    invitation = correction.invitation
    _require_open(invitation)
    lock_invitation(session, invitation)
    _done(session, invitation)
    audit_log.note(session, by, Act.MOVE_REPORTED, invitation)
    put_in_group(session, invitation, group)


def ask_at_address(session: Session, correction: Correction, email: str, *, by: Actor) -> None:
    """Send the link to the right person's address; the old link and its drafts die."""
    rater = correction.invitation.rater
    reported = [one.id for one in rater.invitations]
    audit_log.note(session, by, Act.CORRECT_REPORTED, correction.invitation)
    put_address(session, rater, email, now=by.now)
    session.execute(delete(Correction).where(Correction.invitation_id.in_(reported)))


def leave_as_it_is(session: Session, correction: Correction, *, by: Actor) -> None:
    """Take the report off the list, with nothing to change."""
    _require_open(correction.invitation)
    audit_log.note(session, by, Act.LEAVE_REPORTED, correction.invitation)
    _done(session, correction.invitation)


def _done(session: Session, invitation: Invited) -> None:
    session.execute(delete(Correction).where(Correction.invitation_id == invitation.id))


def _require_open(invitation: Invitation) -> None:
    state = invitation.subject.campaign.state
    if state is not State.OPEN:
        message = f"Nothing can be put right while the campaign is {state}."
        raise StateError(message)
