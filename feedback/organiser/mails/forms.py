"""What an organiser may ask of mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField

from feedback.mail.templates import LetterText
from feedback.requests.fields import Form
from feedback.text.spoken import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import Field


class LetterForm(Form):
    """One letter of a programme in one language; what is wrong with it the operation says."""

    subject = StringField(_("Subject line"))
    body = TextAreaField(_("Letter"))

    @property
    def text(self) -> LetterText:
        """Return what was typed."""
        return LetterText(self.subject.data or "", self.body.data or "")


class CorrectionForm(Form):
    """A correction in Swedish, and in other languages where somebody reads them."""

    subject_sv = StringField(_("Subject line"))
    body_sv = TextAreaField(_("Letter"))
    subject_sv_simple = StringField(_("Subject line in easy Swedish"))
    body_sv_simple = TextAreaField(_("Letter in easy Swedish"))
    subject_en = StringField(_("Subject line in English"))
    body_en = TextAreaField(_("Letter in English"))
    subject_fi = StringField(_("Subject line in Finnish"))
    body_fi = TextAreaField(_("Letter in Finnish"))

    @property
    def texts(self) -> dict[str, LetterText]:
        """Return what was typed, by language."""
        return {language: self._text_in(language) for language in LANGUAGES}

    @property
    def other_languages(self) -> list[tuple[str, Field, Field, bool]]:
        """Return what may be written besides Swedish: why, both fields, whether it is begun."""
        return [
            (why, *self._fields_in(language), self._text_in(language) != LetterText("", ""))
            for language, why in (
                ("sv-simple", _("In easy Swedish too, for those who read it")),
                ("en", _("In English too, for those who read English")),
                ("fi", _("In Finnish too, for those who read Finnish")),
            )
        ]

    def _text_in(self, language: str) -> LetterText:
        subject, body = self._fields_in(language)
        return LetterText(subject.data or "", body.data or "")

    def _fields_in(self, language: str) -> tuple[Field, Field]:
        name = language.replace("-", "_")
        return self[f"subject_{name}"], self[f"body_{name}"]


class TrialForm(Form):
    """Which letter to send oneself, and in which language."""

    letter = SelectField(_("Letter"))

    def __init__(self, *, letters: Sequence[tuple[str, str]], **given: object) -> None:
        """Take the letters there are, as key/language and name."""
        super().__init__(**given)
        self.letter.choices = list(letters)


class HoldForm(Form):
    """Why all mail is stopped, for whoever wonders."""

    reason = StringField(_("Why? Shown to the other organisers"))
