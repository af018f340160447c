"""The same act at both doors, page and command line, stands in the audit log in the same words."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from feedback.cli.main import main
from feedback.clock import utc_now
from feedback.models import (
    Account,
    AuditEntry,
    Campaign,
    ErasureStop,
    Invitation,
    Mail,
    MailState,
    Person,
    StandIn,
    Subject,
    Wrong,
)
from feedback.operations.acts import Act
from feedback.operations.letters.texts import text_of
from feedback.operations.people.corrections import report_wrong
from feedback.operations.people.people_list import PeopleList, RaterEntry
from feedback.operations.results.sharing import share_with_coach
from feedback.operations.rights import accounts
from feedback.text.addresses import fold_address
from tests.acting import by
from tests.factories import person
from tests.feedback import doors
from tests.feedback.office import PEOPLE, Office
from tests.feedback.world import KARIN, NILS, NOW, ORGANISER, SARA, form_to

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session
    from webtest import TestApp

    from tests.feedback.doors import Both
    from tests.feedback.world import World

SENT_AT: Final = datetime(2020, 1, 7, 9, tzinfo=UTC)
STUCK: Final = (KARIN, "olle.sand@example.se", "per.holm@example.se")
LAST_DAY: Final = date(2099, 3, 26)
PLACED: Final = "Namn;E-post;Organisation\nEva Ny;eva.ny@example.se;Skola\n"
ROWS: Final = (
    "leader_email;leader_name;rater_email;rater_name;group\n"
    f"{KARIN};Karin Lund;ida.ny@example.se;Ida Ny;team\n"
)
WITH_PAPER: Final = PeopleList(
    tuple(
        replace(one, raters=(*one.raters, RaterEntry("Pia", "team", None, "17")))
        for one in PEOPLE.leaders
    )
)
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=list )[0-9a-f]{12}")

Noted = list[tuple[str, str, str, str]]


def test_every_act_has_both_doors_or_a_reason() -> None:
    drafts, closed = (*doors.DRAFT, *doors.REHEARSAL), (*doors.CLOSED, *doors.CLOSED_REHEARSAL)
    both = {case.act for case in (*doors.INSTALLATION, *drafts, *doors.OPEN, *closed)}

    assert both | doors.ONE_DOOR.keys() == set(Act)
    assert not both & doors.ONE_DOOR.keys()


def test_the_installation_is_changed_alike(house: House) -> None:
    house.check(doors.INSTALLATION, house.world.campaign, house.world.campaign)


def test_a_draft_is_changed_alike(house: House) -> None:
    office = house.office()
    drafts = [office.draft(name=name, last_day=LAST_DAY) for name in ("Ett", "Två")]
    office.draft(PeopleList(()), name="Senare", last_day=LAST_DAY)

    house.check(doors.DRAFT, *drafts)


def test_a_rehearsal_is_made_real_alike(house: House) -> None:
    office = house.office()
    drafts = [office.draft(name=name, last_day=LAST_DAY) for name in ("Ett", "Två")]
    with house.world.database.writing() as session:
        session.execute(
            update(Campaign)
            .where(Campaign.id.in_(drafts))
            .values(is_rehearsal=True, rehearsal_address=ORGANISER)
        )

    house.check(doors.REHEARSAL, *drafts)


def test_a_rehearsal_that_has_closed_is_erased_alike(house: House) -> None:
    closed = [house.world.campaign, house.world.other_campaign]
    with house.world.database.writing() as session:
        session.execute(
            update(Campaign)
            .where(Campaign.id.in_(closed))
            .values(is_rehearsal=True, rehearsal_address=ORGANISER)
        )

    house.check(doors.CLOSED_REHEARSAL, *closed)


def test_an_open_campaign_is_changed_alike(house: House) -> None:
    office = house.office()
    opened = [office.opened(WITH_PAPER, name=name, last_day=LAST_DAY) for name in ("Ett", "Två")]
    with house.world.database.writing() as session:
        session.execute(update(Mail).values(state=MailState.SENT, sent_at=SENT_AT))
        # Of each campaign three mails wait for somebody to decide: to Karin, Olle and Per.
        stuck = select(Person.id).where(Person.email.in_(STUCK))
        session.execute(
            update(Mail).where(Mail.person_id.in_(stuck)).values(state=MailState.UNCERTAIN)
        )
        for campaign_id in opened:
            for name in ("anna", "bo", "cia", "dan"):
                found = session.get_one(Invitation, UUID(house.names(campaign_id)[name]))
                report_wrong(session, found, Wrong.GROUP)

    house.check(doors.OPEN, *opened)


def test_what_a_campaign_gave_is_shared_alike(house: House) -> None:
    world = house.world
    with world.database.writing() as session:
        share_with_coach(session, session.get_one(Subject, world.olle), by=by(NOW))
        session.get_one(Subject, world.sara).coach = person(session, NILS)

    house.check(doors.CLOSED, world.campaign, world.other_campaign)


class House:
    """Both doors to one database, and what is behind them by name."""

    def __init__(self, world: World, folder: Path) -> None:
        """Take the place where an operator's files lie."""
        self.world, self.folder = world, folder
        self.browsers: dict[str, TestApp] = {}

    def office(self) -> Office:
        """Return an office whose department the organiser of these tests organises."""
        office = Office(self.world.database, self.world.settings, now=utc_now())
        office.draft(PeopleList(()), name="Först", last_day=LAST_DAY)
        with self.world.database.writing() as session:
            accounts.grant_department(session, ORGANISER, "Barn och utbildning", by=by(NOW))
        return office

    def check(self, cases: tuple[Both, ...], page: UUID, command: UUID) -> None:
        """Do each act at both doors, and see that the log says the same of both, once."""
        told: dict[int, tuple[Noted, Noted]] = {}
        for number, case in enumerate(cases):
            told[number] = (self._on_a_page(case, page), self._typed(case, command))

        assert {n: pair[0] for n, pair in told.items()} == {n: pair[1] for n, pair in told.items()}
        assert [Counter(one[0] for one in told[n][0]) for n in told] == [
            Counter([case.act.value]) for case in cases
        ]

    def names(self, campaign_id: UUID) -> dict[str, str]:
        """Return what a door acts on, by the names that the cases use."""
        with self.world.database.reading() as session:
            campaign = session.get_one(Campaign, campaign_id)
            return {
                "c": str(campaign.id),
                "name": campaign.name,
                "programme": str(campaign.programme_id),
                "department": str(campaign.programme.department_id),
                "department_name": campaign.programme.department.name,
                **_people(session, campaign),
                **_one_of_each(session, campaign),
                **self._files(session, campaign),
            }

    def _files(self, session: Session, campaign: Campaign) -> dict[str, str]:
        letter = text_of(session, campaign.programme, "invitation", "sv")
        written = {
            "letter": f"{letter.subject}\n\n{letter.body}",
            "correction": f"{doors.TEXT['subject_sv']}\n\n{doors.TEXT['body_sv']}",
            "list": ROWS,
            "teams": "Skolans ledning; Eva Ny; eva.ny@example.se; chef\n",
            "staff": PLACED,
            "cohorts": "Grupp 1; 2027-02-01; 2027-11-30\n",
            "memberships": "Eva Ny; eva.ny@example.se; Grupp 1\n",
            "modules": "Klar ledare\n",
            "occasions": "Klar ledare; Grupp 1; 2027-03-01\n",
            "initiatives": "Mentor; ; ; ; pågår\n",
        }
        for name, content in written.items():
            (self.folder / f"{name}.csv").write_text(content, encoding="utf-8")
        paths = {name: str(self.folder / f"{name}.csv") for name in written}
        return paths | {"rows": ROWS, "placed": PLACED, "out": str(self.folder / "letters.pdf")}

    def _on_a_page(self, case: Both, campaign_id: UUID) -> Noted:
        names, browser = self.names(campaign_id), self._signed_in(case.who)
        if case.first is not None:
            path, fields = case.first
            self._sent(browser, path.format(**names), _filled(fields, names), 302)
        where, shown = case.page.format(**names), {}
        if case.stands_on:
            form = form_to(browser.get(case.stands_on.format(**names)), where)
            shown = {name: value for name, value in form.submit_fields() if name != "act"}
        since = self._newest()
        self._sent(browser, where, {**shown, **_filled(case.fields, names)}, case.status)
        return self._noted(since, names)

    def _typed(self, case: Both, campaign_id: UUID) -> Noted:
        names, since = self.names(campaign_id), self._newest()
        done = CliRunner().invoke(main, shlex.split(case.command.format(**names)))
        assert done.exit_code == 0, (case.command, done.output)
        return self._noted(since, names)

    def _sent(self, browser: TestApp, path: str, fields: dict[str, str], status: int) -> None:
        token = next(iter(browser.get("/start").maybe_follow().forms.values()))["csrf_token"].value
        answer = browser.post(path, {**fields, "csrf_token": token}, status="*")
        assert answer.status_int == status, (path, fields, answer.text)

    def _signed_in(self, who: str) -> TestApp:
        if who not in self.browsers:
            self.browsers[who] = self.world.sign_in(who)
        return self.browsers[who]

    def _newest(self) -> int:
        with self.world.database.reading() as session:
            return session.scalar(select(func.max(AuditEntry.number))) or 0

    def _noted(self, since: int, names: dict[str, str]) -> Noted:
        """Return what was noted since, ids told by name and new ones by none."""
        called = {found: name for name, found in names.items() if _ID.fullmatch(found)}

        def told(text: str) -> str:
            return _ID.sub(lambda found: called.get(found[0], "…"), text)

        with self.world.database.reading() as session:
            entries = session.scalars(
                select(AuditEntry).where(AuditEntry.number > since).order_by(AuditEntry.number)
            )
            return [
                (
                    one.action,
                    told(one.object),
                    told(one.details).replace(names["name"], "it"),
                    told(str(one.department_id)),
                )
                for one in entries
            ]


