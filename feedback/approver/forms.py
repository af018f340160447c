"""What an approver may say."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField


class LineForm(FlaskForm):
    """A line on what should change."""

    line = TextAreaField(_("What should change?"))
