"""How long a unit keeps each kind of data: its own decision, or the default."""

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

    from feedback.models import Unit
    from feedback.operations.acts import Actor
    from feedback.operations.retention.kinds import ErasableKind


@dataclass(frozen=True, slots=True)
class Rule:
    """How many days one kind is kept, and the decision it rests on; a default has none."""

    kind: ErasableKind
    days: int
    decision: str


def rules_of(session: Session, unit: Unit) -> list[Rule]:
    """Return the rules of a unit, one for each kind."""
    return rules_by_unit(session, [unit])[unit.id]


def rules_by_unit(session: Session, units: Iterable[Unit]) -> dict[UUID, list[Rule]]:
    """Return the rules of many units, one for each kind."""
    ids = {unit.id for unit in units}
    rows = session.scalars(select(RetentionRule).where(RetentionRule.unit_id.in_(ids)))
    own = {(row.unit_id, row.kind): row for row in rows}
    return {
        unit_id: [_rule(kind, own.get((unit_id, kind.name))) for kind in KINDS.values()]
        for unit_id in ids
    }


def rule_for(session: Session, unit: Unit, name: str) -> Rule:
    """Return a unit's rule for one kind; raise InputError for a kind that there is not."""
    return _rule(_kind(name), session.get(RetentionRule, (unit.id, name)))


def set_rule(
    session: Session, unit: Unit, name: str, *, days: int, decision: str, by: Actor
) -> Rule:
    """Let a unit keep a kind of data for so many days, by a decision; raise InputError."""
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
    row = session.get(RetentionRule, (unit.id, name))
    if row is None:
        row = RetentionRule(unit_id=unit.id, kind=name, days=days, decision="")
        session.add(row)
    row.days, row.decision = days, decision.strip()
    audit_log.note(session, by, Act.SET_RETENTION, unit, details=f"{name} {days}")
    return _rule(kind, row)


def _rule(kind: ErasableKind, row: RetentionRule | None) -> Rule:
    return Rule(kind, row.days, row.decision) if row else Rule(kind, kind.days, "")


def _kind(name: str) -> ErasableKind:
    if name not in KINDS:
        raise InputError([Fault("There is no kind of data named %(name)s.", name=name)])
    return KINDS[name]
