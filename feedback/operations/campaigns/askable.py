"""Which surveys a campaign can ask today: the format knows more than campaigns do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.errors import Fault, InputError
from feedback.operations.subjects import ASKED_KINDS
from reports.policy import is_in_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.model import Survey


def survey_faults(survey: Survey) -> Iterator[Fault]:
    """Yield everything in a survey that no campaign can ask yet."""
    kind = ASKED_KINDS.get(survey.kind.key)
    if kind is None or not kind.is_whole:
        yield Fault(
            "The survey %(survey)s is about another subject than a leader (%(subject)s); campaigns "
            "cannot ask such surveys yet.",
            survey=survey.id,
            subject=survey.subject,
        )
    if survey.own_parts:
        yield Fault(
            "The survey %(survey)s has own_parts, which campaigns cannot ask yet.",
            survey=survey.id,
        )
    if survey.asks_initiative:
        yield Fault(
            "The survey %(survey)s names an initiative, which campaigns cannot fill in yet.",
            survey=survey.id,
        )
    if any(survey.items_of(group) != survey.items for group in survey.groups):
        yield Fault(
            "The survey %(survey)s asks groups for different statements, which campaigns cannot do "
            "yet.",
            survey=survey.id,
        )


def is_askable(survey: Survey) -> bool:
    """Tell whether a campaign can ask it."""
    return not any(survey_faults(survey))


def floor_faults(survey: Survey, k: int) -> Iterator[Fault]:
    """Yield what is wrong with a threshold that the survey does not go below."""
    if is_in_bounds(k) and k < survey.floor:  # what is out of bounds is told already
        yield Fault(
            "k is %(k)s; the survey %(survey)s shows no fewer than %(floor)s answers.",
            k=k,
            survey=survey.id,
            floor=survey.floor,
        )


def refuse_unaskable(survey: Survey, k: int) -> None:
    """Raise InputError with everything that keeps a campaign from asking a survey with this k."""
    if faults := [*survey_faults(survey), *floor_faults(survey, k)]:
        raise InputError(faults)