@pytest.fixture
def house(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Open both doors."""
    for name, value in world.environment.items():
        monkeypatch.setenv(name, value)
    return House(world, tmp_path)


def _filled(fields: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    return {name: value.format(**names) for name, value in fields.items()}


def _people(session: Session, campaign: Campaign) -> dict[str, str]:
    """Return leaders, and raters of the first, by their first names; the one that CLOSED is of."""
    subjects = session.scalars(select(Subject).where(Subject.campaign_id == campaign.id)).all()
    found = {_first_name(one): str(one.id) for one in subjects}
    karin = next((one.id for one in subjects if _first_name(one) == "karin"), None)
    asked = session.scalars(select(Invitation).where(Invitation.subject_id == karin))
    for one in asked:
        if one.rater.person is not None and one.group != "self":
            found.setdefault(one.rater.person.name.split()[0].lower(), str(one.id))
    led = next((one for one in subjects if one.person.email in {KARIN, SARA}), None)
    if led is not None:
        found |= {"led": str(led.id), "address": fold_address(led.person.email or "")}
    return found


def _first_name(subject: Subject) -> str:
    return subject.person.name.split()[0].lower()


def _one_of_each(session: Session, campaign: Campaign) -> dict[str, str]:
    """Return the first of what there may be several of, as things stand."""
    account = session.scalar(select(Account.id).where(Account.email == "ny@example.se"))
    stop = session.scalar(
        select(ErasureStop.id).where(ErasureStop.lifted_at.is_(None)).order_by(ErasureStop.since)
    )
    stand_in = session.scalar(
        select(StandIn.id).join(StandIn.subject).where(Subject.campaign_id == campaign.id)
    )
    mail = session.scalar(
        select(Mail.id)
        .join(Mail.person)
        .where(Mail.campaign_id == campaign.id, Mail.state == MailState.UNCERTAIN)
        .order_by(Person.email)
    )
    later = session.scalar(select(Campaign.id).where(Campaign.name == "Senare"))
    found = {
        "account": account, "stop": stop, "stand_in": stand_in, "mail": mail, "later": later,
    }  # fmt: skip
    return {name: str(value) for name, value in found.items() if value is not None}
