"""The mail of a campaign: kinds and occasions, what did not arrive, tests and corrections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign
from feedback.clock import utc_now
from feedback.languages import current_language, translated
from feedback.mail.templates import languages_of, nearest_language
from feedback.models import State
from feedback.operations.ledger import INVITATION
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.correcting import (
    Batch,
    batches_of,
    correction_faults,
    names_for_correction,
    send_correction,
)
from feedback.operations.letters.forecast import forecast
from feedback.operations.letters.placeholders import example_facts
from feedback.operations.letters.texts import example_of, own_texts, tidied
from feedback.operations.letters.timeline import MailStanding, timeline_of
from feedback.operations.letters.trouble import (
    find_trouble,
    leave_uncertain,
    mend_address,
    resend_mail,
    trouble_of,
)
from feedback.operations.letters.trying import send_test
from feedback.organiser.mails.blanks import called, explained
from feedback.organiser.mails.forms import CorrectionForm, TrialForm
from feedback.organiser.mails.letters import allow_styles, letters_by_audience
from feedback.requests.appearance import appearance
from feedback.requests.attempt import REFUSED, act, attempt, me, told
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from feedback.mail import RenderedMail
    from feedback.models import Campaign, Mail
    from feedback.operations.letters.timeline import MailTimeline

blueprint: Final = Blueprint(
    "organiser_mails", __name__, url_prefix="/campaigns/<uuid:campaign_id>/mail"
)

_BEFORE: Final = (State.DRAFT, State.NOMINATING)
_SHOWN: Final = 10  # whoever is dealt with makes room for the next
_MOST_SHOWN: Final = 200  # where all are asked for


@blueprint.get("/")
@organiser_of_campaign
def show(campaign: Campaign) -> str:
    """Show which mails a campaign sends when, and those that somebody has to look at."""
    return _page(campaign)


@blueprint.post("/decide")
@organiser_of_campaign
def decide(campaign: Campaign) -> ResponseReturnValue:
    """Do what the pressed button says about one mail that did not arrive, or perhaps not."""
    mail = find_trouble(db_session(), campaign, _mail_id())
    decided = _ACTS.get(request.form.get("act", "")) or abort(404)
    here = url_for(".show", campaign_id=campaign.id)
    if mail is None:
        flash(_("That mail is already dealt with."))
        return redirect(here)
    done = attempt(lambda: decided(mail))
    if done or done.is_too_late:
        return told(done, _("Done. What is to be sent goes out in working hours."), here)
    return _page(campaign, refused=_mail_id(), faults=done.faults), REFUSED


@blueprint.post("/test")
@organiser_of_campaign
def test(campaign: Campaign) -> ResponseReturnValue:
    """Send a letter to oneself, as a test."""
    form = _trial_form()
    if form.validate_on_submit():
        kind = form.letter.data
        language = nearest_language(kind, form.language.data)
        by = me()
        return act(
            lambda: send_test(db_session(), campaign, by.name, kind=kind, language=language, by=by),
            _("A test mail is on its way to %(address)s.", address=by.name),
            url_for(".show", campaign_id=campaign.id),
        )
    return redirect(url_for(".show", campaign_id=campaign.id))


@blueprint.route("/correction/<kind>/<day>", methods=["GET", "POST"])
@organiser_of_campaign
def correction(campaign: Campaign, kind: str, day: str) -> ResponseReturnValue:
    """Write to exactly those whom a mail of a kind went to on a day."""
    batch = _batch(campaign, kind, day)
    if batch is None:
        flash(_("No such mail has left on that day."), "error")
        return redirect(url_for(".show", campaign_id=campaign.id))
    form = CorrectionForm()
    if form.validate_on_submit() and request.form.get("act") == "send":
        if attempt(
            lambda: send_correction(
                db_session(), campaign, batch, form.texts, by=me(), called=called()
            ),
            form,
        ):
            flash(_("The correction goes out in working hours, once to each of them."))
            return redirect(url_for(".show", campaign_id=campaign.id))
    elif form.is_submitted():
        texts = {language: tidied(text) for language, text in form.texts.items()}
        form.form_errors = [
            translated(one) for one in correction_faults(batch.kind, texts, called())
        ]
    allow_styles()
    page = render_template(
        "organiser/mails/correction.html",
        campaign=campaign,
        batch=batch,
        kind=KINDS[batch.kind],
        form=form,
        names=explained(names_for_correction(batch.kind)),
        previews=_previews(campaign, form),
    )
    return page, REFUSED if form.errors else 200


def _previews(campaign: Campaign, form: CorrectionForm) -> list[tuple[str, RenderedMail]]:
    if not form.is_submitted():
        return []
    name = appearance().name
    facts = example_facts(settings_of(current_app), campaign.programme, campaign, organisation=name)
    shown = (
        (language, example_of(tidied(text), language, facts))
        for language, text in form.texts.items()
        if text.body
    )
    return [(language, mail) for language, mail in shown if mail is not None]


def _mend(mail: Mail) -> None:
    mend_address(db_session(), mail, request.form.get("address", "").strip(), by=me())


_ACTS: Final[dict[str, Callable[[Mail], None]]] = {
    "resend": lambda mail: resend_mail(db_session(), mail, by=me()),
    "leave": lambda mail: leave_uncertain(db_session(), mail, by=me()),
    "mend": _mend,
}


def _page(campaign: Campaign, *, refused: UUID | None = None, faults: Sequence[str] = ()) -> str:
    settings, session = settings_of(current_app), db_session()
    timeline = timeline_of(session, campaign, settings, now=utc_now())
    shown = _MOST_SHOWN if refused or "all" in request.args else _SHOWN
    return render_template(
        "organiser/mails/campaign.html",
        campaign=campaign,
        kinds=KINDS,
        timeline=timeline,
        is_ahead=campaign.state in _BEFORE,
        languages_of=languages_of,
        audiences={one: len(kinds) for one, kinds in letters_by_audience().items()},
        own=own_texts(session, campaign.programme),
        trouble=trouble_of(session, campaign, most=shown),
        shown=shown,
        most_shown=_MOST_SHOWN,
        form=_trial_form(_next_letter(timeline)),
        hours=settings.mail_hours,
        per_minute=settings.mail_per_minute,
        last_leaves=_last_leaves(campaign),
        refused=refused,
        faults=faults,
        typed=request.form.get("address", ""),
    )


def _last_leaves(campaign: Campaign) -> object:
    if campaign.state not in _BEFORE:
        return None
    settings = settings_of(current_app)
    return forecast(db_session(), campaign, settings, now=utc_now()).astimezone(settings.zone)


def _next_letter(timeline: MailTimeline) -> str:
    """Return the letter that goes next by itself, to be tried first."""
    ahead = (step.kind.key for step in timeline.steps if step.standing is not MailStanding.LEFT)
    return next(ahead, INVITATION)


def _trial_form(letter: str = INVITATION) -> TrialForm:
    letters = [(kind.key, translated(kind.name)) for kind in KINDS.values() if kind.has_text]
    return TrialForm(letters=letters, letter=letter, language=current_language())


def _batch(campaign: Campaign, kind: str, day: str) -> Batch | None:
    batches = batches_of(db_session(), campaign, settings_of(current_app).zone)
    try:
        wanted = kind, date.fromisoformat(day)
    except ValueError:
        return None
    return next((one for one in batches if (one.kind, one.day) == wanted), None)


def _mail_id() -> UUID:
    try:
        return UUID(request.form.get("mail", ""))
    except ValueError:
        abort(404)
