"""What a leader may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)

from feedback.languages import current_language
from feedback.operations.people.people_list import RaterEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedback.operations.people.limits import Limit


class ProposalForm(FlaskForm):
    """Somebody whom the leader proposes."""

    name = StringField(_("Name"))
    email = StringField(_("E-mail address"))
    group = SelectField(_("Group"), validate_choice=False)

    def __init__(self, limits: Mapping[str, Limit], **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Offer the groups that raters may be proposed in."""
        super().__init__(**kwargs)
        self.group.choices = [
            SelectChoice(key, limit.label(current_language())) for key, limit in limits.items()
        ]

    def entry(self) -> RaterEntry:
        """Return who was typed."""
        return RaterEntry(
            name=self.name.data or "",
            group=self.group.data or "",
            email=(self.email.data or "").strip() or None,
        )


class EndAccessForm(FlaskForm):
    """Ending the coach's access carries the CSRF token and nothing else."""

    submit = SubmitField(_("End my coach's access"))


class MarkForm(FlaskForm):
    """Marks carry the CSRF token; what is marked stands in fields named by their keys."""

    submit = SubmitField(_("Save the marks"))


class ThanksForm(FlaskForm):
    """The same words to everybody who was asked."""

    text = TextAreaField(_("Your thanks"))
    submit = SubmitField(_("Send to all"))


class PulseForm(FlaskForm):
    """A few behaviours to ask about again."""

    chosen = SelectMultipleField(_("Which behaviours do you want to ask about?"))
    submit = SubmitField(_("Ask everybody"))

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Take the behaviours that may be asked about, as key and words."""
        super().__init__(*args, **kwargs)
        self.chosen.choices = [SelectChoice(key, words) for key, words in items]
