"""A coach's working notes about one leader, labelled with who may see them and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _

from feedback.access import coach_of_subject
from feedback.clock import utc_now
from feedback.coach.forms import ItemNoteForm, NoteForm
from feedback.coach.pages import blueprint, my_access, statements_of
from feedback.operations.coaching.notes import (
    WHOLE,
    about_item,
    deleted_on,
    keep_note,
    notes_at_items,
    notes_of,
)
from feedback.requests.attempt import REFUSED, act
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>/notes")
@coach_of_subject
def notes(subject: Subject) -> str:
    """Show my working notes about a leader, as a whole and at single statements."""
    return _page(subject)


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


@blueprint.post("/<uuid:subject_id>/notes/item")
@coach_of_subject
def keep_item_note(subject: Subject) -> ResponseReturnValue:
    """Keep my note at a statement in place of what stood there; an empty one goes."""
    form = ItemNoteForm(items=statements_of(subject))
    if not form.validate_on_submit():
        return _page(subject, item_form=form), REFUSED
    person, key, words = my_access(subject).person, form.item.data, form.words.data or ""
    about = about_item(key)
    return act(
        lambda: keep_note(db_session(), subject, person, words, about=about, now=utc_now()),
        _("Your note is saved."),
        url_for(".notes", subject_id=subject.id, _anchor="at-statements"),
    )


def _page(
    subject: Subject, form: NoteForm | None = None, item_form: ItemNoteForm | None = None
) -> str:
    statements = statements_of(subject)
    kept = notes_of(db_session(), subject, my_access(subject).person)
    at_items = notes_at_items(kept)
    asked = request.args.get("item", "")
    if item_form is None:
        # A note that is there is changed where it stands, never by writing another over it.
        free = {
            key: said for key, said in statements.items() if key == asked or key not in at_items
        }
        words = at_items.get(asked, "")
        item_form = ItemNoteForm(formdata=None, items=free, item=asked, words=words)
    return render_template(
        "coach/notes.html",
        subject=subject,
        form=form or NoteForm(formdata=None, text=kept.get(WHOLE, "")),
        item_form=item_form,
        at_items=[
            (key, words, at_items[key]) for key, words in statements.items() if key in at_items
        ],
        until=deleted_on(db_session(), subject, zone=settings_of(current_app).zone),
    )
