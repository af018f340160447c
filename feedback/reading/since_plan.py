"""What became of the behaviours in the last plan, in words, for the pages of leader and coach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.languages import current_language
from feedback.operations.results.since_plan import behaviours_since
from feedback.operations.subjects import called
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Plan, Subject
    from reports.release import Release
    from reports.shown.followed import Followed


@dataclass(frozen=True, slots=True)
class SinceRow:
    """One behaviour in words: what it is, the leader's own answers, and what Others say."""

    statement: str
    own_before: str
    own: str
    row: Followed


@dataclass(frozen=True, slots=True)
class SincePlan:
    """The last plan, its behaviours that were asked again, and how many answers they need."""

    plan: Plan
    campaign: str
    rows: tuple[SinceRow, ...]
    least: int


def since_plan(
    session: Session, subject: Subject, plan: Plan | None, release: Release
) -> SincePlan | None:
    """Return what became of a plan's behaviours; None where none of them was asked again."""
    if plan is None or plan.subject is None:
        return None
    survey = survey_from_json(subject.campaign.survey_json)
    language, name = current_language(), called(subject)

    def step(answer: int | None) -> str:
        return "" if answer is None else survey.word_for(answer, language)

    rows = tuple(
        SinceRow(
            survey.item_words(survey.item(one.key), for_self=True, language=language, name=name),
            own_before=step(one.own_before),
            own=step(one.own),
            row=one,
        )
        for one in behaviours_since(session, plan, release)
    )
    if not rows:
        return None
    return SincePlan(plan, plan.subject.campaign.name, rows, least=release.figures.k2)
