"""Tell organisers and administrators how a campaign's keys stand: gone, lost, there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from feedback.models import Account, MailOccasion, OrganiserGrant, Role
from feedback.operations.ledger import queue_mail
from feedback.operations.people.register import PersonFacts, register_people
from feedback.operations.rights.accounts import ADMIN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign


def tell(session: Session, campaign: Campaign, kind: str, *, now: datetime) -> None:
    """Queue a mail to the department's organisers and to the administrators of the installation."""
    department = campaign.programme.department
    is_organiser = Account.grants.any(OrganiserGrant.department_id == department.id)
    is_admin = Account.roles.any(Role.name == ADMIN)
    addresses = session.scalars(
        select(Account.email).where(or_(is_organiser, is_admin), Account.active)
    ).all()
    facts = [PersonFacts("", address) for address in addresses]
    occasion = MailOccasion.of(campaign.id, f"{now:%Y-%m-%dT%H:%M}")
    for person in register_people(session, department, facts).values():
        queue_mail(session, person, kind, occasion, campaign=campaign, due_at=now)
