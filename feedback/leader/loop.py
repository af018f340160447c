"""Close the loop: thank everybody who was asked, and ask them once more what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import leader_after_sharing
from feedback.clock import utc_now
from feedback.errors import InputError
from feedback.languages import current_language, translated
from feedback.leader.forms import PulseForm, ThanksForm
from feedback.operations import audit_log
from feedback.operations.plans import pulses
from feedback.operations.plans.marking import FOCUS, marks_of
from feedback.operations.plans.thanking import LONGEST, thank, thanks_of
from feedback.operations.results.reports import release_for_leader
from feedback.perceived import perceived_in
from feedback.sessions import db_session, settings_of
from surveys.loader import survey_from_json
from surveys.pulse import MOST_ITEMS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Subject
    from feedback.perceived import Perceived

blueprint: Final = Blueprint("loop", __name__, url_prefix="/my-reports/<uuid:subject_id>")


@blueprint.route("/thanks", methods=["GET", "POST"])
@leader_after_sharing
def thanks(subject: Subject) -> ResponseReturnValue:
    """Thank everybody who was asked, answered or not, in the same words."""
    form = ThanksForm()
    if form.validate_on_submit():
        try:
            thank(db_session(), subject, form.text.data or "", now=utc_now())
        except InputError as error:
            db_session().rollback()
            form.text.errors = [translated(fault) for fault in error.faults]
        else:
            db_session().commit()
            flash(_("Your thanks are on their way, to all who were asked."))
            return redirect(url_for("leader.show", subject_id=subject.id))
    page = render_template(
        "leader/thanks.html",
        subject=subject,
        form=form,
        sent=thanks_of(db_session(), subject),
        longest=LONGEST,
    )
    return (page, 422) if form.errors else page


@blueprint.get("/pulse")
@leader_after_sharing
def pulse(subject: Subject) -> str:
    """Show the pulse of a report: choose behaviours, wait for answers, or read what came."""
    return _page(subject, PulseForm(items=_asked(subject)))


@blueprint.post("/pulse")
@leader_after_sharing
def start(subject: Subject) -> ResponseReturnValue:
    """Ask the same people about the chosen behaviours."""
    form = PulseForm(items=_asked(subject))
    if not form.validate_on_submit():
        return _page(subject, form), 422
    try:
        _started(subject, form.chosen.data or [])
    except InputError as error:
        db_session().rollback()
        form.chosen.errors = [translated(fault) for fault in error.faults]
        return _page(subject, form), 422
    flash(_("The pulse opens within a few minutes, and everybody who was asked gets a mail."))
    return redirect(url_for(".pulse", subject_id=subject.id))


def _started(subject: Subject, keys: list[str]) -> None:
    session, now = db_session(), utc_now()
    zone = settings_of(current_app).zone
    made = pulses.start_pulse(session, subject, keys, now=now, zone=zone)
    actor, thing = current_user.email, f"campaign {made.id}"
    audit_log.note(session, actor=actor, action="start pulse", object=thing, now=now)
    session.commit()


def _page(subject: Subject, form: PulseForm) -> str:
    followed = pulses.pulse_of(db_session(), subject)
    marks = marks_of(db_session(), subject)
    if form.chosen.data is None and request.method == "GET":
        focus = [key for key, kind in marks.items() if kind == FOCUS]
        form.chosen.data = focus[:MOST_ITEMS]
    return render_template(
        "leader/pulse.html",
        subject=subject,
        form=form,
        pulse=followed,
        earliest=pulses.earliest_pulse(subject),
        now=utc_now(),
        most=MOST_ITEMS,
        perceived=_perceived(followed) if followed else None,
    )


def _perceived(pulse: Subject) -> list[Perceived] | None:
    """Return what a pulse that has closed says; None before."""
    if not pulses.leader_may_read(pulse):
        return None
    return perceived_in(pulse, release_for_leader(db_session(), pulse))


def _asked(subject: Subject) -> list[tuple[str, str]]:
    survey = survey_from_json(subject.campaign.survey_json)
    language, name = current_language(), subject.person.name
    return [
        (item.key, survey.item_words(item, for_self=True, language=language, name=name))
        for item in pulses.askable(subject)
    ]
