"""What letters leave open: each name, what it stands for, and an example to show it with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from feedback.operations.letters.composers.raters import LetterSubject, Wave
from feedback.operations.subjects import policy_of
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from feedback.config import Settings
    from feedback.models import Campaign, Programme

_KARIN: Final = LetterSubject("Karin Lund", ", Rektor, Norra skolan", is_oneself=False)
_OLLE: Final = LetterSubject("Olle Sand", ", Enhetschef, Hemtjänst Öst", is_oneself=False)
_LAST_DAY: Final = date(2026, 12, 4)
_LINK: Final = "https://feedback.example.se/s/0000-0000-0000-0000-0000"
_PURPOSE: Final = "Utveckling av ledarskapet, inte lön eller omplacering."


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that stands for what differs from mail to mail."""

    called: Phrase  # as whoever edits a letter reads it
    meaning: Phrase
    example: object


def _wave(name: str, subject: LetterSubject, last_day: date) -> Wave:
    return Wave(name, [subject], last_day, minutes=8, k=3, purpose=_PURPOSE, link=_LINK)


PLACEHOLDERS: Final[dict[str, Placeholder]] = {
    "recipient": Placeholder(
        Phrase("Name of the recipient"), Phrase("the name of whoever gets the mail"), "Anna Berg"
    ),
    "link": Placeholder(Phrase("Link"), Phrase("the link that the mail is about"), _LINK),
    "subjects": Placeholder(
        Phrase("Leaders to answer about"),
        Phrase("the leaders to answer about, with title and workplace, one a line"),
        [_KARIN],
    ),
    "last_day": Placeholder(
        Phrase("Last day to answer"), Phrase("the last day to answer"), _LAST_DAY
    ),
    "headline": Placeholder(
        Phrase("What is asked"),
        Phrase("what is asked, by whom it is about; goes before the last day"),
        [_KARIN],
    ),
    "waves": Placeholder(
        Phrase("Campaigns with links"),
        Phrase("the campaigns, each with its leaders, its last day and its link"),
        [_wave("Våg 1", _KARIN, _LAST_DAY), _wave("Våg 2", _OLLE, date(2026, 12, 18))],
    ),
    "campaign": Placeholder(
        Phrase("Name of the campaign"), Phrase("the name of the campaign"), "Hösten 2026"
    ),
    "later": Placeholder(
        Phrase("Later campaign"), Phrase("the campaign that the leader is moved to"), "Våren 2027"
    ),
    "purpose": Placeholder(
        Phrase("Purpose of the programme"), Phrase("the purpose of the programme"), _PURPOSE
    ),
    "minutes": Placeholder(Phrase("Number of minutes"), Phrase("how many minutes it takes"), 8),
    "k": Placeholder(
        Phrase("Least number of answers"), Phrase("the fewest answers that are shown"), 3
    ),
    "leader": Placeholder(
        Phrase("Name of the leader"), Phrase("the name of the leader"), "Karin Lund"
    ),
    "coach": Placeholder(Phrase("Name of the coach"), Phrase("the name of the coach"), "Siv Ros"),
    "coach_address": Placeholder(
        Phrase("Address of the coach"), Phrase("the address of the coach"), "siv.ros@example.se"
    ),
    "from_day": Placeholder(
        Phrase("First day to read"), Phrase("the first day on which the coach may read"), _LAST_DAY
    ),
    "ends_on": Placeholder(
        Phrase("Last day to read"),
        Phrase("the last day on which the coach may read"),
        date(2026, 12, 18),
    ),
    "data_protection": Placeholder(
        Phrase("Contact for personal data"),
        Phrase("whom to ask about personal data"),
        "dataskyddsombud@example.se",
    ),
    "with_coach": Placeholder(
        Phrase("Together with the coach"),
        Phrase("to read the rest with the coach, where there is one"),
        "Siv Ros",
    ),
    "and_coach": Placeholder(
        Phrase("And the coach"), Phrase("“and your coach”, where there is one"), "Siv Ros"
    ),
    "meets": Placeholder(
        Phrase("Whom one meets"), Phrase("the name of the one to meet"), "Siv Ros"
    ),
    "talk_day": Placeholder(
        Phrase("Day of the talk"), Phrase("the day of the talk"), date(2026, 12, 17)
    ),
    "talk_time": Placeholder(Phrase("Time of the talk"), Phrase("the time of the talk"), "10:00"),
    "talk_place": Placeholder(Phrase("Place of the talk"), Phrase("where the talk is"), "Rum 4"),
    "what_comes": Placeholder(
        Phrase("Whether there is a new time"),
        Phrase("whether there will be a new time"),
        "Ni får ett nytt mejl när det finns en ny tid.",
    ),
    "how_read": Placeholder(
        Phrase("How the report is read"),
        Phrase("whether the report is read the evening before or in the talk"),
        "Ni läser rapporten tillsammans i samtalet.",
    ),
    "until": Placeholder(
        Phrase("Last day to propose"),
        Phrase("the last day to propose and approve"),
        date(2026, 11, 20),
    ),
    "waiting": Placeholder(Phrase("Number of proposals"), Phrase("how many proposals wait"), 4),
    "line": Placeholder(
        Phrase("Line of the approver"),
        Phrase("what the approver wrote"),
        "Ta gärna med någon från nattpatrullen.",
    ),
    "thanks": Placeholder(
        Phrase("Thanks of the leader"),
        Phrase("what the leader writes to all"),
        "Tack! Det här tar jag med mig.",
    ),
    "what": Placeholder(
        Phrase("What is to be done"),
        Phrase("what the plan says is to be done"),
        "Fråga en gång till på varje möte.",
    ),
    "by_when": Placeholder(
        Phrase("Day to be done by"), Phrase("the day by which it is to be done"), date(2027, 1, 15)
    ),
    "leaders": Placeholder(
        Phrase("Leaders with reports"),
        Phrase("the leaders whose reports are ready, with the campaign, one a line"),
        ["Karin Lund, Hösten 2026", "Olle Sand, Hösten 2026"],
    ),
    "number": Placeholder(Phrase("Number of reports"), Phrase("how many reports are ready"), 2),
    "goals": Placeholder(
        Phrase("Goals of the plan"), Phrase("the goals of the plan, one a line"), ["Lyssna klart."]
    ),
    "contact": Placeholder(
        Phrase("Line about the contact"),
        Phrase("a line about whom to ask, where somebody is named"),
        "",
    ),
    "contact_name": Placeholder(Phrase("Name of the contact"), Phrase("whom to ask"), "Eva Holm"),
    "contact_phone": Placeholder(
        Phrase("Phone of the contact"), Phrase("their phone number"), "019-21 10 10"
    ),
    "contact_email": Placeholder(
        Phrase("Address of the contact"), Phrase("their address"), "eva.holm@example.se"
    ),
    "organisation": Placeholder(
        Phrase("Name of the organisation"), Phrase("the name of the organisation"), "Exempelkommun"
    ),
}
"""Every name a letter may use, the most used first."""

PIECES: Final = frozenset({"contact", "headline", "with_coach", "and_coach"})
"""Names that are made of other facts."""


def example_facts(
    settings: Settings | None = None,
    programme: Programme | None = None,
    campaign: Campaign | None = None,
    *,
    organisation: str = "",
) -> dict[str, object]:
    """Return invented facts for every name, with the true ones of a programme or campaign."""
    facts = {name: one.example for name, one in PLACEHOLDERS.items() if name not in PIECES}
    if organisation:
        facts["organisation"] = organisation
    if settings is not None:
        facts["contact_phone"] = settings.help_phone
    if programme is not None:
        department = programme.department
        facts["purpose"], facts["k"] = programme.purpose, programme.k
        facts["contact_name"] = department.contact_name or department.name
        facts["contact_phone"] = department.contact_phone or facts["contact_phone"]
        facts["contact_email"] = department.contact_email
    if campaign is not None:
        facts.update(
            campaign=campaign.name,
            purpose=campaign.purpose,
            k=policy_of(campaign).least,
            last_day=campaign.last_day,
        )
    return facts
