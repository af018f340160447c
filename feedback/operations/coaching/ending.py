"""The leader ends the coach's access: report, pulse, notes, talk and plan close at one moment.

A plan was shared with the coach by the leader, so it can stay open by the leader's choice as
well; said while ending the access, or later by sharing it anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from feedback.errors import StateError
from feedback.models import Campaign, Plan, PlanReader, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger.talks import call_off
from feedback.operations.plans.readers import COACH, stop_sharing
from feedback.operations.rights.coach_access import has_ended, stand_ins_of
from feedback.operations.rights.knowing import is_with_leader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends with the coach's access, beside the report: to be said before it is ended."""

    talk_at: datetime | None
    plan_readers: tuple[PlanReader, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Whom the plan closes to."""
        return tuple(sorted({reader.person.name for reader in self.plan_readers}))


def ending_of(session: Session, subject: Subject, *, now: datetime) -> Ending:
    """Return what ends with the coach's access to a report."""
    is_to_come = subject.talk_at is not None and subject.talk_at > now
    return Ending(subject.talk_at if is_to_come else None, tuple(_plan_readers(session, subject)))


def end_coach_access(
    session: Session, subject: Subject, *, by: Actor, keeps_plan: bool = False
) -> None:
    """Let the coach read no more, because the leader wishes so; a second time changes nothing."""
    if not is_with_leader(subject):
        message = "A leader decides about a report that is shared."
        raise StateError(message)
    if has_ended(subject):
        return
    ending = ending_of(session, subject, now=by.now)
    if ending.talk_at is not None:
        call_off(session, subject, now=by.now)
    for one in (subject, *_pulses_of(session, subject)):
        if not has_ended(one):
            one.coach_access_ended_at = by.now
    for reader in () if keeps_plan else ending.plan_readers:
        stop_sharing(session, reader, now=by.now)
    audit_log.note(session, by, Act.END_COACH_ACCESS, subject)


def _plan_readers(session: Session, subject: Subject) -> list[PlanReader]:
    """Return who reads a plan as coach: of this report's, or of one that stands on no report."""
    coaches = [subject.coach_id, *(one.person_id for one in stand_ins_of(session, subject))]
    return list(
        session.scalars(
            select(PlanReader)
            .join(PlanReader.plan)
            .where(
                Plan.person_id == subject.person_id,
                or_(Plan.subject_id == subject.id, Plan.subject_id.is_(None)),
                or_(PlanReader.person_id.in_(coaches), PlanReader.relation == COACH),
            )
        )
    )


def _pulses_of(session: Session, subject: Subject) -> Sequence[Subject]:
    """Return the same leader in the pulses that asked again about what this campaign gave."""
    return session.scalars(
        select(Subject)
        .join(Subject.campaign)
        .where(Campaign.follows_id == subject.campaign_id, Subject.person_id == subject.person_id)
    ).all()
