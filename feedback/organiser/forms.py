"""What an organiser may ask of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SubmitField
from wtforms.validators import InputRequired, ValidationError

if TYPE_CHECKING:
    from datetime import date

    from wtforms import Field


class ActionForm(FlaskForm):
    """A button that changes something; it carries the CSRF token and nothing else."""

    submit = SubmitField(_("Continue"))


class ExtendForm(FlaskForm):
    """A later last day."""

    last_day = DateField(
        _("New last day"),
        validators=[InputRequired(_("Choose a day."))],
    )
    submit = SubmitField(_("Extend"))

    def __init__(self, *args: Any, current: date, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Take the day that was promised, which no other may come before."""
        super().__init__(*args, **kwargs)
        self._current = current

    def validate_last_day(self, field: Field) -> None:
        """Refuse fewer days than were promised."""
        if field.data is not None and field.data <= self._current:
            raise ValidationError(gettext("Choose a day after the present last day."))
