"""The organiser's thanks once a campaign has closed: one mail to everybody who was asked.

It says the same to all and asks for nothing. Who answered is not known any more, and a mail
to whoever did would have told it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError, StateError
from feedback.models import Invitation, MailOccasion, Person, Rater, State
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger import queue_mails

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor

CAMPAIGN_THANKS: Final = "campaign-thanks"


def thanked_at(session: Session, campaign: Campaign) -> datetime | None:
    """Return when everybody who was asked in a campaign was thanked, if they were."""
    # The log tells it: the list of mails is erased long before the addresses are.
    return audit_log.last_noted(session, Act.THANK_EVERYBODY, campaign)


def to_be_thanked(session: Session, campaign: Campaign) -> Sequence[UUID]:
    """Return everybody who was asked and whom a mail reaches, whether they answered or not."""
    return session.scalars(
        select(Person.id)
        .join(Rater, Rater.person_id == Person.id)
        .where(
            Rater.campaign_id == campaign.id,
            Rater.invitations.any(~Invitation.is_withdrawn),
            Person.email.is_not(None),
        )
        .order_by(Person.id)
    ).all()


def thank_everybody(session: Session, campaign: Campaign, *, by: Actor) -> int:
    """Mail the thanks to everybody who was asked, once a campaign; return to how many."""
    session.flush()
    session.refresh(campaign, with_for_update=True)
    if campaign.state is not State.CLOSED:
        raise StateError("Thanks are sent when the campaign has closed.")
    if thanked_at(session, campaign) is not None:
        raise StateError("You have thanked them already.")
    people = to_be_thanked(session, campaign)
    if not people:
        raise InputError([Fault("Nobody who was asked is left in the register.")])
    occasion = MailOccasion.of(campaign.id)
    queue_mails(session, people, CAMPAIGN_THANKS, occasion, campaign=campaign, due_at=by.now)
    audit_log.note(session, by, Act.THANK_EVERYBODY, campaign)
    return len(people)
