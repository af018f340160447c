"""Watch over keys: probe those of open campaigns, destroy those that must be gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Account, Campaign, OrganiserGrant, State
from feedback.operations.campaigns.erasing import scrub
from feedback.operations.campaigns.key_probe import SealKeyLostError, probe
from feedback.operations.mail.ledger import CAMPAIGN_LOST, queue_mail
from feedback.operations.people.register import PersonFacts, register_people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.config import WorkerSettings
    from feedback.database import Database


HOLDING_ANSWERS: Final = (State.OPEN, State.CLOSING)


def probe_campaign(
    database: Database, settings: WorkerSettings, campaign_id: UUID, *, now: datetime
) -> bool:
    """Probe the seal key of a campaign with a ballot box; False if it is lost.

    A close that waits for a key that is gone would wait for ever, and nobody would hear.
    """
    with database.writing() as session:
        campaign = session.scalars(
            select(Campaign).where(Campaign.id == campaign_id).with_for_update()
        ).one()
        if campaign.state not in HOLDING_ANSWERS or campaign.public_key is None:
            return True
        try:
            probe(settings.seal_key_folder, campaign.id, campaign.public_key)
        except SealKeyLostError:
            campaign.state = State.LOST
            _tell_organisers(session, campaign, now=now)
            return False
        return True


def destroy_keys(database: Database, settings: WorkerSettings, campaign_id: UUID) -> None:
    """Destroy the keys of a cancelled campaign, which the web could not reach; repeatable."""
    scrub(database)
    settings.link_key_folder.destroy(campaign_id)
    settings.seal_key_folder.destroy(campaign_id)


def _tell_organisers(session: Session, campaign: Campaign, *, now: datetime) -> None:
    unit = campaign.programme.unit
    addresses = session.scalars(
        select(Account.email)
        .join(Account.grants)
        .where(OrganiserGrant.unit_id == unit.id, Account.active)
    ).all()
    facts = [PersonFacts("", address) for address in addresses]
    for person in register_people(session, unit, facts).values():
        queue_mail(session, person, CAMPAIGN_LOST, str(campaign.id), campaign=campaign, due_at=now)
