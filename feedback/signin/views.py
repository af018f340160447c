"""Sign in: ask for a code, type it, go to where one works; and sign out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_security import current_user, logout_user
from flask_security.unified_signin import us_signin

from feedback.access import open_to_all, signed_in
from feedback.languages import choose_for_session, current_language
from feedback.operations import accounts
from feedback.sessions import db_session, today_here
from feedback.signin.addresses import is_ours
from feedback.signin.desk import desk_of
from feedback.signin.forms import AddressForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

LEADER: Final = "leader.index"
PLANS: Final = "plans.index"

blueprint: Final = Blueprint("security", __name__)
"""Named as Flask-Security's own, which it stands in for."""

ADDRESS: Final = "sign_in_address"
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
    form = AddressForm()
    if form.validate_on_submit():
        session[ADDRESS] = form.address.data
        desk_of(current_app).ask(form.address.data, current_language())
        return redirect(url_for(".code", next=request.args.get("next")))
    return render_template("signin/address.html", form=form)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@open_to_all
def code() -> ResponseReturnValue:
    """Let Flask-Security judge the code; refusals all take alike long."""
    if ADDRESS not in session and not current_user.is_authenticated:
        return redirect(url_for(".sign_in"))
    started = time.monotonic()
    response: ResponseReturnValue = us_signin()
    if request.method == "POST" and not current_user.is_authenticated:
        # An unknown address has no code to compare with and would answer sooner.
        time.sleep(max(0.0, started + REFUSAL_SECONDS - time.monotonic()))
    return response


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Sign out here and on every other machine."""
    current_app.extensions["security"].datastore.set_uniquifier(current_user)
    db_session().commit()
    logout_user()
    session.clear()
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
        LEADER: accounts.leads(db_session(), current_user),
        "coach.index": accounts.coaches(db_session(), current_user, today=today_here()),
        "approver.index": accounts.approves(db_session(), current_user),
        PLANS: accounts.has_plans(db_session(), current_user),
        "organiser.index": bool(accounts.units_of(db_session(), current_user)),
        "admin.index": accounts.is_admin(current_user),
    }
    return [endpoint for endpoint, is_theirs in found.items() if is_theirs]
