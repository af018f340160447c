"""Whom somebody coaches, and the campaigns about somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.models import Campaign, Person, Programme, State, Subject
from feedback.operations.coaching.access import coached_by

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
        _with_facts()
        .join(Person, Subject.person_id == Person.id)
        .where(coached_by(account.email, today))
        .order_by(Campaign.last_day.desc(), Campaign.name, Person.name)
    ).all()


def led_subjects(session: Session, account: Account) -> Sequence[Subject]:
    """Return the campaigns about a leader, as subjects, the newest first."""
    return session.scalars(
        _with_facts()
        .where(Subject.person_id.in_(_ids_of(account)))
        .order_by(Campaign.last_day.desc(), Campaign.name)
    ).all()


def subjects_to_approve(session: Session, account: Account) -> Sequence[Subject]:
    """Return the leaders whose raters somebody approves, where raters are proposed now."""
    return session.scalars(
        _with_facts()
        .join(Person, Subject.person_id == Person.id)
        .where(Subject.approver_id.in_(_ids_of(account)), Campaign.state == State.NOMINATING)
        .order_by(Campaign.name, Person.name)
    ).all()


def _with_facts() -> Select[Subject]:
    return (
        select(Subject)
        .join(Subject.campaign)
        .where(Campaign.state != State.CANCELLED, Campaign.kind == "full", ~Subject.is_moved)
        .options(
            joinedload(Subject.campaign).joinedload(Campaign.programme).joinedload(Programme.unit),
            joinedload(Subject.person),
            joinedload(Subject.coach),
        )
    )


def _ids_of(account: Account) -> Select[UUID]:
    return select(Person.id).where(Person.email == account.email)
