"""What a leader may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)

from feedback.languages import current_language
from feedback.operations.people.people_list import RaterEntry
from feedback.requests.fields import Form
from feedback.text.names import read_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedback.operations.people.limits import GroupLimit


class ProposalForm(Form):
    """Somebody whom the leader proposes."""

    name = StringField(_("Name"))
    email = StringField(_("E-mail address"))
    group = SelectField(_("Group"), validate_choice=False)

    def __init__(self, limits: Mapping[str, GroupLimit], **given: object) -> None:
        """Offer the groups that raters may be proposed in."""
        super().__init__(**given)
        self.group.choices = [
            SelectChoice(key, limit.label(current_language())) for key, limit in limits.items()
        ]

    def entry(self) -> RaterEntry:
        """Return who was typed."""
        return RaterEntry(
            name=read_name(self.name.data or "", self.email.data or ""),
            group=self.group.data or "",
            email=(self.email.data or "").strip() or None,
        )


class EndAccessForm(Form):
    """Ending the coach's access, and whether a plan shared with the coach stays open."""

    keeps_plan = BooleanField(_("Let them go on reading my plan"))
    submit = SubmitField(_("End my coach's access"))


class MarkForm(Form):
    """Marks carry the CSRF token; what is marked stands in fields named by their keys."""

    submit = SubmitField(_("Save the marks"))


class ThanksForm(Form):
    """The same words to everybody who was asked."""

    text = TextAreaField(_("Your thanks"))
    submit = SubmitField(_("Send to all"))


class PulseForm(Form):
    """A few behaviours to ask about again."""

    chosen = SelectMultipleField(_("Which behaviours do you want to ask about?"))
    submit = SubmitField(_("Ask everybody"))

    def __init__(self, *, items: Sequence[tuple[str, str]], **given: object) -> None:
        """Take the behaviours that may be asked about, as key and words."""
        super().__init__(**given)
        self.chosen.choices = [SelectChoice(key, words) for key, words in items]
