"""Launch a campaign: the worker's job that makes the keys, opens it and queues the mails.

Everything but the key files is one transaction. A crash before it leaves keys that the
next try finds again; a crash after it leaves nothing to do. Whoever comes second waits
for the campaign's row, and then sees that it is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.ballot.opening import new_seal_pair, public_half
from feedback.models import Campaign, Invitation, Person, Rater, State
from feedback.operations.campaigns.first_lot import REST_AFTER, invitation_batches
from feedback.operations.campaigns.key_probe import probe
from feedback.operations.mail.ledger import INVITATION, queue_mails

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.ballot import KeyFolder
    from feedback.config import WorkerSettings
    from feedback.database import Database


def launch_campaign(
    database: Database, settings: WorkerSettings, campaign_id: UUID, *, now: datetime
) -> None:
    """Open a campaign whose launch was asked for; repeat it after a crash at any step."""
    with database.writing() as session:
        campaign = session.scalars(
            select(Campaign).where(Campaign.id == campaign_id).with_for_update()
        ).one()
        if campaign.state is not State.LAUNCHING:
            return  # already open, taken back or cancelled meanwhile
        if campaign.launch_at is not None and campaign.launch_at > now:
            return  # taken back and asked for anew
        settings.link_key_folder.create(campaign.id)
        campaign.public_key = _seal_keys(settings.seal_key_folder, campaign.id)
        # No answer may be sealed to a key that does not open: try it before anybody can.
        probe(settings.seal_key_folder, campaign.id, campaign.public_key)
        campaign.state = State.OPEN
        campaign.launched_at = now
        first_at = settings.hours.next_open(now)
        _queue_invitations(session, campaign, first_at=first_at)


def _seal_keys(folder: KeyFolder, campaign_id: UUID) -> bytes:
    private = folder.find(campaign_id) or folder.create(campaign_id, new_seal_pair()[0])
    return public_half(private)


def _queue_invitations(session: Session, campaign: Campaign, *, first_at: datetime) -> None:
    person_ids = session.scalars(
        select(Person.id)
        .select_from(Rater)
        .join(Rater.invitations)
        .join(Rater.person)
        .where(
            Rater.campaign_id == campaign.id,
            ~Invitation.is_withdrawn,
            Person.email.is_not(None),  # the others get slips
        )
        .distinct()
        # By a random key: the first few are a sample of all leaders, not one leader's team.
        .order_by(Person.id)
    ).all()
    first, _ = invitation_batches(len(person_ids), is_staged=campaign.launch_at is not None)
    for ids, due_at in (
        (person_ids[:first], first_at),
        (person_ids[first:], first_at + REST_AFTER),
    ):
        queue_mails(session, ids, INVITATION, str(campaign.id), campaign=campaign, due_at=due_at)
