"""What an organiser may ask of a programme and a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from feedback.models import ShareRule
from feedback.operations.campaigns.arranging import Arrangement
from feedback.operations.campaigns.waves import Taken
from feedback.requests.fields import Form
from feedback.text.numbers import read_numbers
from reports.policy import GREATEST_K, LEAST_K

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from wtforms import Field

    from surveys.model import Survey

_LONGEST_NAME: Final = 200
_LONGEST_PURPOSE: Final = 500
_K: Final = [SelectChoice(str(k), str(k)) for k in range(LEAST_K, GREATEST_K + 1)]
_POLICIES: Final = [
    SelectChoice("merge", _("Join them with another group, so that every answer counts")),
    SelectChoice("drop", _("Do not show them at all")),
]


def _name(label: str) -> StringField:
    return StringField(
        label, validators=[InputRequired(_("Write a name.")), Length(max=_LONGEST_NAME)]
    )


def _last_day() -> DateField:
    return DateField(_("Last day to answer"), validators=[InputRequired(_("Choose a day."))])


def _purpose() -> TextAreaField:
    return TextAreaField(
        _("Purpose"),
        validators=[
            InputRequired(_("Write the purpose.")),
            Length(max=_LONGEST_PURPOSE, message=_("Write at most 500 characters.")),
        ],
    )


class _RulesForm(Form):
    """What is frozen at launch, as a programme suggests it and a campaign decides it."""

    purpose = _purpose()
    k = SelectField(_("Fewest answers shown together"), choices=_K)
    policy = RadioField(_("Groups that are smaller"), choices=_POLICIES)


class ProgrammeForm(_RulesForm):
    """A programme: what its next campaigns begin with."""

    name = _name(_("Name of the programme"))
    department = SelectField(_("Department"))
    survey_id = SelectField(_("Survey"))
    other_surveys = SelectMultipleField(_("More surveys that the programme asks"))
    coaches = TextAreaField(_("Coaches"))
    points = TextAreaField(_("Measurement points"))
    plan_name_sv = StringField(_("What the leader's plan is called, in Swedish"))
    plan_name_en = StringField(_("What the leader's plan is called, in English"))

    def __init__(
        self,
        *,
        surveys: Sequence[tuple[str, str]],
        departments: Sequence[tuple[str, str]] = (),
        **given: object,
    ) -> None:
        """Offer the surveys there are, and for a new programme the organiser's departments."""
        super().__init__(**given)
        self.survey_id.choices = _offered(surveys)
        self.other_surveys.choices = _offered(surveys)
        self.department.choices = _offered(departments)
        if not departments:
            del self.department


class WaveForm(Form):
    """A new wave: what it is called, when it ends, and whom it takes over."""

    name = _name(_("Name of the campaign"))
    last_day = _last_day()
    source = SelectField(_("Begin from"))
    taken = RadioField(
        _("People"),
        choices=[
            SelectChoice(Taken.NOBODY.value, _("Nobody: I add them afterwards")),
            SelectChoice(Taken.LEADERS.value, _("The leaders and their coaches, without raters")),
            SelectChoice(Taken.EVERYBODY.value, _("The leaders and all their raters")),
        ],
        default=Taken.NOBODY.value,
    )
    is_rehearsal = BooleanField(_("This is a rehearsal: every mail goes to me"))

    def __init__(
        self,
        *,
        surveys: Sequence[tuple[str, str]],
        waves: Sequence[tuple[str, str]],
        **given: object,
    ) -> None:
        """Offer what it may begin from: the programme, with each of several surveys, or a wave."""
        super().__init__(**given)
        self._waves = {key for key, _name in waves}
        self.source.choices = _offered([*_begun_with(surveys), *waves])

    def validate_taken(self, field: Field) -> None:
        """Refuse people from nowhere."""
        if field.data != Taken.NOBODY.value and self.source.data not in self._waves:
            raise ValidationError(gettext("Choose the campaign whose people it takes over."))


class RealForm(Form):
    """A rehearsal made real."""

    name = _name(_("Name of the campaign"))
    last_day = _last_day()


