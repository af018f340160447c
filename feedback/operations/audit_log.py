"""The audit log: what staff and operators did, never what a rater did.

Entries are written here and nowhere changed or removed; an entry joins the transaction
of the act, so that no act goes without its entry. Its object is a kind and an id, as in
`campaign 0b5f…`: from that the log knows to which unit's organisers it may be shown.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import or_, select

from feedback.models import AuditEntry, Campaign, Invitation, Plan, Programme, Subject, Unit
from feedback.operations import audit_chain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

WITHHOLD_COMMENT: Final = "withhold comment"
RESTORE_COMMENT: Final = "restore comment"

_SHOWN: Final = 200
_BETWEEN_COACH_AND_LEADER: Final = frozenset({WITHHOLD_COMMENT, RESTORE_COMMENT})
"""Acts on what a report says: organisers open no report, and need not know that it hurts."""


def note(
    session: Session,
    *,
    actor: str,
    action: str,
    object: str,  # noqa: A002 - the column's own word
    now: datetime | None = None,
    unit_id: UUID | None = None,
) -> None:
    """Write down who did what to what; the unit is found by the object where it has one."""
    session.flush()
    entry = AuditEntry(at=now or datetime.now(UTC), actor=actor, action=action, object=object)
    entry.unit_id = unit_id or _unit_of(session, object)
    audit_chain.append(session, entry)


def latest(
    session: Session,
    *,
    count: int = _SHOWN,
    unit_ids: Collection[UUID] | None = None,
    for_organisers: bool = False,
) -> Sequence[AuditEntry]:
    """Return the latest entries, newest first; of these units only, if any are given.

    Organisers are not shown what a coach did with a leader's comments.
    """
    entries = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(count)
    if for_organisers:
        entries = _shown_to_organisers(entries)
    if unit_ids is not None:
        entries = entries.where(AuditEntry.unit_id.in_(unit_ids))
    return session.scalars(entries).all()


def about(session: Session, address: str, *, for_organisers: bool = False) -> Sequence[AuditEntry]:
    """Return what an address did and what was done to its account, the oldest first."""
    concerns = or_(AuditEntry.actor == address, AuditEntry.object == f"account {address}")
    entries = select(AuditEntry).where(concerns).order_by(AuditEntry.number)
    return session.scalars(_shown_to_organisers(entries) if for_organisers else entries).all()


def _shown_to_organisers(entries: Select[AuditEntry]) -> Select[AuditEntry]:
    return entries.where(AuditEntry.action.not_in(_BETWEEN_COACH_AND_LEADER))


def _unit_of(session: Session, thing: str) -> UUID | None:
    kind, _, name = thing.partition(" ")
    try:
        thing_id = UUID(name)
    except ValueError:
        return None
    query = _UNIT_OF.get(kind)
    return session.scalar(query(thing_id)) if query else None


def _of_campaign(campaign_id: UUID) -> Select[UUID]:
    units = select(Programme.unit_id).join(Campaign, Campaign.programme_id == Programme.id)
    return units.where(Campaign.id == campaign_id)


def _of_subject(subject_id: UUID) -> Select[UUID]:
    units = select(Programme.unit_id).join(Campaign, Campaign.programme_id == Programme.id)
    return units.join(Subject, Subject.campaign_id == Campaign.id).where(Subject.id == subject_id)


def _of_invitation(invitation_id: UUID) -> Select[UUID]:
    units = select(Programme.unit_id).join(Campaign, Campaign.programme_id == Programme.id)
    of_subjects = units.join(Subject, Subject.campaign_id == Campaign.id)
    invited = of_subjects.join(Invitation, Invitation.subject_id == Subject.id)
    return invited.where(Invitation.id == invitation_id)


def _of_plan(plan_id: UUID) -> Select[UUID]:
    units = select(Programme.unit_id).join(Campaign, Campaign.programme_id == Programme.id)
    of_subjects = units.join(Subject, Subject.campaign_id == Campaign.id)
    return of_subjects.join(Plan, Plan.subject_id == Subject.id).where(Plan.id == plan_id)


_UNIT_OF: Final = {
    "unit": lambda unit_id: select(Unit.id).where(Unit.id == unit_id),
    "programme": lambda programme_id: select(Programme.unit_id).where(Programme.id == programme_id),
    "campaign": _of_campaign,
    "subject": _of_subject,
    "invitation": _of_invitation,
    "plan": _of_plan,
}
