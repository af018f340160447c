"""Two departments with a closed campaign each, and everybody who works with them.

world = make_world(database, settings)
browser = world.sign_in("maja.berg@example.se")      # by the mailed code
browser.get(f"/coach/{world.karin}")
"""

from __future__ import annotations

import email
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import policy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sqlalchemy import select
from webtest import TestApp
from werkzeug.routing import AnyConverter, IntegerConverter, UUIDConverter

from feedback import create_app
from feedback.database import Database
from feedback.models import Campaign, Department, Invitation, Subject
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.own_surveys import copy_survey
from feedback.operations.plans.planning import begin_plan
from feedback.operations.results.sharing import share_with_coach, share_with_leader
from feedback.operations.rights import accounts
from feedback.signin import desk_of
from tests.acting import by
from tests.applications import move
from tests.factories import OpenCampaign, open_campaign, person, small_survey, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from flask import Flask
    from werkzeug.routing import Rule

    from feedback.config import WorkerSettings
    from tests.databases import Databases

NOW: Final = datetime(2026, 12, 5, 3, 0, tzinfo=UTC)

KARIN: Final = "karin.lund@example.se"  # leader, coached by Maja
OLLE: Final = "olle.ek@example.se"  # leader, coached by Nils
SARA: Final = "sara.holm@example.se"  # leader of another department
MAJA: Final = "maja.berg@example.se"
NILS: Final = "nils.falk@example.se"
ORGANISER: Final = "hr@example.se"
OTHER_ORGANISER: Final = "hr.annan@example.se"
ADMIN: Final = "admin@example.se"
STRANGER: Final = "okand@example.se"
RATER: Final = "team1@example.se"

EVERYBODY: Final = (KARIN, OLLE, SARA, MAJA, NILS, ORGANISER, OTHER_ORGANISER, ADMIN)
HTTPS: Final = {
    "wsgi.url_scheme": "https",
    "HTTP_HOST": "feedback.example.se",
    "HTTP_REFERER": "https://feedback.example.se/",
}


@dataclass
class World:
    """The application and the ids of what is in it."""

    app: Flask
    database: Database
    settings: WorkerSettings
    campaign: UUID
    other_campaign: UUID
    karin: UUID
    olle: UUID
    sara: UUID
    plan: UUID  # Karin's, begun without a report
    rater_link: str

    @cached_property
    def programmes(self) -> tuple[UUID, UUID]:
        """Return the ids of both programmes, the first campaign's first."""
        with self.database.reading() as session:
            ours, theirs = (
                session.get_one(Campaign, one).programme_id
                for one in (self.campaign, self.other_campaign)
            )
        return ours, theirs

    @cached_property
    def own_surveys(self) -> tuple[UUID, UUID]:
        """Return the ids of one own survey of each department, made when first asked for."""
        with self.database.writing() as session:
            first, second = (
                copy_survey(
                    session,
                    session.get_one(Department, one),
                    small_survey(),
                    title="Egen enkät",
                    by=by(NOW),
                ).id
                for one in self.departments
            )
            return first, second

    @cached_property
    def departments(self) -> tuple[UUID, UUID]:
        """Return the ids of both departments, the first campaign's first."""
        with self.database.reading() as session:
            first, second = (
                session.get_one(Campaign, one).programme.department_id
                for one in (self.campaign, self.other_campaign)
            )
            return first, second

    @cached_property
    def invitations(self) -> dict[UUID, UUID]:
        """Return one rater's invitation of each campaign, by the campaign's id."""
        with self.database.reading() as session:
            rows = session.execute(
                select(Subject.campaign_id, Invitation.id)
                .join(Subject, Invitation.subject_id == Subject.id)
                .where(Invitation.group != "self")
            )
            return {row[0]: row[1] for row in rows}

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings of an operator's machine with the same database."""
        return {
            "FEEDBACK_BASE_URL": self.settings.base_url,
            "FEEDBACK_MAIL_FROM": self.settings.mail_from,
            "FEEDBACK_INSTANCE": str(self.settings.instance),
            "FEEDBACK_BACKUPS": str(self.settings.backup_folder),
            "FEEDBACK_DATABASE_URL": self.settings.database_url,
        }

    def browser(self) -> TestApp:
        """Return a browser that nobody has signed in with."""
        return TestApp(self.app, extra_environ=HTTPS)

    def sign_in(self, address: str, *, language: str = "en") -> TestApp:
        """Return a browser in which somebody has signed in by the mailed code."""
        browser = self.browser()
        self.choose_language(browser, language)
        self.sign_in_with(browser, address)
        return browser

    def sign_in_with(self, browser: TestApp, address: str) -> None:
        """Sign somebody in by the mailed code, in a browser that is there."""
        self.ask_for_code(browser, address)
        answer = self.type_code(browser, self.mailed_code(address))
        assert answer.location.endswith("/start"), answer

    def choose_language(self, browser: TestApp, language: str) -> None:
        """Let a browser show staff pages in a language."""
        token = form_to(browser.get("/sign-in").maybe_follow(), "/language")["csrf_token"].value
        browser.post("/language", {"csrf_token": token, "language": language, "back": "/start"})

    def ask_for_code(self, browser: TestApp, address: str) -> Any:  # noqa: ANN401 - WebTest brings no types
        """Ask for a code and wait until it is mailed; return the answer."""
        form = form_to(browser.get("/sign-in"), "/sign-in")
        form["address"] = address
        answer = form.submit()
        desk_of(self.app).settle()
        return answer

    def type_code(self, browser: TestApp, code: str) -> Any:  # noqa: ANN401 - WebTest brings no types
        """Type a code on its page; return the answer."""
        form = form_to(browser.get("/sign-in/code"), "/sign-in/code")
        form["passcode"] = code
        return form.submit()

    def mails_to(self, address: str) -> list[str]:
        """Return what was mailed to somebody, the oldest first."""
        mails = _mails(self.settings.instance / "mail")
        return [text for to, text in mails if to == address.strip().lower()]

    def mailed_code(self, address: str) -> str:
        """Return the code of the newest mail to somebody."""
        found = re.search(r"^(\d[\d ]+)$", self.mails_to(address)[-1], re.MULTILINE)
        assert found
        return found.group(1).replace(" ", "")

    def share_with_coach(self, subject_id: UUID) -> None:
        """Share a release with its coach."""
        with self.database.writing() as session:
            share_with_coach(session, session.get_one(Subject, subject_id), by=by(NOW))

    def share_with_leader(self, subject_id: UUID) -> None:
        """Share a release with its coach and then with its leader."""
        self.share_with_coach(subject_id)
        with self.database.writing() as session:
            share_with_leader(session, session.get_one(Subject, subject_id), by=by(NOW))

    def accounts(self) -> list[str]:
        """Return the addresses that have an account."""
        with self.database.reading() as session:
            return [account.email for account in accounts.all_accounts(session)]

    def dispose(self) -> None:
        """Close every connection to the database, the application's too."""
        self.app.extensions["feedback.database"].dispose()
        self.database.dispose()


