"""Make campaigns to test with: what each test does not care about has a sensible value.

    campaign = open_campaign(database, settings)            # one leader, one rater a group
    campaign.link_to("anna@example.se")                     # that rater's path, /s/…

The campaign is open, its link key lies in the settings' key folder, and the private seal
key in `seal_key`, so that a test may open what was sent.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from feedback.ballot import Ballot, new_number
from feedback.ballot.opening import new_seal_pair, open_envelopes
from feedback.config import WorkerSettings
from feedback.models import (
    Campaign,
    Department,
    Envelope,
    Instrument,
    Invitation,
    Person,
    Programme,
    Rater,
    State,
    Subject,
)
from feedback.operations.answering.links import link_of
from feedback.operations.campaigns.pledging import forget_pledge, pledge
from surveys.loader import parse_survey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.database import Database
    from surveys.model import Survey

_numbers = itertools.count(1)

SMALL_SURVEY = """
id: small
version: 1
status: draft
languages: [sv, en]
title: {sv: Så leder vi, en: How we lead}
lead: {sv: "Hur ofta gör {name} så här?", en: "How often does {name} do this?"}
lead_self: {sv: "Hur ofta gör du så här?", en: "How often do you do this?"}
scale:
  from: 1
  to: 6
  labels:
    1: {sv: Nästan aldrig, en: Almost never}
    2: {sv: Sällan, en: Seldom}
    3: {sv: Ibland, en: Sometimes}
    4: {sv: Ganska ofta, en: Fairly often}
    5: {sv: Mycket ofta, en: Very often}
    6: {sv: Nästan alltid, en: Almost always}
  cannot_judge: {sv: Kan inte bedöma, en: Cannot judge}
groups:
  - {key: self, kind: self, label: {sv: Jag, en: Self}}
  - {key: manager, kind: identified, label: {sv: Närmaste chef, en: Manager}}
  - {key: peer, kind: protected, label: {sv: Chefskollegor, en: Peers}}
  - {key: team, kind: protected, label: {sv: Medarbetare, en: Team}}
traits:
  - key: saker
    name: {sv: Säker, en: Secure}
    description: {sv: Kan ramarna., en: Knows the frames.}
    items:
      - key: lugn
        others: {sv: "{name} håller sig lugn.", en: "{name} stays calm."}
        self: {sv: Jag håller mig lugn., en: I stay calm.}
      - key: lika
        others: {sv: "{name} låter samma regler gälla.", en: "{name} applies the same rules."}
        self: {sv: Jag låter samma regler gälla., en: I apply the same rules.}
        hint: {sv: Till exempel raster., en: For example breaks.}
      - key: misstag
        others: {sv: "{name} berättar om misstag.", en: "{name} tells of mistakes."}
        self: {sv: Jag berättar om misstag., en: I tell of mistakes.}
  - key: klar
    name: {sv: Klar, en: Clear}
    items:
      - key: lyssnar
        others: {sv: "{name} lyssnar färdigt.", en: "{name} hears people out."}
        self: {sv: Jag lyssnar färdigt., en: I hear people out.}
      - key: berom
        others: {sv: "{name} ger beröm.", en: "{name} gives praise."}
        self: {sv: Jag ger beröm., en: I give praise.}
      - key: mal
        others: {sv: "{name} sätter tydliga mål.", en: "{name} sets clear goals."}
        self: {sv: Jag sätter tydliga mål., en: I set clear goals.}
questions:
  - key: fortsatt
    text: {sv: "Vad gör {name} bra?", en: "What does {name} do well?"}
    self: {sv: Vad gör jag bra?, en: What do I do well?}
  - key: borja
    text: {sv: "Vad vill du att {name} börjar göra?", en: "What should {name} start doing?"}
    self: {sv: Vad vill jag börja göra?, en: What do I want to start doing?}
conditions:
  title: {sv: Förutsättningar, en: Conditions}
  intro: {sv: Frågorna handlar om vad du får för att kunna leda., en: What you are given to lead.}
  items:
    - {key: stod, text: {sv: Jag får stöd av min chef., en: My manager supports me.}}
    - {key: antal, text: {sv: Jag hinner prata med alla., en: I have time for everybody.}}
"""


def small_survey(*, layout: str = "by-trait") -> Survey:
    """Return a small survey: two traits, six items, two questions, conditions; sv and en."""
    return parse_survey(SMALL_SURVEY + f"layout: {layout}\n", source="small.yaml")


def test_settings(folder: Path, database_url: str, **others: object) -> WorkerSettings:
    """Return settings whose instance folder, keys and backups lie in a temporary folder."""
    given: dict[str, object] = {
        "base_url": "https://feedback.example.se",
        "mail_from": "Enkät <enkat@example.se>",
        "instance": folder / "instance",
        "backups": folder / "kept",  # never in one folder with keys
        "database_url": database_url,
        "secret_key": "only for tests, and as long as others",
        "organisation": "Testköpings kommun",
        "help_phone": "019-21 10 00",
        "mail_per_minute": 60_000,  # a clock that stands still would never let the next one go
        **others,
    }
    made = WorkerSettings.model_validate(given)
    made.backup_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return made


test_settings.__test__ = False  # type: ignore[attr-defined] # its name must not make it a test


def tasks_about(subject: Subject) -> Sequence[Invitation]:
    """Return the tasks of everybody on a leader's list."""
    session = object_session(subject)
    assert session is not None
    return session.scalars(select(Invitation).where(Invitation.subject_id == subject.id)).all()


