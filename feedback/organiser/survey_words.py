"""What an organiser reads of a survey: how long it is, whom it asks, who has not reviewed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.languages import current_language, language_in_words
from surveys.duration import estimated_minutes

if TYPE_CHECKING:
    from surveys.model import Survey


def about(survey: Survey) -> str:
    """Return what tells a survey from the others."""
    items, minutes = len(survey.items), estimated_minutes(survey)
    length = ", ".join(
        (
            ngettext("%(num)s statement", "%(num)s statements", items),
            ngettext("about %(num)s minute", "about %(num)s minutes", minutes),
        )
    )
    groups = _("Groups: %(names)s", names=", ".join(labels_of(survey).values()))
    return f"{length}. {groups} {unreviewed(survey)}".strip()


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
