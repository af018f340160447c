"""The form by which an administrator grants a right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField
from wtforms.validators import InputRequired

from feedback.requests.fields import Form, IsAddress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.models import Department

ADMIN: Final = "admin"


class GrantForm(Form):
    """Whose right, and which: a department's campaigns, or the whole installation."""

    address = EmailField(
        _("E-mail address"),
        validators=[
            InputRequired(_("Write an e-mail address.")),
            IsAddress(_("Write an e-mail address like namn@kommun.se.")),
        ],
        filters=[lambda value: value.strip() if value else value],
    )
    right = SelectField(_("Right"))

    def __init__(self, *, departments: Sequence[Department] = (), **given: object) -> None:
        """Offer every department, and the installation last."""
        super().__init__(**given)
        self.right.choices = [
            *(
                (str(department.id), _("Organiser of %(department)s", department=department.name))
                for department in departments
            ),
            (ADMIN, _("Administrator of the installation")),
        ]
