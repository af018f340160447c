"""Sign in: ask for a code, type it, go to where one works; and sign out."""

from __future__ import annotations

import time
from math import ceil
from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user, logout_user

from feedback.access import open_to_all, signed_in
from feedback.clock import utc_now
from feedback.languages import choose_for_session, current_language
from feedback.operations.rights import accounts
from feedback.requests.answer_times import answer_not_before
from feedback.requests.sessions import db_session, settings_of, today_here
from feedback.signin.addresses import is_ours, onward
from feedback.signin.browser import (
    begin_session,
    came_from_work,
    remember_asking,
    remembered_asking,
)
from feedback.signin.codes import DIGITS, LENGTHS, SHARED_DIGITS, accept_code
from feedback.signin.desk import desk_of
from feedback.signin.forms import CodeForm, SignInForm
from feedback.text.pasted import digits_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Account
    from feedback.signin.codes import Asking

LEADER: Final = "leader.index"
PLANS: Final = "plans.index"

blueprint: Final = Blueprint("security", __name__)
"""Named as Flask-Security's own, which it stands in for."""

REFUSAL_SECONDS: Final = 0.15


@blueprint.get("/")
@open_to_all
def home() -> ResponseReturnValue:
    """Say what this is to whoever typed the address; staff go on to where they work."""
    if current_user.is_authenticated:
        return redirect(url_for(".start"))
    return render_template("signin/home.html")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Ask where the code goes; whatever the address, the answer is the same."""
    form = SignInForm()
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(onward(request.args.get("next", "")))
    if request.method == "POST":
        _need_mailed_codes()
    if not form.validate_on_submit():
        return render_template("signin/address.html", form=form)
    asking = remember_asking(form.address.data or "")
    if not desk_of(current_app).ask(asking, current_language()):
        return render_template("signin/busy.html"), 503
    return redirect(url_for(".code", next=request.args.get("next")))


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@open_to_all
def code() -> ResponseReturnValue:
    """Judge the code by what this browser asked for; refusals all take alike long."""
    _need_mailed_codes()
    wanted = request.values.get("next", "")
    if current_user.is_authenticated:
        return redirect(onward(wanted))
    asking = remembered_asking()
    if asking is None:
        return redirect(url_for(".sign_in"))
    started = time.monotonic()
    form = CodeForm()
    fault = ""
    if form.validate_on_submit():
        codes = digits_in(form.passcode.data or "", LENGTHS)
        fault = _why_unread(codes)
        account = None if fault else _whom_it_opens(asking, codes.pop())
        if account is not None:
            begin_session(account, way="email")
            return redirect(onward(wanted))
        # An unknown address has no code to compare with and would answer sooner.
        spent = time.monotonic() - started
        answer_not_before(started + REFUSAL_SECONDS * ceil(spent / REFUSAL_SECONDS))
    return render_template(
        "signin/code.html",
        form=form,
        asking=asking,
        wanted=wanted,
        asked_at=_clock(asking),
        fault=fault,
    )


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Sign out here and on every other machine."""
    current_app.extensions["security"].datastore.set_uniquifier(current_user)
    db_session().commit()
    is_in_at_work = came_from_work()
    logout_user()
    session.clear()
    if is_in_at_work:
        flash(
            _(
                "You are signed out here, but not where you sign in at work. If others use this "
                "computer, sign out there too, or close the browser."
            )
        )
    return redirect(url_for(".sign_in"))


@blueprint.post("/language")
@open_to_all
def language() -> Response:
    """Remember the language of staff pages, and go back to the page it was chosen on."""
    choose_for_session(request.form.get("language", ""))
    back = request.form.get("back", "")
    return redirect(back if is_ours(back) else url_for(".start"))


@blueprint.get("/start")
@signed_in
def start() -> ResponseReturnValue:
    """Go to where this person works; show the choices to who works in several places."""
    places = my_places()
    # Plans are one click from the reports and the leaders: no choice is asked for between them.
    doors = [place for place in places if place != PLANS] or places
    if len(doors) == 1:
        return redirect(url_for(doors[0]))
    return render_template("signin/start.html", places=places)


def my_places() -> list[str]:
    """Return the endpoints of the pages where whoever is signed in works."""
    if not current_user.is_authenticated:
        return []
    found = {
        LEADER: accounts.has_reports(db_session(), current_user),
        "coach.index": accounts.coaches(db_session(), current_user, today=today_here()),
        "approver.index": accounts.approves(db_session(), current_user),
        PLANS: accounts.has_plans(db_session(), current_user),
        "organiser.index": bool(accounts.departments_of(db_session(), current_user)),
        "admin.index": accounts.is_admin(current_user),
    }
    return [endpoint for endpoint, is_theirs in found.items() if is_theirs]


def _why_unread(codes: set[str]) -> str:
    """Say why none of these is tried: what cannot be read is nobody's guess."""
    why = ""
    if len(codes) > 1:
        why = _("There is more than one code here. Write only the newest.")
    elif not codes:
        why = _(
            "No code can be read here. It has %(digits)s digits, a longer one %(more)s.",
            digits=DIGITS,
            more=SHARED_DIGITS,
        )
    return why


def _whom_it_opens(asking: Asking, typed: str) -> Account | None:
    session = db_session()
    account = accounts.find_account(session, asking.address)
    if account is None or not account.active:
        session.rollback()  # looking has locked what raters save to
        return None
    key = desk_of(current_app).key
    is_right = accept_code(session, account, asking, typed, now=utc_now(), key=key)
    # Committed at once: a failed try must count, whatever becomes of the request.
    session.commit()
    return account if is_right else None


def _clock(asking: Asking) -> str:
    return f"{asking.asked_at.astimezone(settings_of(current_app).zone):%H:%M}"


def _need_mailed_codes() -> None:
    if not settings_of(current_app).mailed_codes:
        abort(404)
