"""What all pages of a coach share: the blueprint, the material of a release, acting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, current_app
from flask_security import current_user

from feedback.clock import utc_now
from feedback.coach.comparing import CoachMaterial
from feedback.languages import current_language
from feedback.operations.coaching.talks import shares_itself_at
from feedback.operations.results.reports import material_of, release_for_coach
from feedback.operations.results.since_plan import last_plan
from feedback.operations.rights.coach_access import access_of
from feedback.operations.rights.plans import is_chosen_reader
from feedback.operations.subjects import called
from feedback.reading.report_page import PHONE_WIDTH, first_chart
from feedback.reading.since_plan import since_plan
from feedback.requests.sessions import db_session, settings_of, today_here
from reports.sections.profile_page import profile_page
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from datetime import datetime

    from feedback.models import Subject
    from feedback.operations.rights.coach_access import CoachAccess
    from feedback.reading.since_plan import SincePlan
    from reports.sections.material import Material
    from reports.sections.pieces import Chart

blueprint: Final = Blueprint("coach", __name__, url_prefix="/coach")


def material_for_coach(subject: Subject, kind: type[Material] = CoachMaterial) -> Material:
    """Return what a coach's page about a subject is written from, in the page's language.

    With the leader's own `kind` it is as the leader reads it, what is withheld left out.
    """
    return material_of(
        db_session(),
        subject,
        release_for_coach(db_session(), subject),
        settings=settings_of(current_app),
        language=current_language(),
        today=today_here(),
        kind=kind,
    )


def profile_charts(material: Material) -> tuple[Chart, Chart] | None:
    """Return the chart of traits as a wide screen and as a phone shows it, if there is one."""
    narrow = replace(material, width=PHONE_WIDTH, is_narrow=True)
    wide, small = first_chart(profile_page(material)), first_chart(profile_page(narrow))
    return (wide, small) if wide and small else None


def since_last_plan(subject: Subject, material: Material) -> SincePlan | None:
    """Return what became of the last plan, where the leader lets this coach read it."""
    plan = last_plan(db_session(), subject)
    if plan is None or not is_chosen_reader(plan, current_user):
        return None
    return since_plan(db_session(), subject, plan, material.release)


def statements_of(subject: Subject) -> dict[str, str]:
    """Return the statements of a subject's survey by their keys, as the leader says them."""
    survey = survey_from_json(subject.campaign.survey_json)
    language, name = current_language(), called(subject)
    return {
        item.key: survey.item_words(item, for_self=True, language=language, name=name)
        for item in survey.items
    }


def shares_itself(subject: Subject) -> datetime | None:
    """Return when a report is shared by itself, in the zone of days, if it is."""
    return shares_itself_at(subject, settings_of(current_app).zone, now=utc_now())


def my_access(subject: Subject) -> CoachAccess:
    """Return as whom the person at the page coaches a subject."""
    found = access_of(db_session(), subject, current_user, today=today_here())
    assert found  # noqa: S101 - the page's rule let nobody else in
    return found
