"""The blueprint of a campaign's pages, and the shape that all clicks on them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.clock import utc_now
from feedback.errors import InputError, StateError
from feedback.languages import translated
from feedback.operations import audit_log
from feedback.sessions import db_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug import Response
    from wtforms import Form

    from feedback.models import Campaign

blueprint: Final = Blueprint("organiser", __name__, url_prefix="/campaigns")

REFUSED: Final = 422


def act(
    campaign: Campaign,
    action: str,
    operation: Callable[[], object],
    done: str,
    *,
    back: str = "",
) -> Response:
    """Do one thing to a campaign, note it, say so, and go back to the campaign's page."""
    here = url_for("organiser.show", campaign_id=campaign.id)
    try:
        operation()
        note(action, f"campaign {campaign.id}")
        db_session().commit()
        flash(done)
    except StateError:
        db_session().rollback()
        flash(_("That cannot be done now. The page below shows how the campaign stands."), "error")
    except InputError as error:
        db_session().rollback()
        for fault in error.faults:
            flash(translated(fault), "error")
        return redirect(here)
    return redirect(back or here)


def attempt(form: Form, action: str, operation: Callable[[], str]) -> bool:
    """Do what a valid form asks for; on faults keep what was typed, and say them all.

    The operation returns what it was done to, as the audit log names it.
    """
    try:
        note(action, operation())
        db_session().commit()
    except InputError as error:
        db_session().rollback()
        form.form_errors = [translated(fault) for fault in error.faults]
        return False
    except StateError:
        db_session().rollback()
        form.form_errors = [_("That cannot be done now: the campaign has come further meanwhile.")]
        return False
    return True


def note(action: str, thing: str) -> None:
    """Write a staff member's act into the audit log, in the transaction of the act."""
    audit_log.note(
        db_session(), actor=current_user.email, action=action, object=thing, now=utc_now()
    )
