"""The register of what campaigns can be about: a new kind is a file here and a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func

from feedback.models import Person, Subject
from feedback.operations.subjects.kind import AskedKind
from feedback.operations.subjects.leader import LEADER
from feedback.operations.subjects.team import TEAM
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from feedback.models import Campaign
    from reports.policy import DisclosurePolicy

__all__ = ["ASKED_KINDS", "CALLED", "AskedKind", "called", "kind_asked", "kind_of", "policy_of"]

ASKED_KINDS: Final[dict[str, AskedKind]] = {row.key: row for row in (LEADER, TEAM)}
"""Every kind that campaigns know; surveys about others wait for their row."""

CALLED: Final = func.coalesce(Person.name, Subject.name)
"""What subjects are known as, in a query that outer joins the person whom one is about."""


def kind_of(subject: Subject) -> AskedKind:
    """Return what campaigns make of a subject."""
    return ASKED_KINDS[subject.kind]


def kind_asked(campaign: Campaign) -> AskedKind:
    """Return what a campaign makes of the kind that its survey is about."""
    return ASKED_KINDS[survey_from_json(campaign.survey_json).kind.key]


def policy_of(campaign: Campaign) -> DisclosurePolicy:
    """Return what decides which figures are shown, with what readers of its kind know."""
    return replace(campaign.disclosure_policy, known=kind_asked(campaign).known)


def called(subject: Subject) -> str:
    """Return what raters and readers know a subject as."""
    return kind_of(subject).called(subject)
