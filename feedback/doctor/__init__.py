"""Look over an installation: what is well, what is not, and what to do next."""

from feedback.doctor.check import Check, Verdict
from feedback.doctor.examination import examine

__all__ = ["Check", "Verdict", "examine"]
