"""Whom somebody coaches, leads or approves, as their pages list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from feedback.models import Campaign, Person, Programme, State, Subject
from feedback.operations.rights.knowing import (
    told_to_approver,
    told_to_coach,
    told_to_leader,
    told_to_reader,
)
from feedback.operations.subjects import CALLED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.models import Account


def coached_subjects(session: Session, account: Account, *, today: date) -> Sequence[Subject]:
    """Return the subjects that somebody coaches on a day, by campaign and name, newest first."""
    coached = _with_facts().where(told_to_coach(account.email, today))
    return session.scalars(coached.order_by(Campaign.last_day.desc(), Campaign.name, CALLED)).all()


def led_subjects(session: Session, account: Account) -> Sequence[Subject]:
    """Return the campaigns about a leader, as subjects, the newest first."""
    led = _with_facts().where(told_to_leader(account.email))
    return session.scalars(led.order_by(Campaign.last_day.desc(), Campaign.name)).all()


def subjects_to_read(session: Session, account: Account) -> Sequence[Subject]:
    """Return what reports are for somebody about, their own and what they belong to, newest first.

    They stand here as soon as somebody may know of the campaign, long before there is a report.
    """
    known = or_(told_to_leader(account.email), told_to_reader(account.email))
    order = (Campaign.last_day.desc(), Campaign.name, CALLED)
    return session.scalars(_with_facts().where(known).order_by(*order)).all()


def subjects_to_approve(session: Session, account: Account) -> Sequence[Subject]:
    """Return the leaders whose raters somebody approves, where raters are proposed now."""
    proposed = _with_facts().where(
        told_to_approver(account.email), Campaign.state == State.NOMINATING
    )
    return session.scalars(proposed.order_by(Campaign.name, CALLED)).all()


def find_subject(session: Session, subject_id: UUID) -> Subject | None:
    """Return the subject of this id, whoever asks, with what its pages show."""
    return session.scalar(_with_facts().where(Subject.id == subject_id))


def _with_facts() -> Select[Subject]:
    return (
        select(Subject)
        .join(Subject.campaign)
        .outerjoin(Person, Subject.person_id == Person.id)
        .options(
            # Of many leaders, the few campaigns come by themselves: each has its whole survey.
            selectinload(Subject.campaign)
            .joinedload(Campaign.programme)
            .joinedload(Programme.department),
            contains_eager(Subject.person),
            joinedload(Subject.coach),
        )
    )
