"""Whom somebody coaches, leads or approves, in the campaigns that they have been told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.models import Campaign, Person, Programme, State, Subject
from feedback.operations.rights.knowing import told_to_approver, told_to_coach, told_to_leader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.models import Account


def coached_subjects(session: Session, account: Account, *, today: date) -> Sequence[Subject]:
    """Return the subjects that somebody coaches on a day, by campaign and name, newest first."""
    return session.scalars(
        _coached(account, today).order_by(Campaign.last_day.desc(), Campaign.name, Person.name)
    ).all()


def coached_subject(
    session: Session, account: Account, subject_id: UUID, *, today: date
) -> Subject | None:
    """Return the subject of this id, if it is one that somebody coaches on a day."""
    return session.scalar(_coached(account, today).where(Subject.id == subject_id))


def led_subjects(session: Session, account: Account) -> Sequence[Subject]:
    """Return the campaigns about a leader, as subjects, the newest first."""
    return session.scalars(_led(account).order_by(Campaign.last_day.desc(), Campaign.name)).all()


def led_subject(session: Session, account: Account, subject_id: UUID) -> Subject | None:
    """Return the subject of this id, if it is the leader in a campaign that they know of."""
    return session.scalar(_led(account).where(Subject.id == subject_id))


def subjects_to_approve(session: Session, account: Account) -> Sequence[Subject]:
    """Return the leaders whose raters somebody approves, where raters are proposed now."""
    return session.scalars(_to_approve(account).order_by(Campaign.name, Person.name)).all()


def subject_to_approve(session: Session, account: Account, subject_id: UUID) -> Subject | None:
    """Return the subject of this id, if somebody approves its raters now."""
    return session.scalar(_to_approve(account).where(Subject.id == subject_id))


def _coached(account: Account, today: date) -> Select[Subject]:
    return _with_facts().where(told_to_coach(account.email, today))


def _led(account: Account) -> Select[Subject]:
    return _with_facts().where(told_to_leader(account.email))


def _to_approve(account: Account) -> Select[Subject]:
    return _with_facts().where(told_to_approver(account.email), Campaign.state == State.NOMINATING)


def _with_facts() -> Select[Subject]:
    return (
        select(Subject)
        .join(Subject.campaign)
        .join(Person, Subject.person_id == Person.id)
        .options(
            joinedload(Subject.campaign)
            .joinedload(Campaign.programme)
            .joinedload(Programme.department),
            joinedload(Subject.person),
            joinedload(Subject.coach),
        )
    )
