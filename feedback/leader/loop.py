"""Close the loop: thank everybody who was asked, and ask them once more what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.access import leader_after_sharing
from feedback.clock import utc_now
from feedback.languages import current_language
from feedback.leader.forms import PulseForm, ThanksForm
from feedback.operations.plans import pulses
from feedback.operations.plans.marking import FOCUS, marks_of
from feedback.operations.plans.thanking import LONGEST, thank, thanks_of
from feedback.operations.results.reports import release_for_leader
from feedback.operations.rights.knowing import leader_reads_pulse
from feedback.operations.subjects import called
from feedback.reading.perceived import perceived_in
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import db_session
from surveys.loader import survey_from_json
from surveys.pulse import MOST_ITEMS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Subject
    from feedback.reading.perceived import Perceived

blueprint: Final = Blueprint("loop", __name__, url_prefix="/my-reports/<uuid:subject_id>")


@blueprint.route("/thanks", methods=["GET", "POST"])
@leader_after_sharing
def thanks(subject: Subject) -> ResponseReturnValue:
    """Thank everybody who was asked, answered or not, in the same words."""
    form = ThanksForm()
    if form.validate_on_submit():
        words = form.text.data or ""
        if attempt(lambda: thank(db_session(), subject, words, now=utc_now()), form.text):
            flash(_("Your thanks are on their way, to all who were asked."))
            return redirect(url_for("leader.show", subject_id=subject.id))
    page = render_template(
        "leader/thanks.html",
        subject=subject,
        form=form,
        sent=thanks_of(db_session(), subject),
        longest=LONGEST,
    )
    return (page, REFUSED) if form.errors else page


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
        return _page(subject, form), REFUSED
    keys = form.chosen.data or []
    if not attempt(lambda: pulses.start_pulse(db_session(), subject, keys, by=me()), form.chosen):
        return _page(subject, form), REFUSED
    flash(_("The pulse opens within a few minutes, and everybody who was asked gets a mail."))
    return redirect(url_for(".pulse", subject_id=subject.id))


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


def _perceived(pulse: Subject) -> Perceived | None:
    """Return what a pulse that has closed says; None before."""
    if not leader_reads_pulse(pulse):
        return None
    return perceived_in(pulse, release_for_leader(db_session(), pulse))


def _asked(subject: Subject) -> list[tuple[str, str]]:
    survey = survey_from_json(subject.campaign.survey_json)
    language, name = current_language(), called(subject)
    return [
        (item.key, survey.item_words(item, for_self=True, language=language, name=name))
        for item in pulses.askable(subject)
    ]
