"""What is kept how long, what stops erasing, and the protocol of what was erased."""

from feedback.operations.ballot_box.stops import (
    active_stops,
    lift_stop,
    refuse_if_stopped,
    set_stop,
    stopped_campaigns,
    stops_of,
)
from feedback.operations.retention.erasing import NIGHTLY, ended_on, erase_due
from feedback.operations.retention.kinds import KINDS, ErasableKind
from feedback.operations.retention.protocol import protocol_of
from feedback.operations.retention.rules import (
    Rule,
    rule_for,
    rules_by_department,
    rules_of,
    set_rule,
)

__all__ = [
    "KINDS",
    "NIGHTLY",
    "ErasableKind",
    "Rule",
    "active_stops",
    "ended_on",
    "erase_due",
    "lift_stop",
    "protocol_of",
    "refuse_if_stopped",
    "rule_for",
    "rules_by_department",
    "rules_of",
    "set_rule",
    "set_stop",
    "stopped_campaigns",
    "stops_of",
]
