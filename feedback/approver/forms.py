"""What an approver may say."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from feedback.requests.fields import Form


class LineForm(Form):
    """A line on what should change."""

    line = TextAreaField(_("What should change?"))
