"""What an organiser may ask for: nameless codes for a box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectChoice, SelectField
from wtforms.validators import StopValidation

from feedback.languages import DEFAULT, LANGUAGES
from feedback.operations.people.nameless import MOST_AT_ONCE
from feedback.operations.subjects import called
from feedback.requests.fields import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import Field

    from feedback.models import Subject
    from surveys.model import Group, Survey

EVERYBODY: Final = "all"


class CodesForm(Form):
    """So many codes, for one leader's group or for every leader's."""

    leader = SelectField(_("Leader"))
    group = SelectField(_("Group"))
    language = SelectField(_("Language of the slips"), default=DEFAULT)
    count = IntegerField(_("How many codes for each leader"))

    def __init__(
        self,
        *,
        subjects: Sequence[Subject],
        groups: Sequence[Group],
        survey: Survey,
        language: str,
        **given: object,
    ) -> None:
        """Take the leaders and the groups that may have codes."""
        super().__init__(**given)
        self.leader.choices = [
            SelectChoice(EVERYBODY, gettext("Every leader")),
            *(SelectChoice(str(one.id), called(one)) for one in subjects),
        ]
        self.group.choices = [
            SelectChoice(group.key, survey.text(group.label, language)) for group in groups
        ]
        self.language.choices = [SelectChoice(key, name) for key, name in LANGUAGES.items()]

    def validate_count(self, field: Field) -> None:
        """Refuse what nobody can have meant, in our own words."""
        if field.data is None or not 1 <= field.data <= MOST_AT_ONCE:
            field.errors[:] = []
            raise StopValidation(gettext("Write a number from 1 to %(most)s.", most=MOST_AT_ONCE))
