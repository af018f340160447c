"""Withhold and share on the practice leader: as in earnest, but nothing is kept anywhere.

What is withheld stands in the address alone, by what names each comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback.access import coaches_and_organisers
from feedback.coach.comments import answers
from feedback.coach.forms import RestoreForm, ShareForm, WithholdForm
from feedback.coach.pages import blueprint
from feedback.coach.practice import practice_material
from feedback.reading.practice import held_in_address
from feedback.requests.attempt import REFUSED

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response


@blueprint.get("/practice/comments")
@coaches_and_organisers
def practice_comments() -> str:
    """Show the practice leader's comments, to be looked through."""
    return _page(WithholdForm(formdata=None))


@blueprint.post("/practice/comments/withhold")
@coaches_and_organisers
def practice_withhold() -> ResponseReturnValue:
    """Withhold one of them: a reason is asked for as in earnest, and forgotten."""
    form = WithholdForm()
    if not form.validate_on_submit():
        return _page(form), REFUSED
    flash(_("The comment is withheld. The report says that a comment was, not what it said."))
    return redirect(_address(_held() | {_known(form.comment.data)}))


@blueprint.post("/practice/comments/restore")
@coaches_and_organisers
def practice_restore() -> Response:
    """Show one again."""
    form = RestoreForm()
    if not form.validate_on_submit():
        abort(400)
    flash(_("The comment is shown again."))
    return redirect(_address(_held() - {_known(form.comment.data)}))


@blueprint.get("/practice/share")
@coaches_and_organisers
def practice_confirm_share() -> str:
    """Ask before sharing, as in earnest."""
    return render_template(
        "coach/practice-share.html",
        material=practice_material(),
        held=sorted(_held()),
        form=ShareForm(),
    )


@blueprint.post("/practice/share")
@coaches_and_organisers
def practice_share() -> Response:
    """Lead to what the leader would read from now on; nobody is told."""
    name = practice_material().cover.leader_name
    flash(_("In earnest %(name)s would get a mail now. This is what she would read.", name=name))
    return redirect(url_for("leader.practice", held=sorted(_held())))


def _page(form: WithholdForm) -> str:
    material, held = practice_material(), _held()
    return render_template(
        "coach/practice-comments.html",
        material=material,
        answers=answers(material, dict.fromkeys(held, "")),
        held=sorted(held),
        form=form,
        blank=WithholdForm(formdata=None),
    )


def _address(held: frozenset[str] | set[str]) -> str:
    return url_for(".practice_comments", held=sorted(held))


def _held() -> frozenset[str]:
    """Return those of the practice leader's comments that the address says are withheld."""
    return held_in_address() & {one.name for one in practice_material().written}


def _known(comment: str | None) -> str:
    """Return the name of one of the practice leader's comments; refuse any other."""
    names = {one.name for one in practice_material().written}
    if comment not in names:
        abort(400)
    return str(comment)
