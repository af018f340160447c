"""The two forms of signing in: an address, then the code."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _
from wtforms import EmailField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from feedback.requests.fields import Form, IsAddress

LONGEST_ADDRESS: Final = 254


class SignInForm(Form):
    """Where the code goes."""

    address = EmailField(
        _("E-mail address"),
        validators=[
            InputRequired(_("Write your e-mail address.")),
            Length(max=LONGEST_ADDRESS, message=_("The address is too long.")),
            IsAddress(_("Write an e-mail address like namn@kommun.se.")),
        ],
        filters=[lambda value: value.strip() if value else value],
    )
    submit = SubmitField(_("Send a code"))


class CodeForm(Form):
    """The code; whose it is, the browser's session knows."""

    passcode = StringField(_("The code"))
    submit = SubmitField(_("Sign in"))
