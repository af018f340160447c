"""The brake: stop all mail from any page, and let it go again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import keepers_only
from feedback.clock import utc_now
from feedback.operations.ledger import holding
from feedback.operations.rights.accounts import is_admin
from feedback.organiser.mails.forms import HoldForm
from feedback.requests.attempt import act, me
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import MailHold

blueprint: Final = Blueprint("organiser_holding", __name__, url_prefix="/mail")


def held_mail() -> MailHold | None:
    """Return the hold on all mail, for the line on top of every organiser's page."""
    return holding.held_since(db_session(), now=utc_now())


@blueprint.route("/hold", methods=["GET", "POST"])
@keepers_only
def hold() -> ResponseReturnValue:
    """Stop all mail."""
    form = HoldForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        return act(
            lambda: holding.hold_mail(db_session(), reason, by=me()),
            _("No mail leaves now."),
            url_for("security.start"),
        )
    return render_template("organiser/mails/hold.html", form=form)


@blueprint.route("/release", methods=["GET", "POST"])
@keepers_only
def release() -> ResponseReturnValue:
    """Let all mail go again; after a restore only an operator may."""
    held, form = held_mail(), HoldForm()
    may_release = held is not None and (not held.needs_operator or is_admin(current_user))
    if form.is_submitted() and held is not None and not may_release:
        abort(404)
    if form.validate_on_submit():
        return act(
            lambda: holding.release_mail(db_session(), by=me()),
            _("Mail goes again, in working hours."),
            url_for("security.start"),
        )
    return render_template("organiser/mails/release.html", held=held, may_release=may_release)