class CopyForm(Form):
    """Which survey is copied, for whom, and what the copy is called."""

    origin = SelectField(_("Survey to copy"))
    department = SelectField(_("Department"))
    title = StringField(
        _("What shall your own survey be called?"), validators=[InputRequired(_("Write a title."))]
    )

    def __init__(
        self,
        *,
        surveys: Sequence[tuple[str, str]],
        departments: Sequence[tuple[str, str]],
        **given: object,
    ) -> None:
        """Offer the surveys there are, and the organiser's departments."""
        super().__init__(**given)
        self.origin.choices = _offered(surveys)
        self.department.choices = _offered(departments)


class SurveyForm(Form):
    """Which survey a campaign asks."""

    survey_id = RadioField(_("Which survey?"), validators=[InputRequired(_("Choose a survey."))])

    def __init__(self, *, surveys: Sequence[tuple[str, str]], **given: object) -> None:
        """Offer the surveys there are."""
        super().__init__(**given)
        self.survey_id.choices = _offered(surveys)


class LaterWaveForm(Form):
    """The later wave that a leader is moved to."""

    wave = RadioField(_("Move to"), validators=[InputRequired(_("Choose a campaign."))])

    def __init__(self, *, waves: Sequence[tuple[str, str]], **given: object) -> None:
        """Offer the drafts of the programme."""
        super().__init__(**given)
        self.wave.choices = _offered(waves)


class ArrangeForm(_RulesForm):
    """Name, days, threshold, reminders, sharing."""

    name = _name(_("Name of the campaign"))
    first_day = DateField(_("First day"), validators=[Optional()])
    last_day = _last_day()
    reminder_days = StringField(_("Reminders, days before the last one"))
    share_rule = RadioField(
        _("Who shares the reports"),
        choices=[
            SelectChoice(
                ShareRule.BY_HAND.value, _("I share with the coaches, each coach with the leader")
            ),
            SelectChoice(
                ShareRule.COACHES_AT_CLOSE.value,
                _("The coaches get them as soon as they are made, and share with the leader"),
            ),
            SelectChoice(
                ShareRule.LOOKED_THROUGH.value,
                _(
                    "The coaches get them at once; the leader some days later, when the coach "
                    "has looked the comments through"
                ),
            ),
        ],
    )
    share_after_days = IntegerField(
        _("Days from close until the leader may read"),
        validators=[InputRequired(_("Write a number of days."))],
    )
    rehearsal_address = StringField(_("Address that all mail goes to"))

    def validate_reminder_days(self, field: Field) -> None:
        """Take whole numbers, parted by commas or spaces."""
        if read_numbers(field.data or "") is None:
            raise ValidationError(gettext("Write whole numbers with commas between: 7, 3, 1"))

    @property
    def wanted(self) -> Arrangement:
        """What was asked for."""
        return Arrangement(
            name=self.name.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            k=int(self.k.data),
            policy=self.policy.data,
            purpose=self.purpose.data,
            reminder_days=read_numbers(self.reminder_days.data or "") or (),
            share_rule=ShareRule(self.share_rule.data),
            share_after_days=self.share_after_days.data,
            rehearsal_address=self.rehearsal_address.data if self.rehearsal_address else "",
        )


class ButtonForm(Form):
    """A button that changes something; it carries the CSRF token and nothing else."""

    submit = SubmitField(_("Continue"))


class ExtendForm(Form):
    """A later last day."""

    last_day = DateField(
        _("New last day"),
        validators=[InputRequired(_("Choose a day."))],
    )
    submit = SubmitField(_("Extend"))

    def __init__(self, *, current: date, **given: object) -> None:
        """Take the day that was promised, which no other may come before."""
        super().__init__(**given)
        self._current = current

    def validate_last_day(self, field: Field) -> None:
        """Refuse fewer days than were promised."""
        if field.data is not None and field.data <= self._current:
            raise ValidationError(gettext("Choose a day after the present last day."))


def survey_choices(surveys: Sequence[Survey], language: str) -> list[tuple[str, str]]:
    """Return the surveys as choices: id and title."""
    return [(survey.id, survey.text(survey.title, language)) for survey in surveys]


def _begun_with(surveys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    if not surveys:
        return [("", gettext("The programme"))]
    words = gettext("The programme, with the survey %(survey)s")
    return [(key, words % {"survey": title}) for key, title in surveys]


def _offered(choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in choices]
