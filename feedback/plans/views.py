"""Plans: mine, those shared with me, one of them, on paper and in the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import leaders_and_plan_readers, owner_of_plan, reader_of_plan
from feedback.clock import utc_now
from feedback.languages import STAFF_LANGUAGES, current_language
from feedback.operations.plans import planning
from feedback.operations.plans.naming import title_of
from feedback.operations.rights.accounts import leads, person_of
from feedback.operations.rights.knowing import leader_reads
from feedback.operations.rights.plans import owns_plan, plans_shared_with
from feedback.operations.rights.relations import led_subjects
from feedback.plans.diary import calendar_of
from feedback.plans.forms import ActForm, FollowUpForm
from feedback.plans.paper import plan_pdf
from feedback.plans.showing import about_words, event_words
from feedback.requests.attempt import REFUSED, act, attempt
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session, settings_of, today_here

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Plan, Subject

blueprint: Final = Blueprint("plans", __name__, url_prefix="/plans")


@blueprint.get("/")
@leaders_and_plan_readers
def index() -> str:
    """List my plans, what one may begin from, and the plans that others share with me."""
    session = db_session()
    person = person_of(session, current_user)
    mine = planning.plans_of(session, person) if person else ()
    begun = {plan.subject_id for plan in mine}
    reports = [one for one in _shared_reports() if one.id not in begun]
    return render_template(
        "plans/plans.html",
        mine=mine,
        reports=reports,
        is_leader=leads(session, current_user),
        theirs=plans_shared_with(session, current_user),
        form=ActForm(),
    )


@blueprint.post("/")
@leaders_and_plan_readers
def begin() -> Response:
    """Begin a plan, from a report or from nothing."""
    session = db_session()
    person = person_of(session, current_user)
    if person is None or not leads(session, current_user):
        abort(404)
    subject = _chosen_report()
    language = current_language()
    done = attempt(
        lambda: planning.begin_plan(session, person, subject, now=utc_now(), language=language)
    )
    if not done:
        abort(404)
    return redirect(url_for(".show", plan_id=done.made.id))


@blueprint.get("/<uuid:plan_id>")
@reader_of_plan
def show(plan: Plan) -> str:
    """Show a plan; its owner may write in it."""
    return _page(plan, FollowUpForm(day=plan.follow_up_on))


@blueprint.post("/<uuid:plan_id>/follow-up")
@owner_of_plan
def follow_up(plan: Plan) -> ResponseReturnValue:
    """Choose the day on which the plan is looked at again."""
    form = FollowUpForm()
    if not form.validate_on_submit():
        return _page(plan, form), REFUSED
    return act(
        lambda: planning.set_follow_up(db_session(), plan, form.day.data, now=utc_now()),
        _("Saved. You get a mail that morning."),
        url_for(".show", plan_id=plan.id),
    )


@blueprint.get("/<uuid:plan_id>/plan.<any(sv, en):language>.pdf")
@reader_of_plan
def pdf(plan: Plan, language: str) -> Response:
    """Make the plan as PDF, to print and to bring along."""
    name = f"{title_of(plan, language)} {plan.person.name}.pdf"
    return download(plan_pdf(plan, language), "application/pdf", name)


@blueprint.get("/<uuid:plan_id>/plan.ics")
@reader_of_plan
def calendar(plan: Plan) -> Response:
    """Make the plan's days as entries for a calendar."""
    base_url = settings_of(current_app).base_url
    content = calendar_of(plan, base_url=base_url, now=utc_now())
    return download(content, "text/calendar", "plan.ics")


def _page(plan: Plan, form: FollowUpForm) -> str:
    return render_template(
        "plans/plan.html",
        plan=plan,
        title=title_of(plan, current_language()),
        is_mine=owns_plan(plan, current_user),
        abouts=about_words(plan, current_language()),
        event_words=event_words(),
        follow_up_form=form,
        today=today_here(),
        pdf_languages=STAFF_LANGUAGES,
    )


def _shared_reports() -> list[Subject]:
    return [one for one in led_subjects(db_session(), current_user) if leader_reads(one)]


def _chosen_report() -> Subject | None:
    chosen = request.form.get("report", "")
    if not chosen:
        return None
    found = next((one for one in _shared_reports() if str(one.id) == chosen), None)
    return found or abort(404)
