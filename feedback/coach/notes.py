"""A coach's working notes about one leader, labelled with who may see them and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from feedback.access import coach_of_subject
from feedback.clock import utc_now
from feedback.coach.forms import NoteForm
from feedback.coach.pages import blueprint, my_access
from feedback.operations.coaching.notes import deleted_on, keep_note, note_of
from feedback.requests.attempt import REFUSED, act
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>/notes")
@coach_of_subject
def notes(subject: Subject) -> str:
    """Show my working notes about a leader."""
    found = note_of(db_session(), subject, my_access(subject).person)
    return _page(subject, NoteForm(formdata=None, text=found.text if found else ""))


@blueprint.post("/<uuid:subject_id>/notes")
@coach_of_subject
def keep_notes(subject: Subject) -> ResponseReturnValue:
    """Keep what I have written in place of what stood there."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(subject, form), REFUSED
    person, words = my_access(subject).person, form.text.data or ""
    return act(
        lambda: keep_note(db_session(), subject, person, words, now=utc_now()),
        _("Your notes are saved."),
        url_for(".notes", subject_id=subject.id),
    )


def _page(subject: Subject, form: NoteForm) -> str:
    until = deleted_on(db_session(), subject, zone=settings_of(current_app).zone)
    return render_template("coach/notes.html", subject=subject, form=form, until=until)
