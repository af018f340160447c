"""Pages beside the link: type a code, how to know that a mail is genuine, close and clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.ballot import codes_in, parse_code
from feedback.errors import LinkUnknownError
from feedback.rater.lists import tasks
from feedback.requests.attempt import REFUSED

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint: Final = Blueprint("rater_entry", __name__)


@blueprint.route("/s", methods=["GET", "POST"])
def type_code() -> ResponseReturnValue:
    """Let somebody type the code of a letter; the code never stands in a query."""
    if request.method == "GET":
        return render_template("rater/type-code.html", typed="", fault=None)
    typed = request.form.get("code", "")
    codes = codes_in(typed)
    if len(codes) == 1:
        return redirect(url_for("rater.tasks", code=str(codes.pop())), 303)
    fault = (
        _("There is more than one code here. Write only the one that you want to use.")
        if codes
        else _("The code has 20 letters and digits.")
    )
    return render_template("rater/type-code.html", typed=typed, fault=fault), REFUSED


@blueprint.get("/s/<path:given>")
def find_code(given: str) -> ResponseReturnValue:
    """Show the list of a link that has come apart: a code with slashes in it or round it.

    Without a redirect, which would repeat the link.
    """
    code = parse_code(given)
    if code is None:
        raise LinkUnknownError
    g.code = str(code)
    return tasks()


@blueprint.get("/akta")
def is_it_genuine() -> str:
    """Tell how to know a genuine invitation; an intranet links here."""
    return render_template("rater/genuine.html")


@blueprint.get("/closed")
def closed() -> ResponseReturnValue:
    """Show a neutral page, and have the browser forget what it kept of the others."""
    response = make_response(render_template("rater/closed.html"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
