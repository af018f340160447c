"""What an organiser types about people; the operations say what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from feedback.languages import DEFAULT, LANGUAGES, current_language, language_in_words
from feedback.operations.people.file import LEAVE, TAKE
from feedback.operations.people.people_list import LeaderEntry, RaterEntry
from feedback.requests.fields import Form
from feedback.text.names import read_name
from surveys.loader import survey_from_json
from surveys.model import FALLBACKS, GroupKind

if TYPE_CHECKING:
    from feedback.models import Campaign

WHOLE: Final = "whole"
ADDS: Final = "adds"


def groups_of(campaign: Campaign, *, protected_only: bool = False) -> list[SelectChoice]:
    """Return the groups that somebody may be put in, in the page's language."""
    survey = survey_from_json(campaign.survey_json)
    wanted = {GroupKind.PROTECTED} if protected_only else {*GroupKind} - {GroupKind.SELF}
    return [
        SelectChoice(group.key, survey.text(group.label, current_language()))
        for group in survey.groups
        if group.kind in wanted
    ]


def languages_of(campaign: Campaign, kept: str | None = None) -> list[SelectChoice]:
    """Return the languages of the campaign's survey, and one that somebody has already."""
    survey = survey_from_json(campaign.survey_json)
    offered = {*survey.languages, *filter(None, [kept])}
    offered |= {language for language, fallback in FALLBACKS.items() if fallback in offered}
    # A list brings languages that the survey lacks; saving something else must not lose them.
    names = LANGUAGES | ({kept: LANGUAGES.get(kept) or language_in_words(kept)} if kept else {})
    return [SelectChoice(key, name) for key, name in names.items() if key in offered]


class ListForm(Form):
    """A list of people, as a file or pasted out of a spreadsheet."""

    file = FileField(_("File (Excel or CSV)"))
    text = TextAreaField(_("Rows copied from Excel, with their headings"))
    extent = RadioField(_("What is the list?"), default=ADDS)

    def __init__(self, **given: object) -> None:
        """Offer both meanings of a list."""
        super().__init__(**given)
        self.extent.choices = [
            SelectChoice(ADDS, _("An addition: nobody goes")),
            SelectChoice(WHOLE, _("The whole list: whoever is not on it goes")),
        ]

    @property
    def adds_only(self) -> bool:
        """Whether nobody is to go: only whoever says that the list is whole takes people out."""
        return bool(self.extent.data != WHOLE)


class StaffForm(ListForm):
    """A list of who works where, and how it is read where it can be read in several ways."""

    sheet = StringField(_("Sheet, by its name"))
    hidden = RadioField(_("Hidden rows and columns"), default="")

    def __init__(self, **given: object) -> None:
        """Offer what may be said of what does not show."""
        super().__init__(**given)
        self.hidden.choices = [
            SelectChoice("", _("There are none")),
            SelectChoice(TAKE, _("Take them")),
            SelectChoice(LEAVE, _("Leave them out")),
        ]


class LeaderForm(Form):
    """One leader."""

    name = StringField(_("Name"))
    email = StringField(_("E-mail address"))
    title = StringField(_("Title"))
    workplace = StringField(_("Workplace"))
    coach_email = StringField(_("The coach's e-mail address"))
    approver_email = StringField(_("The approver's e-mail address"))
    language = SelectField(_("Language"), validate_choice=False)

    def __init__(
        self,
        *,
        campaign: Campaign,
        language: str | None = None,
        **given: object,
    ) -> None:
        """Offer the languages of the campaign's survey, and the leader's own, which is chosen."""
        super().__init__(language=language or DEFAULT, **given)
        self.language.choices = languages_of(campaign, language)

    def entry(self, email: str | None = None) -> LeaderEntry:
        """Return what was typed; the address of a leader who is there is not typed."""
        return LeaderEntry(
            email=email or self.email.data or "",
            name=read_name(self.name.data or "", email or self.email.data or ""),
            title=self.title.data or "",
            workplace=self.workplace.data or "",
            coach_email=self.coach_email.data or None,
            approver_email=self.approver_email.data or None,
            language=self.language.data or DEFAULT,
        )


class RaterForm(Form):
    """One rater."""

    name = StringField(_("Name"))
    email = StringField(_("E-mail address"))
    own_number = StringField(_("A number of their own, for somebody without e-mail"))
    workplace = StringField(_("Workplace"))
    group = SelectField(_("Group"), validate_choice=False)
    language = SelectField(_("Language"), validate_choice=False)

    def __init__(self, *, campaign: Campaign, **given: object) -> None:
        """Offer the groups and languages of the campaign's survey."""
        super().__init__(**given)
        self.group.choices = groups_of(campaign)
        self.language.choices = languages_of(campaign)

    def entry(self) -> RaterEntry:
        """Return what was typed."""
        return RaterEntry(
            name=read_name(self.name.data or "", self.email.data or ""),
            group=self.group.data or "",
            email=(self.email.data or "").strip() or None,
            own_number=(self.own_number.data or "").strip() or None,
            language=self.language.data or DEFAULT,
            workplace=(self.workplace.data or "").strip(),
        )


class AddressForm(Form):
    """A corrected address."""

    email = StringField(_("The right e-mail address"))


class MoveForm(Form):
    """Another group."""

    group = SelectField(_("Group"), validate_choice=False)

    def __init__(self, *, campaign: Campaign, **given: object) -> None:
        """Offer the groups of the campaign's survey."""
        super().__init__(**given)
        self.group.choices = groups_of(campaign)


class DrawForm(Form):
    """So many of a group, drawn by lot."""

    group = SelectField(_("Group"), validate_choice=False)
    count = IntegerField(_("How many are asked"), default=12)

    def __init__(self, *, campaign: Campaign, **given: object) -> None:
        """Offer the groups where a draw hides nobody."""
        super().__init__(**given)
        self.group.choices = groups_of(campaign, protected_only=True)


class NominationForm(Form):
    """Until when leaders propose; the limits of each group are read beside it."""

    until = DateField(_("Last day to propose"))


class SendBackForm(Form):
    """A line on what should change."""

    line = TextAreaField(_("What should change?"))