@dataclass
class OpenCampaign:
    """A campaign that was launched, with all that a test needs to act on it."""

    database: Database
    settings: WorkerSettings
    id: UUID
    seal_key: bytes
    links: dict[str, str] = field(default_factory=dict)  # by the rater's address

    def link_to(self, address: str) -> str:
        """Return the path of a rater's link, /s/…."""
        return self.links[address]

    def set_state(self, state: State) -> None:
        """Put the campaign into another state, without doing what leads there."""
        with self.database.writing() as session:
            session.get_one(Campaign, self.id).state = state

    def ballots(self) -> list[Ballot]:
        """Open every envelope that was sent."""
        with self.database.reading() as session:
            sealed = session.scalars(
                select(Envelope.sealed).where(Envelope.campaign_id == self.id)
            ).all()
        return list(open_envelopes(self.seal_key, sealed))

    def pledge_anew(self) -> None:
        """Pledge what stands in the database now, as if the campaign had been launched with it."""
        forget_pledge(self.settings, self.id)
        pledge(self.database, self.settings, self.id)

    def count(self, table: type) -> int:
        """Return how many rows a table has."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


def open_campaign(
    database: Database,
    settings: WorkerSettings,
    *,
    survey: Survey | None = None,
    leaders: tuple[str, ...] = ("Karin Lund",),
    raters: tuple[tuple[str, str], ...] = (
        ("self", ""),
        ("manager", "per@example.se"),
        ("team", "anna@example.se"),
        ("team", "bo@example.se"),
        ("team", "cia@example.se"),
        ("peer", "dan@example.se"),
    ),
    language: str = "sv",
    state: State = State.OPEN,
) -> OpenCampaign:
    """Make a campaign in which the same raters rate every leader."""
    private, public = new_seal_pair()
    with database.writing() as session:
        campaign = _campaign(session, survey or small_survey(), state, public)
        for folder in (settings.link_key_folder, settings.seal_key_folder):
            folder.prepare()
        key = settings.link_key_folder.create(campaign.id)
        settings.seal_key_folder.create(campaign.id, private)
        made = OpenCampaign(database, settings, campaign.id, private)
        found: dict[str, Rater] = {}
        for name in leaders:
            _leader(session, campaign, name, raters, language, found)
        for address, rater in found.items():
            made.links[address] = link_of(rater, key, "")
    pledge(database, settings, made.id)
    return made


def address_of(name: str) -> str:
    """Return the address that the factories give a leader: karin.lund@example.se."""
    plain = name.lower().translate(str.maketrans("åäöé ", "aaoe."))
    return f"{plain}@example.se"


def _campaign(session: Session, survey: Survey, state: State, public_key: bytes) -> Campaign:
    number = next(_numbers)
    department = Department(
        name=f"Förvaltning {number}",
        controller="Nämnden",
        contact_name="Eva Holm",
        contact_phone="019-21 10 10",
        contact_email="eva.holm@example.se",
    )
    programme = Programme(
        department=department,
        name=f"Program {number}",
        instruments=[Instrument(survey_id=survey.id)],
        purpose="Att chefen ska utvecklas.",
        k=3,
        policy="merge",
    )
    campaign = Campaign(
        programme=programme,
        name="Hösten 2026",
        state=state,
        survey_json=survey.canonical_json(),
        k=3,
        policy="merge",
        purpose=programme.purpose,
        last_day=date(2026, 12, 4),
        public_key=public_key,
    )
    session.add(campaign)
    session.flush()
    return campaign


def _leader(
    session: Session,
    campaign: Campaign,
    name: str,
    raters: tuple[tuple[str, str], ...],
    language: str,
    found: dict[str, Rater],
) -> None:
    leader = person(session, address_of(name), name)
    subject = Subject(
        campaign=campaign, person=leader, title="Rektor", workplace_name="Norra skolan"
    )
    session.add(subject)
    for group, given in raters:
        address = given or address_of(name)
        if address not in found:
            found[address] = Rater(
                campaign=campaign,
                person=person(session, address),
                number=new_number(),
                language=language,
            )
        session.add(Invitation(subject=subject, rater=found[address], group=group))
    session.flush()


def person(session: Session, address: str, name: str = "") -> Person:
    """Return the person with this address, made if there is none."""
    found = session.scalar(select(Person).where(Person.email == address))
    if found is None:
        found = Person(email=address, name=name or address.partition("@")[0].title())
        session.add(found)
        session.flush()
    return found
