"""How long a unit keeps each kind of data: its own decision, or the default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.models import RetentionRule
from feedback.operations.retention.kinds import KINDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Unit
    from feedback.operations.retention.kinds import ErasableKind


@dataclass(frozen=True, slots=True)
class Rule:
    """How many days one kind is kept, and the decision it rests on; a default has none."""

    kind: ErasableKind
    days: int
    decision: str

    @property
    def is_default(self) -> bool:
        """Tell whether the unit has decided nothing."""
        return not self.decision


def rules_of(session: Session, unit: Unit) -> list[Rule]:
    """Return the rules of a unit, one for each kind."""
    rows = session.scalars(select(RetentionRule).where(RetentionRule.unit_id == unit.id))
    own = {row.kind: row for row in rows}
    return [_rule(kind, own.get(kind.name)) for kind in KINDS.values()]


def rule_for(session: Session, unit: Unit, name: str) -> Rule:
    """Return a unit's rule for one kind; raise InputError for a kind that there is not."""
    return _rule(_kind(name), session.get(RetentionRule, (unit.id, name)))


def set_rule(session: Session, unit: Unit, name: str, *, days: int, decision: str) -> Rule:
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
    session.flush()
    return _rule(kind, row)


def _rule(kind: ErasableKind, row: RetentionRule | None) -> Rule:
    return Rule(kind, row.days, row.decision) if row else Rule(kind, kind.days, "")


def _kind(name: str) -> ErasableKind:
    if name not in KINDS:
        raise InputError([Fault("There is no kind of data named %(name)s.", name=name)])
    return KINDS[name]
