"""What a leader writes in a plan, and with whom it is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from feedback.operations.plans.planning import CHANGE, DONE, DROPPED, PLANNED, USE
from feedback.operations.plans.readers import COACH, MANAGER, PEER
from feedback.requests.fields import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 1000
_TOO_LONG: Final = _("Write at most 1,000 characters.")


def _stripped(value: str | None) -> str | None:
    return value.strip() if value else value


def _words(label: str, *, required: str = "") -> TextAreaField:
    first = DataRequired(required) if required else Optional()
    validators = [first, Length(max=LONGEST, message=_TOO_LONG)]
    return TextAreaField(label, validators=validators, filters=[_stripped])


class GoalForm(Form):
    """A strength to use more, or something to do differently."""

    kind = RadioField(
        _("What kind of goal is it?"),
        choices=[
            SelectChoice(USE, _("A strength that I want to use more")),
            SelectChoice(CHANGE, _("Something that I want to do differently")),
        ],
        validators=[InputRequired(_("Choose whether it is a strength or a change."))],
    )
    about = SelectField(_("Which quality is it about?"), validators=[Optional()])
    text = _words(_("What do I want?"), required=_("Write what you want."))
    submit = SubmitField(_("Save the goal"))

    def __init__(self, *, abouts: Sequence[tuple[str, str]], **given: object) -> None:
        """Take the qualities that a goal may be about, as key and words."""
        super().__init__(**given)
        self.about.choices = [SelectChoice("", _("None in particular"))] + [
            SelectChoice(key, words) for key, words in abouts
        ]


class ActionForm(Form):
    """One thing to do; only the first field must be written."""

    what = _words(_("What will I do?"), required=_("Write what you will do."))
    first_step = _words(_("What is the first step?"))
    with_whom = _words(_("Where and with whom?"))
    by_when = DateField(_("By when?"), validators=[Optional()])
    notice = _words(_("How will others notice?"))
    support = _words(_("What support do I need from my manager?"))
    submit = SubmitField(_("Save"))


class OutcomeForm(Form):
    """How it went, in a choice and in words."""

    state = RadioField(
        _("How did it go?"),
        choices=[
            SelectChoice(DONE, _("Done")),
            SelectChoice(PLANNED, _("Not yet")),
            SelectChoice(DROPPED, _("I have let it go")),
        ],
        validators=[InputRequired(_("Choose how it went."))],
    )
    reflection = _words(_("What did I notice? What do I take with me?"))
    submit = SubmitField(_("Save"))


class FollowUpForm(Form):
    """The day on which the plan is looked at again."""

    day = DateField(_("When do I look at the plan again?"), validators=[Optional()])
    submit = SubmitField(_("Save"))


class ReaderForm(Form):
    """Somebody who may read the plan."""

    relation = RadioField(
        _("Who is it to you?"),
        choices=[
            SelectChoice(COACH, _("My coach")),
            SelectChoice(MANAGER, _("My manager")),
            SelectChoice(PEER, _("A colleague")),
        ],
        validators=[InputRequired(_("Choose who it is to you."))],
    )
    name = StringField(_("Name"), validators=[DataRequired(_("Write the name."))])
    email = StringField(_("E-mail address"), validators=[DataRequired(_("Write the address."))])
    submit = SubmitField(_("Share the plan"))


class ActForm(Form):
    """A button that changes something; it carries the CSRF token and nothing else."""

    submit = SubmitField(_("Continue"))
