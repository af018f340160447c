"""The two forms of signing in: an address, then the code."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _
from flask_security import UnifiedSigninForm
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField, SubmitField
from wtforms.validators import Email, InputRequired, Length

LONGEST_ADDRESS: Final = 254


class AddressForm(FlaskForm):
    """Where the code goes."""

    address = EmailField(
        _("E-mail address"),
        validators=[
            InputRequired(_("Write your e-mail address.")),
            Length(max=LONGEST_ADDRESS, message=_("The address is too long.")),
            Email(_("Write an e-mail address like namn@kommun.se.")),
        ],
        filters=[lambda value: value.strip() if value else value],
    )
    submit = SubmitField(_("Send a code"))


class CodeForm(UnifiedSigninForm):
    """Flask-Security's form, with one field to see: the code."""

    passcode = StringField(_("The code"))
    submit = SubmitField(_("Sign in"))
    chosen_method = HiddenField()  # there is one method only, so nothing to choose
    remember = None  # a shared computer must not remember
