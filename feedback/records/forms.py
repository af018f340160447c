"""Forms about what is kept: a department's facts, a rule, a stop, and whose data is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _
from wtforms import EmailField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from feedback.languages import translated
from feedback.operations.people.departments import DepartmentFacts
from feedback.operations.retention import KINDS
from feedback.requests.fields import Form, IsAddress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.models import Campaign

WHOLE_DEPARTMENT: Final = ""
_LONGEST: Final = 500
_TOO_LONG: Final = _("That is too long.")


class FactsForm(Form):
    """What a department says of itself."""

    controller = StringField(
        _("Responsible for the personal data"), validators=[Length(max=_LONGEST, message=_TOO_LONG)]
    )
    contact_name = StringField(
        _("Whom to ask"), validators=[Length(max=_LONGEST, message=_TOO_LONG)]
    )
    contact_phone = StringField(
        _("Telephone"), validators=[Length(max=_LONGEST, message=_TOO_LONG)]
    )
    contact_email = EmailField(
        _("E-mail address"),
        validators=[Optional(), IsAddress(_("Write an e-mail address like namn@kommun.se."))],
    )
    data_protection_contact = StringField(
        _("Data protection officer"), validators=[Length(max=_LONGEST, message=_TOO_LONG)]
    )
    legal_basis = TextAreaField(_("Legal basis"), validators=[Length(max=2000, message=_TOO_LONG)])

    def facts(self) -> DepartmentFacts:
        """Return what was written."""
        return DepartmentFacts(
            controller=self.controller.data or "",
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            contact_email=self.contact_email.data or "",
            data_protection_contact=self.data_protection_contact.data or "",
            legal_basis=self.legal_basis.data or "",
        )


class RuleForm(Form):
    """How long one kind of data is kept."""

    kind = SelectField(_("Kind of data"))
    days = IntegerField(
        _("Days after the campaign has ended"),
        validators=[InputRequired(_("Write a number of days."))],
    )
    decision = StringField(_("Decision"), validators=[Length(max=_LONGEST, message=_TOO_LONG)])

    def __init__(self, **given: object) -> None:
        """Offer every kind there is."""
        super().__init__(**given)
        self.kind.choices = [(kind.name, translated(kind.label)) for kind in KINDS.values()]


class StopForm(Form):
    """Stop erasing, with a reason."""

    campaign = SelectField(_("What must not be erased"))
    reason = TextAreaField(_("Reason"), validators=[Length(max=2000, message=_TOO_LONG)])

    def __init__(self, *, campaigns: Sequence[Campaign] = (), **given: object) -> None:
        """Offer the whole department and each campaign."""
        super().__init__(**given)
        whole = [(WHOLE_DEPARTMENT, _("Everything of the department"))]
        self.campaign.choices = whole + [(str(one.id), one.name) for one in campaigns]


class PersonForm(Form):
    """Whose data is asked for."""

    address = EmailField(
        _("E-mail address"),
        validators=[
            InputRequired(_("Write an e-mail address.")),
            IsAddress(_("Write an e-mail address like namn@kommun.se.")),
        ],
        filters=[lambda value: value.strip() if value else value],
    )
