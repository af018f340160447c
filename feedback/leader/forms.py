"""What a leader may ask."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SubmitField


class EndAccessForm(FlaskForm):
    """Ending the coach's access carries the CSRF token and nothing else."""

    submit = SubmitField(_("End my coach's access"))


class MarkForm(FlaskForm):
    """Marks carry the CSRF token; what is marked stands in fields named by their keys."""

    submit = SubmitField(_("Save the marks"))
