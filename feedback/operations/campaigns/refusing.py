"""Tell that a close was refused: once in the audit log, and to the doctor while it stands so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from feedback.errors import TamperedError
from feedback.models import AuditEntry, Campaign, State
from feedback.operations import audit_log
from feedback.operations.acts import Act

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.errors import CloseRefusedError
    from feedback.operations.acts import Actor

_REFUSED_BEFORE: Final = "refuse the close: "  # as it stood before acts had details
_TAMPERED: Final = "the database was changed"
_DIFFERS: Final = "envelopes and answers differ in number"


class RefusedClose(NamedTuple):
    """A campaign that waits because its close was refused."""

    name: str
    at: datetime
    why: str


def note_refusal(
    session: Session, campaign_id: UUID, refused: CloseRefusedError, *, by: Actor
) -> None:
    """Write a refused close to the audit log, unless it stands there: the worker tries again."""
    campaign = session.get_one(Campaign, campaign_id)
    why = _TAMPERED if isinstance(refused, TamperedError) else _DIFFERS
    if why not in {told for _, told in _refused(session, campaign)}:
        audit_log.note(session, by, Act.REFUSE_CLOSE, campaign, details=why)


def refusals_of(session: Session) -> list[RefusedClose]:
    """Return the campaigns whose close was refused and that wait still, with the last reason."""
    return [
        RefusedClose(campaign.name, *refused[-1])
        for campaign in session.scalars(select(Campaign).where(Campaign.state == State.CLOSING))
        if (refused := _refused(session, campaign))
    ]


def _refused(session: Session, campaign: Campaign) -> list[tuple[datetime, str]]:
    """Return when and why a campaign's close was refused, the oldest first."""
    entries = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.object == f"campaign {campaign.id}",
            AuditEntry.action.startswith(Act.REFUSE_CLOSE.value),
        )
        .order_by(AuditEntry.number)
    )
    return [
        (entry.at, entry.details or entry.action.removeprefix(_REFUSED_BEFORE)) for entry in entries
    ]
