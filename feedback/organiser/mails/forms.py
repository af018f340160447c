"""What an organiser may ask of mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import SelectField, StringField, TextAreaField

from feedback.languages import language_in_words
from feedback.mail.templates import LetterText
from feedback.organiser.mails.blanks import as_kept
from feedback.requests.fields import Form
from feedback.text.spoken import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import Field


class LetterForm(Form):
    """One letter of a programme in one language; what is wrong with it the operation says."""

    subject = StringField(_("Subject line"))
    body = TextAreaField(_("Letter"))

    @property
    def text(self) -> LetterText:
        """Return what was typed, as it is kept."""
        return as_kept(LetterText(self.subject.data or "", self.body.data or ""))


class CorrectionForm(Form):
    """A correction in the language of all, and in each other that somebody reads."""

    @property
    def texts(self) -> dict[str, LetterText]:
        """Return what was typed, as it is kept, by language."""
        return {language: self._text_in(language) for language in LANGUAGES}

    @property
    def other_languages(self) -> list[tuple[str, Field, Field, bool]]:
        """Return what may be written besides: the language, both fields, whether it is begun."""
        return [
            (language, *self._fields_in(language), self._text_in(language) != LetterText("", ""))
            for language in LANGUAGES
            if language != DEFAULT
        ]

    def _text_in(self, language: str) -> LetterText:
        subject, body = self._fields_in(language)
        return as_kept(LetterText(subject.data or "", body.data or ""))

    def _fields_in(self, language: str) -> tuple[Field, Field]:
        subject, body = _names_in(language)
        return self[subject], self[body]


def _names_in(language: str) -> tuple[str, str]:
    key = language.replace("-", "_")
    return f"subject_{key}", f"body_{key}"


def _offer(language: str) -> None:
    """Give the form a subject line and a letter in a language of the register."""
    subject, body = _("Subject line"), _("Letter")
    if language != DEFAULT:
        called = LazyString(language_in_words, language)
        subject = _("Subject line in %(language)s", language=called)
        body = _("Letter in %(language)s", language=called)
    for name, field in zip(
        _names_in(language), (StringField(subject), TextAreaField(body)), strict=True
    ):
        setattr(CorrectionForm, name, field)


for _language in LANGUAGES:
    _offer(_language)


class TrialForm(Form):
    """Which letter to send oneself, and in which language."""

    letter = SelectField(_("Letter"))
    language = SelectField(_("Language"))

    def __init__(self, *, letters: Sequence[tuple[str, str]], **given: object) -> None:
        """Take the letters there are, as key and name."""
        super().__init__(**given)
        self.letter.choices = list(letters)
        self.language.choices = list(LANGUAGES.items())


class HoldForm(Form):
    """Why all mail is stopped, for whoever wonders."""

    reason = StringField(_("Why? Shown to the other organisers"))
