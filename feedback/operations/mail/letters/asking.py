"""What several composers look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.models import Campaign, Programme

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Mail


def campaign_of(session: Session, mail: Mail) -> Campaign:
    """Return the campaign of a ledger's row, with its programme and unit."""
    return session.scalars(
        select(Campaign)
        .where(Campaign.id == mail.campaign_id)
        .options(joinedload(Campaign.programme).joinedload(Programme.unit))
    ).one()
