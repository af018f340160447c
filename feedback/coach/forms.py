"""What a coach may ask: withhold a comment, take it back, share."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

LONGEST_REASON: Final = 500


class WithholdForm(FlaskForm):
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


class RestoreForm(FlaskForm):
    """A comment that shall be read after all."""

    comment = HiddenField(validators=[InputRequired()])
    submit = SubmitField(_("Show it again"))


class ShareForm(FlaskForm):
    """Sharing carries the CSRF token and nothing else."""

    submit = SubmitField(_("Share the report"))
