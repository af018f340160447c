"""What an organiser reads of a survey: how long it is, whom it asks, who has not reviewed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.languages import current_language, language_in_words
from surveys.duration import estimated_minutes

if TYPE_CHECKING:
    from surveys.model import Survey

EXAMPLE_NAME: Final = "Kim Exempel"
"""Whom a survey is shown about where there is no leader yet."""


def about(survey: Survey) -> str:
    """Return what tells a survey from the others."""
    items, minutes = len(survey.items), estimated_minutes(survey)
    length = ", ".join(
        (
            ngettext("%(num)s statement", "%(num)s statements", items),
            ngettext("about %(num)s minute", "about %(num)s minutes", minutes),
        )
    )
    language = current_language()
    meant_for = survey.text(survey.meant_for, language)
    traits = _(
        "Parts: %(names)s",
        names=", ".join(survey.text(trait.name, language) for trait in survey.traits),
    )
    groups = _("Groups: %(names)s", names=", ".join(labels_of(survey).values()))
    return f"{meant_for} {length}. {traits}. {groups}. {unreviewed(survey)}".strip()


def samples_of(survey: Survey) -> list[str]:
    """Return three of its statements, as a rater reads them."""
    language = current_language()
    return [
        survey.item_words(item, for_self=False, language=language, name=EXAMPLE_NAME)
        for item in survey.samples
    ]


def labels_of(survey: Survey) -> dict[str, str]:
    """Return what each group is called, by its key."""
    language = current_language()
    return {group.key: survey.text(group.label, language) for group in survey.groups}


def unreviewed(survey: Survey) -> str:
    """Say in which languages nobody has reviewed it; nothing where all are."""
    if not survey.unreviewed:
        return ""
    languages = ", ".join(map(language_in_words, survey.unreviewed))
    return str(
        _(
            "Nobody who speaks the language has reviewed the survey in %(languages)s yet.",
            languages=languages,
        )
    )
