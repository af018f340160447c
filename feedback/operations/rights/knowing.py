"""From when somebody with a part in a campaign may know of it, and what is theirs to read.

A campaign that is prepared, or whose launch may still be taken back, is known to organisers
alone: "nobody has heard of it yet" is what their page says. Leaders hear of it when raters
are proposed or when it opens, approvers when raters are proposed, coaches when it opens. A
rehearsal is known to nobody but whoever rehearses it, at the address that its mail goes to:
listed there as leader, coach or approver, that one can try these pages too.

The rules stand here and nowhere else: lists, pages by address, acts, the menu and whether
somebody may sign in at all ask the same conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from feedback.models import Campaign, CampaignKind, Nomination, State, Subject
from feedback.operations.rights.coach_access import coached_by
from feedback.operations.rights.recipients import ids_of, is_for, is_own

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement

LAUNCHED: Final = frozenset({State.OPEN, State.CLOSING, State.CLOSED, State.ERASED, State.LOST})
"""The states of a campaign of which everybody in it has been told; a cancelled one is gone."""


def told_to_leader(email: str) -> ColumnElement[bool]:
    """Return the condition on subjects that this address is the leader, and has been told."""
    asked_to_propose = or_(
        Campaign.state == State.NOMINATING,
        and_(Campaign.state == State.LAUNCHING, _has_a_nomination()),
    )
    is_told = or_(Campaign.state.in_(LAUNCHED), asked_to_propose)
    return and_(is_own(email), _stands_in(email, is_told))


def told_to_reader(email: str) -> ColumnElement[bool]:
    """Return the condition on subjects that reports are for this address, and it was told so."""
    return and_(is_for(email), _stands_in(email, Campaign.state.in_(LAUNCHED)))


def told_to_coach(email: str, today: date) -> ColumnElement[bool]:
    """Return the condition on subjects that this address coaches on a day, and has been told."""
    return and_(coached_by(email, today), _stands_in(email, Campaign.state.in_(LAUNCHED)))


def told_to_approver(email: str) -> ColumnElement[bool]:
    """Return the condition on subjects that this address approves, and has been told."""
    is_told = and_(Campaign.state != State.CANCELLED, _has_a_nomination())
    return and_(Subject.approver_id.in_(ids_of(email)), _stands_in(email, is_told))


def leader_reads(subject: Subject) -> bool:
    """Tell whether there is a report that is shared with the leader."""
    return is_with_leader(subject) and _has_report(subject)


def coach_reads(subject: Subject) -> bool:
    """Tell whether there is a report that is shared with the coach."""
    return is_with_coach(subject) and _has_report(subject)


def leader_reads_pulse(pulse: Subject) -> bool:
    """Tell whether a pulse has closed, and what it gave is the leader's to read."""
    return is_with_leader(pulse) and pulse.campaign.state is State.CLOSED


def coach_reads_pulse(pulse: Subject) -> bool:
    """Tell whether the coach of the report that a pulse follows may read what it gave, too."""
    return is_with_coach(pulse) and leader_reads_pulse(pulse)


def is_with_leader(subject: Subject) -> bool:
    """Tell whether a release was shared with the leader."""
    return subject.shared_with_leader_at is not None


def is_with_coach(subject: Subject) -> bool:
    """Tell whether a release was shared with the coach, if there is one."""
    return subject.shared_with_coach_at is not None


def _has_report(subject: Subject) -> bool:
    # Once a campaign is erased there is nothing left to read.
    # What a pulse gave stands on a page of its own, in its own words: it makes no report.
    return subject.campaign.state is State.CLOSED and subject.campaign.kind is CampaignKind.FULL


def _stands_in(email: str, is_told: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a subject's campaign is one that this address may know of."""
    is_mine = or_(~Campaign.is_rehearsal, func.lower(Campaign.rehearsal_address) == email)
    # A pulse stands on the page of the report that it follows.
    known = select(Campaign.id).where(is_told, is_mine, Campaign.kind == CampaignKind.FULL)
    return and_(Subject.campaign_id.in_(known), ~Subject.is_moved)


def _has_a_nomination() -> ColumnElement[bool]:
    return Campaign.id.in_(select(Nomination.campaign_id))
