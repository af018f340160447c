"""A plan in words: what its goals are about, and what has happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from feedback.operations.plans.planning import survey_of

if TYPE_CHECKING:
    from feedback.models import Plan


def about_words(plan: Plan, language: str) -> dict[str, str]:
    """Return the words of each quality and statement of the plan's survey, by key."""
    survey = survey_of(plan)
    if survey is None:
        return {}
    words: dict[str, str] = {}
    for trait in survey.traits:
        words[trait.key] = survey.text(trait.name, language)
        for item in trait.items:
            words[item.key] = survey.item_words(
                item, for_self=True, language=language, name=plan.person.name
            )
    return words


def event_words() -> dict[str, str]:
    """Return what can happen to a plan, in words, as its history shows it."""
    return {
        "begun": _("The plan was begun"),
        "goal added": _("Goal written"),
        "goal changed": _("Goal written anew"),
        "goal removed": _("Goal taken away"),
        "action added": _("Something to do was written"),
        "action changed": _("Something to do was written anew"),
        "action planned": _("Taken up again"),
        "action done": _("Done"),
        "action dropped": _("Let go"),
        "reflected": _("Thoughts"),
        "follow-up": _("Day to look at it again"),
        "shared": _("Shared with"),
        "no longer shared": _("No longer shared with"),
    }
