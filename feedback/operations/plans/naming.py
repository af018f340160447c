"""What a leader's plan is called, which its programme decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.texts import texts

if TYPE_CHECKING:
    from feedback.models import Plan, Programme


def plan_title(programme: Programme | None, language: str) -> str:
    """Return what a programme calls its leaders' plans, as a title; else what reports call them."""
    own = programme.plan_name(language) if programme else ""
    return own[:1].upper() + own[1:] or texts(language)("plan.title")


def title_of(plan: Plan, language: str) -> str:
    """Return what a plan is called, by the programme of the report that it stands on."""
    programme = plan.subject.campaign.programme if plan.subject else None
    return plan_title(programme, language)
