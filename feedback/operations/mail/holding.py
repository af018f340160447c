"""What keeps mail back: a hold on all of it, or an organiser's on one campaign's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, or_, select, update

from feedback.models import Campaign, Mail, MailHold, MailState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

IS_FREE: Final = or_(
    Mail.campaign_id.is_(None),
    Mail.campaign_id.not_in(select(Campaign.id).where(Campaign.is_mail_held)),
)
"""That no organiser holds the mail's campaign."""


def hold_mail(
    session: Session,
    reason: str,
    *,
    now: datetime,
    set_by: str = "",
    needs_operator: bool = False,
) -> None:
    """Stop all mail until it is released."""
    if session.get(MailHold, 1) is None:
        held = MailHold(
            id=1, reason=reason, since=now, set_by=set_by, needs_operator=needs_operator
        )
        session.add(held)
        session.flush()


def release_mail(session: Session) -> None:
    """Let mail go again."""
    session.execute(delete(MailHold))


def hold_campaign(session: Session, campaign: Campaign) -> None:
    """Keep back what a campaign's queue still holds; what has left has left."""
    campaign.is_mail_held = True
    session.flush()


def release_campaign(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """Send what was kept back or waits for its hour: now."""
    campaign.is_mail_held = False
    session.flush()
    session.execute(
        update(Mail)
        .where(Mail.campaign_id == campaign.id, Mail.state == MailState.QUEUED, Mail.due_at > now)
        .values(due_at=now),
        execution_options={"synchronize_session": False},
    )


def held_since(session: Session) -> MailHold | None:
    """Return the hold on all mail, if there is one."""
    return session.get(MailHold, 1)
