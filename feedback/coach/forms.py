"""What a coach may ask: set the talk, take notes, withhold a comment, share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from feedback.operations.coaching.notes import LONGEST_NOTE
from feedback.operations.coaching.talks import LONGEST_PLACE
from feedback.requests.fields import Form
from reports.sections.cover import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_REASON: Final = 500


class TalkForm(Form):
    """When and where coach and leader meet."""

    day = DateField(_("Day"), validators=[InputRequired(_("Choose a day."))])
    at = TimeField(_("Time"), validators=[InputRequired(_("Choose a time."))])
    place = StringField(
        _("Place"),
        validators=[
            Length(max=LONGEST_PLACE, message=_("Write at most %(max)d characters for the place."))
        ],
        filters=[lambda value: value.strip() if value else value],
    )
    reads = RadioField(
        _("When is the report read?"),
        choices=[
            SelectChoice(Reading.BEFORE, _("The evening before: it is shared by itself at 17:00")),
            SelectChoice(Reading.TOGETHER, _("In the talk: I share it when we meet")),
        ],
        default=Reading.BEFORE,
    )

    @property
    def shares_before(self) -> bool:
        """Whether the report goes to the leader by itself, before the talk."""
        return bool(self.reads.data == Reading.BEFORE)


class NoteForm(Form):
    """A coach's working notes, as one text."""

    text = TextAreaField(
        _("My working notes"),
        validators=[
            Length(max=LONGEST_NOTE, message=_("The notes may have at most 10,000 characters."))
        ],
    )


class ItemNoteForm(Form):
    """A coach's note at one statement."""

    item = SelectField(_("Statement"), validators=[InputRequired(_("Choose a statement."))])
    words = TextAreaField(
        _("My note"),
        validators=[
            Length(max=LONGEST_NOTE, message=_("The notes may have at most 10,000 characters."))
        ],
    )

    def __init__(self, *args: Any, items: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - WTForms'
        """Take the statements that may be chosen, by their keys."""
        super().__init__(*args, **kwargs)
        none = SelectChoice("", gettext("Choose …"))
        self.item.choices = [none, *(SelectChoice(key, words) for key, words in items.items())]


class QuestionsForm(Form):
    """The coach's own questions; the steps of a guide differ, so the page names the fields."""


class ConfirmForm(Form):
    """A click that carries the CSRF token and nothing else."""


class WithholdForm(Form):
    """One whole comment, and why."""

    comment = HiddenField(validators=[InputRequired()])
    reason = TextAreaField(
        _("Reason"),
        validators=[
            DataRequired(_("Write why the comment is withheld.")),
            Length(max=LONGEST_REASON, message=_("Write at most 500 characters.")),
        ],
        filters=[lambda value: value.strip() if value else value],
    )
    submit = SubmitField(_("Withhold the whole comment"))


class RestoreForm(Form):
    """A comment that shall be read after all."""

    comment = HiddenField(validators=[InputRequired()])
    submit = SubmitField(_("Show it again"))


class ShareForm(Form):
    """Sharing carries the CSRF token and nothing else."""

    submit = SubmitField(_("Share the report"))
