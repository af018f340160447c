"""Attack the promise to the raters as a curious administrator would, and say what was found."""

from feedback.anonymity.attack import AttackResult, Promise
from feedback.anonymity.audit import audit_anonymity

__all__ = ["AttackResult", "Promise", "audit_anonymity"]