def make_world(database: Database, settings: WorkerSettings) -> World:
    """Run both campaigns to their end and grant what does not follow from them."""
    first = _closed(database, settings, ("Karin Lund", "Olle Ek"))
    second = _closed(database, settings, ("Sara Holm",))
    with database.writing() as session:
        subjects = {one.person.email: one for one in session.scalars(select(Subject))}
        subjects[KARIN].coach = person(session, MAJA, "Maja Berg")
        subjects[OLLE].coach = person(session, NILS, "Nils Falk")
        for address, made in ((ORGANISER, first), (OTHER_ORGANISER, second)):
            department = session.get_one(Campaign, made.id).programme.department
            accounts.grant_department(session, address, department.name, by=by())
        accounts.grant_admin(session, ADMIN, by=by())
        plan = begin_plan(session, subjects[KARIN].person, None, now=NOW, language="sv").id
        ids = {str(address): one.id for address, one in subjects.items()}
    return World(
        app=create_app(settings),
        database=database,
        settings=settings,
        campaign=first.id,
        other_campaign=second.id,
        karin=ids[KARIN],
        olle=ids[OLLE],
        sara=ids[SARA],
        plan=plan,
        rater_link=first.link_to(RATER),
    )


def world_in(databases: Databases, folder: Path, **others: object) -> World:
    """Make a world in a database of its own, to be copied: nobody has it open."""
    url = databases.create()
    made = make_world(Database(url), test_settings(folder, url, **others))
    made.dispose()
    return made


@contextmanager
def copied(world: World, databases: Databases, folder: Path) -> Iterator[World]:
    """Give the same world anew, on a copy of its database; its application moves there."""
    url = databases.copy(world.database.url)
    settings = world.settings.model_copy(
        update={"instance": folder / "instance", "database_url": url}
    )
    for keys in (settings.link_key_folder, settings.seal_key_folder):
        keys.prepare()
    copy = replace(world, app=move(world.app, settings), database=Database(url), settings=settings)
    yield copy
    copy.dispose()
    databases.drop(url)


def form_to(page: Any, path: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Return the form of a page that is sent to a path."""
    here = page.request.path
    found = [
        form for form in page.forms.values() if (form.action or here).partition("?")[0] == path
    ]
    assert found, f"no form to {path} on {here}"
    return found[0]


def guess(rule: Rule, name: str) -> object:
    """Return something that fits an argument of an address for which there is no real one."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, IntegerConverter):
        return 7
    return uuid4() if isinstance(converter, UUIDConverter) else "x"


def _closed(database: Database, settings: WorkerSettings, leaders: tuple[str, ...]) -> OpenCampaign:
    made = open_campaign(database, settings, leaders=leaders, raters=RATERS)
    fill(made)
    close_campaign(database, settings, made.id, now=NOW)
    return made


def _mails(folder: Path) -> list[tuple[str, str]]:
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    messages = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files
    ]
    return [
        (str(one["To"]), body.get_content())
        for one in messages
        if (body := one.get_body(("plain",))) is not None
    ]
