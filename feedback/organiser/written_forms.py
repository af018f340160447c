"""What of a programme is written as a list, one thing a line."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, TextAreaField

from feedback.requests.fields import Form


class TeamsForm(Form):
    """Who belongs to which team of a programme."""

    teams = TextAreaField(_("Who belongs to which team"))


class CohortsForm(Form):
    """The cohorts of a programme."""

    cohorts = TextAreaField(_("Cohorts"))


class MembershipsForm(Form):
    """Who is put into which cohort, and how the list is taken."""

    memberships = TextAreaField(_("Who belongs to which cohort"))
    is_whole = BooleanField(_("This is the whole list: whoever is not in it is taken away"))
    puts_right = BooleanField(_("I put an error right: change those whose cohort has begun too"))


class ModulesForm(Form):
    """The modules of a programme."""

    modules = TextAreaField(_("Modules"))


class OccasionsForm(Form):
    """When which cohort meets which module."""

    occasions = TextAreaField(_("Occasions"))


class InitiativesForm(Form):
    """What those in a programme set going at home."""

    initiatives = TextAreaField(_("Initiatives"))
