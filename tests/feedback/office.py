"""A municipality's office to test with: campaigns from people lists, a clock, an outbox."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from feedback.jobs import Duty, Worker
from feedback.models import Campaign, Invitation, Mail, Person, Rater, State, Subject
from feedback.operations.answering.links import link_of
from feedback.operations.campaigns.lifecycle import ask_launch
from feedback.operations.campaigns.programmes import (
    create_campaign,
    create_programme,
    find_programme,
)
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.operations.people.register import find_or_add_department
from tests.acting import by
from tests.factories import small_survey

if TYPE_CHECKING:
    from email.message import EmailMessage
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.config import WorkerSettings
    from feedback.database import Database

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LAST_DAY = date(2026, 12, 4)


def rater(name: str, group: str = "team", language: str = "sv") -> RaterEntry:
    """Return a rater whose address is made of their name."""
    return RaterEntry(name=name, group=group, email=address_of(name), language=language)


def leader(name: str, *raters: RaterEntry, coach: str | None = None) -> LeaderEntry:
    """Return a leader whose address is made of their name."""
    return LeaderEntry(
        email=address_of(name),
        name=name,
        title="Rektor",
        workplace="Norra skolan",
        coach_email=address_of(coach) if coach else None,
        raters=raters,
    )


def address_of(name: str) -> str:
    """Return karin.lund@example.se for Karin Lund."""
    plain = name.lower().translate(str.maketrans("åäöé ", "aaoe."))
    return f"{plain}@example.se"


TEAM = tuple(rater(name) for name in ("Anna Berg", "Bo Ek", "Cia Dahl", "Dan Frid", "Eva Gran"))
PEOPLE = PeopleList(
    (
        leader("Karin Lund", *TEAM, rater("Per Holm", "manager"), coach="Siv Ros"),
        leader("Olle Sand", rater("Anna Berg", "peer"), rater("Bo Ek", "peer")),
    )
)


@dataclass
class Office:
    """A database, settings, a clock that stands still, and what has been mailed."""

    database: Database
    settings: WorkerSettings
    now: datetime = field(default=MONDAY)

    @property
    def worker(self) -> Worker:
        """Return a worker with this office's clock."""
        return Worker(self.database, self.settings, now=lambda: self.now)

    def draft(self, people: PeopleList = PEOPLE, *, name: str = "Våg 1", **facts: Any) -> UUID:  # noqa: ANN401 - what create_campaign takes
        """Make a campaign that nobody has heard of yet."""
        with self.database.writing() as session:
            department = find_or_add_department(session, "Barn och utbildning", by=by())
            programme = find_programme(session, department, "Ledare") or create_programme(
                session, department, "Ledare", "small", by=by()
            )
            facts = {"last_day": LAST_DAY, **facts}
            survey = facts.pop("survey", None) or small_survey()
            made = create_campaign(
                session, programme, survey, name=name, people=people, **facts, by=by(self.now)
            )
            return made.id

    def asked(self, people: PeopleList = PEOPLE, *, name: str = "Våg 1", **facts: Any) -> UUID:  # noqa: ANN401 - as above
        """Make a campaign whose launch was asked for."""
        campaign_id = self.draft(people, name=name, **facts)
        self.ask(campaign_id)
        return campaign_id

    def ask(self, campaign_id: UUID) -> None:
        """Ask for a draft's launch."""
        with self.database.writing() as session:
            ask_launch(session, session.get_one(Campaign, campaign_id), by=by(self.now))

    def opened(self, people: PeopleList = PEOPLE, *, name: str = "Våg 1", **facts: Any) -> UUID:  # noqa: ANN401 - as above
        """Make a campaign that is open, its invitations queued."""
        campaign_id = self.asked(people, name=name, **facts)
        self.worker.do(Duty.LAUNCH, campaign_id)
        return campaign_id

    def state(self, campaign_id: UUID) -> State:
        """Return a campaign's state."""
        with self.database.reading() as session:
            return session.get_one(Campaign, campaign_id).state

    def mails(self) -> list[Mail]:
        """Return the whole ledger, reminders too."""
        with self.database.reading() as session:
            return list(session.scalars(select(Mail).order_by(Mail.due_at, Mail.id)))

    def outbox(self) -> list[EmailMessage]:
        """Return the mails that were written to the folder, by recipient."""
        files = sorted((self.settings.instance / "mail").glob("*.eml"))
        mails = [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in files
        ]
        return sorted(mails, key=lambda mail: str(mail["To"]))

    def mail_to(self, name: str) -> EmailMessage:
        """Return the one mail that somebody got."""
        (found,) = [mail for mail in self.outbox() if address_of(name) in str(mail["To"])]
        return found

    def empty_outbox(self) -> None:
        """Throw away what was mailed so far."""
        for file in (self.settings.instance / "mail").glob("*.eml"):
            file.unlink()

    def link_of(self, campaign_id: UUID, name: str) -> str:
        """Return somebody's link as it is now."""
        with self.database.reading() as session:
            found = rater_named(session, campaign_id, name)
            key = self.settings.link_key_folder.read(campaign_id)
            return link_of(found, key, self.settings.base_url)


def rater_named(session: Session, campaign_id: UUID, name: str) -> Rater:
    """Return somebody's place in a campaign."""
    return session.scalars(
        select(Rater)
        .join(Rater.person)
        .where(Rater.campaign_id == campaign_id, Person.email == address_of(name))
    ).one()


def subject_named(session: Session, campaign_id: UUID, name: str) -> Subject:
    """Return a leader's place in a campaign."""
    return session.scalars(
        select(Subject)
        .join(Subject.person)
        .where(Subject.campaign_id == campaign_id, Person.email == address_of(name))
    ).one()


def invitation_of(session: Session, campaign_id: UUID, who: str, about: str) -> Invitation:
    """Return somebody's task about a leader."""
    return session.scalars(
        select(Invitation).where(
            Invitation.rater_id == rater_named(session, campaign_id, who).id,
            Invitation.subject_id == subject_named(session, campaign_id, about).id,
        )
    ).one()


def body_of(message: EmailMessage, kind: str = "plain") -> str:
    """Return the text or the HTML of a mail."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())
