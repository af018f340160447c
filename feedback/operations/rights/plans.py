"""Who may read a plan: whose it is, and whoever they chose, until it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from feedback.models import Goal, Plan, PlanReader
from feedback.operations.rights.recipients import ids_of, is_same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from feedback.models import Account
    from feedback.operations.rights.recipients import Somebody


def may_read_plan(plan: Plan, somebody: Somebody) -> bool:
    """Tell whether somebody may read a plan."""
    return owns_plan(plan, somebody) or is_chosen_reader(plan, somebody)


def owns_plan(plan: Plan, somebody: Somebody) -> bool:
    """Tell whether a plan is somebody's own."""
    return is_same(plan.person, somebody)


def is_chosen_reader(plan: Plan, somebody: Somebody) -> bool:
    """Tell whether the owner lets somebody read a plan."""
    return any(is_same(reader.person, somebody) for reader in plan.readers)


def plans_shared_with(session: Session, account: Account) -> Sequence[Plan]:
    """Return the plans that others let this account read, the newest first."""
    return session.scalars(
        select(Plan)
        .join(PlanReader, PlanReader.plan_id == Plan.id)
        .where(PlanReader.person_id.in_(ids_of(account.email)))
        .options(selectinload(Plan.goals).selectinload(Goal.actions))
        .order_by(Plan.begun_at.desc(), Plan.id)
    ).all()


def has_a_plan(session: Session, email: str) -> bool:
    """Tell whether an address has a plan, or was chosen to read somebody's."""
    # What a leader has written stays theirs, whatever becomes of the campaigns about them.
    own = select(Plan.id).where(Plan.person_id.in_(ids_of(email)))
    chosen = select(PlanReader.id).where(PlanReader.person_id.in_(ids_of(email)))
    return any(session.scalar(query.limit(1)) is not None for query in (own, chosen))
