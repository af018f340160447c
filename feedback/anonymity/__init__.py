"""Attack the promise to the raters as a curious administrator would, and say what was found."""

from feedback.anonymity.attack import Finding, Verdict
from feedback.anonymity.audit import audit_anonymity

__all__ = ["Finding", "Verdict", "audit_anonymity"]
