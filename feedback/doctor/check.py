"""One thing that was looked at, and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands: well, better looked at, or broken."""

    OK = "OK"
    ADVICE = "LOOK"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and what to do next where it is not well."""

    subject: str
    verdict: Verdict
    found: str
    next_step: str = ""


def ok(subject: str, found: str) -> Check:
    """Return that all is well."""
    return Check(subject, Verdict.OK, found)


def advice(subject: str, found: str, next_step: str) -> Check:
    """Return that somebody should look at it."""
    return Check(subject, Verdict.ADVICE, found, next_step)


def fault(subject: str, found: str, next_step: str) -> Check:
    """Return that it does not work."""
    return Check(subject, Verdict.FAULT, found, next_step)
