"""Queue a mail, once: a row says whom, what kind and which occasion, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from feedback.models import Mail, MailState
from feedback.operations.ledger.names import BLIND

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign, MailOccasion, Person

_ROWS_AT_ONCE: Final = 500


def queue_mail(
    session: Session,
    person: Person,
    kind: str,
    occasion: MailOccasion,
    *,
    campaign: Campaign | None = None,
    due_at: datetime,
) -> None:
    """Queue one mail; a second of the same kind and occasion is the same mail."""
    queue_mails(session, [person.id], kind, occasion, campaign=campaign, due_at=due_at)


def queue_mails(
    session: Session,
    person_ids: Iterable[UUID],
    kind: str,
    occasion: MailOccasion,
    *,
    campaign: Campaign | None = None,
    due_at: datetime,
) -> None:
    """Queue the same mail to many; whoever has it already is left out."""
    each = ((person_id, occasion) for person_id in person_ids)
    queue_each(session, each, kind, campaign=campaign, due_at=due_at)


def queue_each(
    session: Session,
    to: Iterable[tuple[UUID, MailOccasion]],
    kind: str,
    *,
    campaign: Campaign | None = None,
    due_at: datetime,
) -> None:
    """Queue mails of one kind, each to a person on an occasion of their own."""
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    rows = [
        {
            "person_id": person_id,
            "campaign_id": campaign.id if campaign else None,
            "kind": kind,
            "occasion": occasion,
            "due_at": due_at,
        }
        for person_id, occasion in to
    ]
    session.flush()
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(Mail).on_conflict_do_nothing(), rows[start : start + _ROWS_AT_ONCE])


def drop_waiting_mail(session: Session, campaign: Campaign, person: Person) -> None:
    """Drop what a person has not been sent yet in a campaign."""
    session.execute(
        delete(Mail).where(
            Mail.campaign_id == campaign.id,
            Mail.person_id == person.id,
            Mail.state == MailState.QUEUED,
        )
    )


def resend(session: Session, mail: Mail, *, now: datetime) -> None:
    """Queue a failed or uncertain mail again, because a person decided so."""
    if mail.state in (MailState.FAILED, MailState.UNCERTAIN):
        mail.state, mail.due_at, mail.attempts, mail.claimed_at = MailState.QUEUED, now, 0, None
        session.flush()


def listed_mails(session: Session, *, states: Iterable[MailState] = MailState) -> list[Mail]:
    """Return the mails that may be shown, newest last: never a reminder.

    Who gets a reminder has not finished, and that nobody may know.
    """
    return list(
        session.scalars(
            select(Mail)
            .where(Mail.kind.not_in(BLIND), Mail.state.in_(list(states)))
            .options(joinedload(Mail.person))
            .order_by(Mail.due_at, Mail.id)
        )
    )
