"""A coach's desk: leaders, the compare view, comments to look through, sharing, the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import coach_after_sharing, coach_of_subject, coaches_only
from feedback.clock import utc_now
from feedback.coach.comments import answers
from feedback.coach.comparing import CoachMaterial, Order, compare
from feedback.coach.forms import RestoreForm, ShareForm, WithholdForm
from feedback.errors import InputError, StateError
from feedback.languages import current_language
from feedback.models import State
from feedback.operations import audit_log
from feedback.operations.relations import coached_subjects
from feedback.operations.results.reports import material_of, release_for_coach, report_pdf
from feedback.operations.results.sharing import share_with_leader
from feedback.operations.results.withholding import (
    restore_comment,
    withhold_comment,
    withholdings_of,
)
from feedback.report_pages import first_chart, pdf_answer
from feedback.sessions import db_session, settings_of, today_here
from reports.sections.profile_page import profile_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Subject
    from reports.sections.material import Material

blueprint: Final = Blueprint("coach", __name__, url_prefix="/coach")


@blueprint.get("/")
@coaches_only
def index() -> str:
    """List my leaders and how far each has come."""
    subjects = coached_subjects(db_session(), current_user, today=today_here())
    return render_template("coach/leaders.html", subjects=subjects)


@blueprint.get("/<uuid:subject_id>")
@coach_of_subject
def show(subject: Subject) -> str:
    """Show one leader: where it stands, and once shared the compare view."""
    if subject.shared_with_coach_at is None or subject.campaign.state is not State.CLOSED:
        return render_template("coach/waiting.html", subject=subject)
    material = _material(subject)
    order = _order()
    return render_template(
        "coach/leader.html",
        subject=subject,
        order=order,
        orders=list(Order),
        comparison=compare(material, order),
        chart=first_chart(profile_page(material)),
        material=material,
        withheld=len(withholdings_of(db_session(), subject)),
    )


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
        return _comments_page(subject, form), 422
    return _act(
        lambda: withhold_comment(
            db_session(),
            subject,
            form.comment.data,
            reason=form.reason.data,
            actor=current_user.email,
            now=utc_now(),
        ),
        _("The comment is withheld. The leader will see that a comment was, not what it said."),
        url_for(".comments", subject_id=subject.id),
    )


@blueprint.post("/<uuid:subject_id>/comments/restore")
@coach_after_sharing
def restore(subject: Subject) -> ResponseReturnValue:
    """Show a withheld comment again."""
    form = RestoreForm()
    if not form.validate_on_submit():
        abort(400)
    return _act(
        lambda: restore_comment(
            db_session(), subject, form.comment.data, actor=current_user.email, now=utc_now()
        ),
        _("The comment is shown again."),
        url_for(".comments", subject_id=subject.id),
    )


@blueprint.get("/<uuid:subject_id>/share")
@coach_after_sharing
def confirm_share(subject: Subject) -> str:
    """Ask before sharing, which cannot be undone."""
    return render_template(
        "coach/share.html",
        subject=subject,
        form=ShareForm(),
        withheld=len(withholdings_of(db_session(), subject)),
    )


@blueprint.post("/<uuid:subject_id>/share")
@coach_after_sharing
def share(subject: Subject) -> Response:
    """Make the report readable to the leader."""
    return _act(
        lambda: _share(subject),
        _("%(name)s can read the report now, and is told by mail.", name=subject.person.name),
        url_for(".show", subject_id=subject.id),
    )


@blueprint.get("/<uuid:subject_id>/report.pdf")
@coach_after_sharing
def pdf(subject: Subject) -> Response:
    """Make the report as PDF, in the language asked for."""
    language = current_language()
    release = release_for_coach(db_session(), subject)
    settings = settings_of(current_app)
    content = report_pdf(db_session(), subject, release, settings=settings, language=language)
    return pdf_answer(content, subject.person.name, language)


def _share(subject: Subject) -> None:
    session, now = db_session(), utc_now()
    share_with_leader(session, subject, now=now)
    actor, thing = current_user.email, f"subject {subject.id}"
    audit_log.note(session, actor=actor, action="share with leader", object=thing, now=now)


def _material(subject: Subject) -> Material:
    release = release_for_coach(db_session(), subject)
    settings = settings_of(current_app)
    return material_of(
        db_session(),
        subject,
        release,
        settings=settings,
        language=current_language(),
        kind=CoachMaterial,
    )


def _order() -> Order:
    asked = request.args.get("order", "")
    return Order(asked) if asked in set(Order) else Order.SURVEY


def _comments_page(subject: Subject, form: WithholdForm) -> str:
    withheld = withholdings_of(db_session(), subject)
    return render_template(
        "coach/comments.html",
        subject=subject,
        answers=answers(_material(subject), withheld),
        form=form,
        blank=WithholdForm(formdata=None),
    )


def _act(operation: Callable[[], None], done: str, back: str) -> Response:
    try:
        operation()
        db_session().commit()
        flash(done)
    except StateError:
        db_session().rollback()
        flash(_("That cannot be done now: the leader can already read the report."), "error")
    except InputError:
        db_session().rollback()
        flash(_("There is no such comment."), "error")
    return redirect(back)
