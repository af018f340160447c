"""Pages beside the link: type a code, how to know that a mail is genuine, close and clear."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue  # noqa: TC002 - small module, one import block

from feedback.ballot import parse_code

blueprint: Final = Blueprint("rater_entry", __name__)

_REFUSED: Final = 422


@blueprint.route("/s", methods=["GET", "POST"])
def type_code() -> ResponseReturnValue:
    """Let somebody type the code of a letter; the code never stands in a query."""
    if request.method == "GET":
        return render_template("rater/type-code.html", typed="", is_wrong=False)
    typed = request.form.get("code", "")
    code = parse_code(typed.strip().rstrip("."))
    if code is None:
        return render_template("rater/type-code.html", typed=typed, is_wrong=True), _REFUSED
    return redirect(url_for("rater.tasks", code=str(code)), 303)


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
