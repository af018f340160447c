"""What an administrator fills in: whose right, and how the installation looks."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from feedback.config.logo import LooksError
from feedback.languages import translated
from feedback.operations.appearance import (
    Appearance,
    read_accent,
    read_logo_content,
    read_name,
)
from feedback.requests.accent import OWN
from feedback.requests.fields import Form, IsAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wtforms import Field

    from feedback.models import Department

ADMIN: Final = "admin"

T = TypeVar("T")


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


class AppearanceForm(Form):
    """Name, accent and logo. A colour is written, or chosen in the browser's own way.

    A logo that came along stays in the form until it is saved: no browser sends a file twice.
    """

    name = StringField(_("Name"))
    accent = StringField(_("Accent colour"))
    picked = StringField(_("Choose the colour"))
    shown = HiddenField()
    shown_picked = HiddenField()
    logo = FileField(_("Logo (PNG)"))
    kept_logo = HiddenField()
    without_logo = BooleanField(_("Show no logo"))

    def __init__(self, looks: Appearance) -> None:
        """Show how it looks now, unless something else was sent."""
        super().__init__(name=looks.name, accent=looks.accent, picked=looks.accent or OWN)
        self.wanted = looks
        is_written = self.accent.data != self.shown.data
        is_picked = self.picked.data != self.shown_picked.data
        if self.is_submitted() and is_picked and not is_written:
            self.accent.data = self.picked.data

    def validate_name(self, field: Field) -> None:
        """Take one line."""
        self.wanted = replace(self.wanted, name=_read(lambda: read_name(field.data or "")))

    def validate_accent(self, field: Field) -> None:
        """Take a colour as it is written on the web; nothing for the product's own."""
        self.wanted = replace(self.wanted, accent=_read(lambda: read_accent(field.data or "")))
        field.data = self.wanted.accent
        self.picked.data = field.data or OWN

    def validate_logo(self, field: Field) -> None:
        """Take a PNG, or the one that came along before."""
        content = field.data.read() if field.data else b""
        if content:
            self.kept_logo.data, self.without_logo.data = "", False
            self._bring(_read(lambda: read_logo_content(content)))
        elif self.without_logo.data:
            self.kept_logo.data = ""
            self.wanted = replace(self.wanted, logo=b"")
        elif self.kept_logo.data:
            before = _read(lambda: read_logo_content(_bytes_in(self.kept_logo.data)))
            self._bring(before)

    def _bring(self, logo: bytes) -> None:
        self.wanted = replace(self.wanted, logo=logo)
        self.kept_logo.data = b64encode(logo).decode()


def _read(read: Callable[[], T]) -> T:
    try:
        return read()
    except LooksError as error:
        raise ValidationError(translated(error.fault)) from error


def _bytes_in(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b"?"  # which is no picture
