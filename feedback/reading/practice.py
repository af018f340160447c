"""The invented leader that coaches and organisers practise with: nobody's, and kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from flask import request
from flask_babel import gettext as _

from feedback.languages import current_language
from reports.sample import sample
from reports.sections.cover import Withholdings
from surveys.library import find_survey

if TYPE_CHECKING:
    from reports.sections.material import Material

M = TypeVar("M", bound="Material")
SURVEY: Final = "orebro"
"""The survey of the sample, whatever others an installation has."""


HELD: Final = "held"
"""What in the address names the comments that whoever practises has withheld."""


def held_in_address() -> frozenset[str]:
    """Return what names the practice leader's comments that are withheld, for this request only."""
    return frozenset(request.args.getlist(HELD))


def invented(kind: type[M], held: frozenset[str] = frozenset()) -> M:
    """Return what the practice pages are written from: the same every time, and marked so.

    But for the comments that are withheld, by what names them.
    """
    survey, language = find_survey(SURVEY), current_language()
    made = sample(survey, language)
    campaign = _("PRACTICE: %(campaign)s", campaign=made.cover.campaign)
    cover = replace(made.cover, campaign=campaign)
    return kind(
        release=made.release,
        survey=survey,
        cover=cover,
        language=language,
        withholdings=Withholdings(held),
    )
