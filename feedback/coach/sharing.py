"""Before the leader reads: comments are looked through, whole ones withheld, the report shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, current_app, render_template, url_for
from flask_babel import gettext as _

from feedback.access import coach_after_sharing
from feedback.coach.comments import answers
from feedback.coach.forms import ConfirmForm, RestoreForm, ShareForm, WithholdForm
from feedback.coach.pages import blueprint, material_for_coach, shares_itself
from feedback.operations.coaching.preparing import (
    comments_are_read,
    mark_comments_read,
    standings_of,
)
from feedback.operations.results.sharing import share_with_leader
from feedback.operations.results.withholding import (
    restore_comment,
    withheld_comments,
    withhold_comment,
)
from feedback.operations.subjects import called
from feedback.requests.attempt import REFUSED, act, me
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>/comments")
@coach_after_sharing
def comments(subject: Subject) -> str:
    """Show the comments, to be looked through before the leader reads them."""
    return _comments_page(subject, WithholdForm(formdata=None))


@blueprint.post("/<uuid:subject_id>/comments/withhold")
@coach_after_sharing
def withhold(subject: Subject) -> ResponseReturnValue:
    """Withhold a whole comment, with a reason."""
    form = WithholdForm()
    if not form.validate_on_submit():
        return _comments_page(subject, form), REFUSED
    return act(
        lambda: withhold_comment(
            db_session(),
            subject,
            form.comment.data,
            reason=form.reason.data,
            by=me(),
        ),
        _("The comment is withheld. The report says that a comment was, not what it said."),
        url_for(".comments", subject_id=subject.id),
        too_late=_too_late(),
    )


@blueprint.post("/<uuid:subject_id>/comments/restore")
@coach_after_sharing
def restore(subject: Subject) -> ResponseReturnValue:
    """Show a withheld comment again."""
    form = RestoreForm()
    if not form.validate_on_submit():
        abort(400)
    return act(
        lambda: restore_comment(db_session(), subject, form.comment.data, by=me()),
        _("The comment is shown again."),
        url_for(".comments", subject_id=subject.id),
        too_late=_too_late(),
    )


@blueprint.post("/<uuid:subject_id>/comments/read")
@coach_after_sharing
def mark_read(subject: Subject) -> Response:
    """Note that the comments are looked through, so that the report may go by itself."""
    return act(
        lambda: mark_comments_read(db_session(), subject, by=me()),
        _("Noted: you have looked through the comments."),
        url_for(".show", subject_id=subject.id),
    )


@blueprint.get("/<uuid:subject_id>/serious")
@coach_after_sharing
def serious(subject: Subject) -> str:
    """Tell what to do when a comment speaks of something that must be dealt with."""
    settings = settings_of(current_app)
    return render_template(
        "coach/serious.html",
        subject=subject,
        instruction=settings.serious_matters_text,
        address=settings.serious_matters_url,
        department=subject.campaign.programme.department,
    )


@blueprint.get("/<uuid:subject_id>/share")
@coach_after_sharing
def confirm_share(subject: Subject) -> str:
    """Ask before sharing, which cannot be undone."""
    return render_template(
        "coach/share.html",
        subject=subject,
        form=ShareForm(),
        withheld=len(withheld_comments(db_session(), subject)),
        is_read=comments_are_read(db_session(), subject),
        shared_at=shares_itself(subject),
        found=standings_of(db_session(), [subject])[subject.id],
    )


@blueprint.post("/<uuid:subject_id>/share")
@coach_after_sharing
def share(subject: Subject) -> Response:
    """Make the report readable to the leader."""
    return act(
        lambda: share_with_leader(db_session(), subject, by=me()),
        _("%(name)s can read the report now, and is told by mail.", name=called(subject)),
        url_for(".show", subject_id=subject.id),
    )


def _comments_page(subject: Subject, form: WithholdForm) -> str:
    withheld = withheld_comments(db_session(), subject)
    return render_template(
        "coach/comments.html",
        subject=subject,
        answers=answers(
            material_for_coach(subject), {one.text_hash: one.reason for one in withheld}
        ),
        form=form,
        blank=WithholdForm(formdata=None),
        confirm=ConfirmForm(),
    )


def _too_late() -> str:
    words: str = _("That cannot be done now: the report is shared.")
    return words
