"""How long a department keeps each kind of data: its own decision, or the default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.models import RetentionRule
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.retention.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Department
    from feedback.operations.acts import Actor
    from feedback.operations.retention.kinds import ErasableKind


@dataclass(frozen=True, slots=True)
class Rule:
    """How many days one kind is kept, and the decision it rests on; a default has none."""

    kind: ErasableKind
    days: int
    decision: str


def rules_of(session: Session, department: Department) -> list[Rule]:
    """Return the rules of a department, one for each kind."""
    return rules_by_department(session, [department])[department.id]


def rules_by_department(
    session: Session, departments: Iterable[Department]
) -> dict[UUID, list[Rule]]:
    """Return the rules of many departments, one for each kind."""
    ids = {department.id for department in departments}
    rows = session.scalars(select(RetentionRule).where(RetentionRule.department_id.in_(ids)))
    own = {(row.department_id, row.kind): row for row in rows}
    return {
        department_id: [_rule(kind, own.get((department_id, kind.name))) for kind in KINDS.values()]
        for department_id in ids
    }


def rule_for(session: Session, department: Department, name: str) -> Rule:
    """Return a department's rule for one kind; raise InputError for a kind that there is not."""
    return _rule(_kind(name), session.get(RetentionRule, (department.id, name)))


def set_rule(
    session: Session, department: Department, name: str, *, days: int, decision: str, by: Actor
) -> Rule:
    """Let a department keep a kind of data for so many days, by a decision; raise InputError."""
    kind = _kind(name)
    faults = []
    if not kind.shortest <= days <= kind.longest:
        faults.append(
            Fault(
                "This kind is kept for %(shortest)s to %(longest)s days.",
                shortest=kind.shortest,
                longest=kind.longest,
            )
        )
    if not decision.strip():
        faults.append(Fault("Name the decision or the plan of documents that says so."))
    if faults:
        raise InputError(faults)
    row = session.get(RetentionRule, (department.id, name))
    if row is None:
        row = RetentionRule(department_id=department.id, kind=name, days=days, decision="")
        session.add(row)
    row.days, row.decision = days, decision.strip()
    audit_log.note(session, by, Act.SET_RETENTION, department, details=f"{name} {days}")
    return _rule(kind, row)


def _rule(kind: ErasableKind, row: RetentionRule | None) -> Rule:
    return Rule(kind, row.days, row.decision) if row else Rule(kind, kind.days, "")


def _kind(name: str) -> ErasableKind:
    if name not in KINDS:
        raise InputError([Fault("There is no kind of data named %(name)s.", name=name)])
    return KINDS[name]
