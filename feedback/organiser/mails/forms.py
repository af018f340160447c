"""What an organiser may ask of mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField

from feedback.mail.templates import LetterText

if TYPE_CHECKING:
    from collections.abc import Sequence


class LetterForm(FlaskForm):
    """One letter of a programme in one language; what is wrong with it the operation says."""

    subject = StringField(_("Subject line"))
    body = TextAreaField(_("Letter"))

    @property
    def text(self) -> LetterText:
        """Return what was typed."""
        return LetterText(self.subject.data or "", self.body.data or "")


class CorrectionForm(FlaskForm):
    """A correction in Swedish, and in English where somebody reads it."""

    subject_sv = StringField(_("Subject line"))
    body_sv = TextAreaField(_("Letter"))
    subject_en = StringField(_("Subject line in English"))
    body_en = TextAreaField(_("Letter in English"))

    @property
    def texts(self) -> dict[str, LetterText]:
        """Return what was typed, by language."""
        return {
            "sv": LetterText(self.subject_sv.data or "", self.body_sv.data or ""),
            "en": LetterText(self.subject_en.data or "", self.body_en.data or ""),
        }


class TrialForm(FlaskForm):
    """Which letter to send oneself, and in which language."""

    letter = SelectField(_("Letter"))

    def __init__(self, *args: Any, letters: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Take the letters there are, as key/language and name."""
        super().__init__(*args, **kwargs)
        self.letter.choices = list(letters)


class HoldForm(FlaskForm):
    """Why all mail is stopped, for whoever wonders."""

    reason = StringField(_("Why? Shown to the other organisers"))
