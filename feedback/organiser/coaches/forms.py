"""What an organiser may ask about coaches: name one, and let somebody stand in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import InputRequired, Optional

from feedback.operations.coaching.naming import Named
from feedback.requests.fields import Form
from feedback.text.names import read_name


class CoachForm(Form):
    """Who coaches a leader, and until when."""

    email = StringField(
        _("E-mail address"),
        validators=[InputRequired(_("Write an address."))],
    )
    name = StringField(_("Name"))
    is_external = BooleanField(_("From outside: reads on the web only"))
    until = DateField(_("Last day"), validators=[Optional()])

    def named(self) -> Named:
        """Return what was filled in."""
        return Named(
            email=self.email.data or "",
            name=read_name(self.name.data or "", self.email.data or ""),
            is_external=self.is_external.data,
            until=self.until.data,
        )


class StandInForm(CoachForm):
    """Who stands in for a leader's coach, from when until when, and for which leaders."""

    from_day = DateField(_("First day"), validators=[Optional()])
    for_all = BooleanField(_("For all leaders of this coach in the campaign"))

    def named(self) -> Named:
        """Return what was filled in."""
        return Named(
            email=self.email.data or "",
            name=read_name(self.name.data or "", self.email.data or ""),
            is_external=self.is_external.data,
            from_day=self.from_day.data,
            until=self.until.data,
        )
