"""Launch a campaign: the worker's job that makes the keys, opens it and queues the mails.

Everything but the key files is one transaction. A crash before it leaves keys that the
next try finds again; a crash after it leaves nothing to do. Whoever comes second waits
for the campaign's row, and then sees that it is open.

The keys are noted before the transaction ends and from what was made here, never from what it
left in the database: a trigger there may write another key, or another state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.ballot import public_keys, terms_notes
from feedback.ballot.opening import new_seal_pair, public_half
from feedback.clock import day_of
from feedback.models import Campaign, Invitation, MailOccasion, Person, Rater, State
from feedback.operations.ballot_box.erasing import erase_trouble
from feedback.operations.campaigns.first_lot import REST_AFTER, invitation_batches
from feedback.operations.campaigns.key_folders import make_ready
from feedback.operations.campaigns.key_probe import probe
from feedback.operations.campaigns.pledges import terms_of
from feedback.operations.campaigns.pledging import destroy_keys_and_notes
from feedback.operations.ledger import INVITATION, queue_mails
from feedback.operations.people.own_people import ask_own_people
from feedback.operations.people.preparations import forget_lists

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.config import WorkerSettings
    from feedback.database import Database


def launch_campaign(
    database: Database, settings: WorkerSettings, campaign_id: UUID, *, now: datetime
) -> None:
    """Open a campaign whose launch was asked for; repeat it after a crash at any step.

    Raises KeyUnreadableError if a folder of keys is not there: keys must lie in all of them.
    """
    with database.writing() as session:
        campaign = session.scalars(
            select(Campaign).where(Campaign.id == campaign_id).with_for_update()
        ).one()
        if campaign.state is not State.LAUNCHING:
            return  # already open, taken back or cancelled meanwhile
        if campaign.launch_at is not None and campaign.launch_at > now:
            return  # taken back and asked for anew
        for folder in (settings.link_key_folder, settings.seal_key_folder):
            make_ready(session, folder)
        public_key = _make_keys(settings, campaign.id, terms_of(campaign))
        # No answer may be sealed to a key that does not open: try it before anybody can.
        probe(settings.seal_key_folder, campaign.id, public_key)
        campaign.public_key = public_key
        erase_trouble(session, campaign)
        campaign.state = State.OPEN
        campaign.launched_at = now
        forget_lists(session, campaign)
        ask_own_people(session, campaign, today=day_of(now, settings.zone))
        first_at = settings.hours.next_open(now)
        _queue_invitations(session, campaign, first_at=first_at)


def _make_keys(settings: WorkerSettings, campaign_id: UUID, terms: bytes) -> bytes:
    """Make the keys and what they are pledged to; return the public key.

    Those of a try before stay, for links may be out, unless they were pledged to other terms:
    what was sealed under those must not be opened under these. The link key comes last, so that
    none ever lies without its notes.
    """
    link_keys, seal_keys = settings.link_key_folder, settings.seal_key_folder
    if not _stand(settings, campaign_id, terms):
        destroy_keys_and_notes(settings, campaign_id)
    private_key = seal_keys.create(campaign_id, new_seal_pair()[0])
    public_key = public_keys(link_keys).create(campaign_id, public_half(private_key))
    terms_notes(link_keys).create(campaign_id, terms)
    link_keys.create(campaign_id)
    return public_key


def _stand(settings: WorkerSettings, campaign_id: UUID, terms: bytes) -> bool:
    """Tell whether keys of a try before lie there, whole and pledged to the same terms."""
    link_keys, seal_keys = settings.link_key_folder, settings.seal_key_folder
    if terms_notes(link_keys).find(campaign_id) != terms:
        return False
    noted = public_keys(link_keys).find(campaign_id)
    return seal_keys.find(campaign_id, is_right=lambda key: public_half(key) == noted) is not None


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
        occasion = MailOccasion.of(campaign.id)
        queue_mails(session, ids, INVITATION, occasion, campaign=campaign, due_at=due_at)
