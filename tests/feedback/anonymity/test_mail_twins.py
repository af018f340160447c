"""Whatever an organiser does and watches on a day of reminders, it is the same to the second.

Two installations differ only in whether Anna has answered. What staff see of them is what
leaves as visible mail, and when; every page of mail and campaign; the commands; the log.
"""

from __future__ import annotations

import logging
import re
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from prometheus_client import generate_latest
from sqlalchemy import select

from feedback import create_app
from feedback.ballot import Part
from feedback.database import Database
from feedback.doctor.worker import check_worker
from feedback.models import Campaign, Invitation, Mail
from feedback.operations import ledger
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.campaigns.lifecycle import ask_close, extend
from feedback.operations.ledger import holding
from feedback.operations.letters.asking_again import send_link_again
from feedback.operations.letters.trying import send_test
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.raters import (
    add_rater,
    correct_address,
    move_rater,
    replace_rater,
    withdraw_rater,
)
from feedback.operations.rights import accounts
from feedback.watch.metrics import registry_of
from tests.acting import by
from tests.factories import test_settings
from tests.feedback.anonymity.mail_days import Day
from tests.feedback.cli.commands import feedback
from tests.feedback.office import Office, invitation_of, leader, rater, rater_named, subject_named
from tests.feedback.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tests.databases import Databases

HR: Final = "hr@example.se"
KARIN: Final = "Karin Lund"
ANNA: Final = "Anna Berg"
TEAM: Final = tuple(rater(name) for name in (ANNA, "Bo Ek", "Cia Dahl", "Dan Frid", "Eva Gran"))
PEOPLE: Final = PeopleList((leader(KARIN, *TEAM, rater("Per Holm", "manager")),))
EIGHT: Final = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)  # in Sweden, a week before the last day
EVENING: Final = EIGHT - timedelta(hours=15)
OPENS: Final = EIGHT - timedelta(minutes=1)
PRESSED: Final = tuple(EIGHT + timedelta(seconds=s) for s in (3, 62, 901, 902, 1801))
_TOKEN: Final = re.compile(
    r'name="csrf_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"'
)
_CLOCK: Final = re.compile(r"\b\d{1,2}[.:]\d{2}([.:]\d{2})?\b")
_ROOM: Final = re.compile(r"[\d,]+ GB free|feedback_disk_free_bytes [\d.e+]+")


@dataclass
class Twin:
    """One of the two installations: its office, its campaign, and what the organiser does."""

    office: Office
    campaign: UUID
    day: Day

    def at(self, moment: datetime, act: Callable[[Session], object]) -> None:
        """Let the organiser do something at a moment."""

        def do() -> None:
            with self.office.database.writing() as session:
                act(session)

        self.day.plan(moment, do)

    def task(self, session: Session, who: str = ANNA) -> Invitation:
        """Return somebody's task as it is now."""
        return invitation_of(session, self.campaign, who, KARIN)

    def found(self, session: Session) -> Campaign:
        """Return the campaign."""
        return session.get_one(Campaign, self.campaign)


def minutes(count: int) -> datetime:
    return EIGHT + timedelta(minutes=count)


def nothing(_: Twin) -> None:
    """Only watch."""


def move_after(twin: Twin) -> None:
    twin.at(minutes(5), lambda session: move_rater(session, twin.task(session), "peer", by=by()))


def move_before(twin: Twin) -> None:
    twin.at(EVENING, lambda session: move_rater(session, twin.task(session), "peer", by=by()))


def move_there_and_back(twin: Twin) -> None:
    move_before(twin)
    twin.at(minutes(5), lambda session: move_rater(session, twin.task(session), "team", by=by()))


def withdraw_and_add(twin: Twin) -> None:
    twin.at(EVENING, lambda session: withdraw_rater(session, twin.task(session), by=by()))
    add = minutes(5)
    twin.at(add, lambda session: add_rater(session, _karin(twin, session), rater(ANNA), by=by(add)))


def withdraw(twin: Twin) -> None:
    twin.at(minutes(0), lambda session: withdraw_rater(session, twin.task(session), by=by()))


def replace(twin: Twin) -> None:
    at = minutes(5)
    twin.at(
        at, lambda session: replace_rater(session, twin.task(session), rater("Åke Mo"), by=by(at))
    )


def correct(twin: Twin) -> None:
    at, address = minutes(5), "anna.b@example.se"
    twin.at(
        at,
        lambda session: correct_address(
            session, rater_named(session, twin.campaign, ANNA).invitations[0], address, by=by(at)
        ),
    )


def correct_before(twin: Twin) -> None:
    twin.at(
        EVENING,
        lambda session: correct_address(
            session, rater_named(session, twin.campaign, ANNA).invitations[0], HR, by=by(EVENING)
        ),
    )


def send_link(twin: Twin) -> None:
    at = minutes(5)
    twin.at(at, lambda session: send_link_again(session, twin.task(session), by=by(at)))


def longer(twin: Twin) -> None:
    twin.at(
        minutes(5),
        lambda session: extend(session, twin.found(session), date(2026, 12, 11), by=by()),
    )


def close(twin: Twin) -> None:
    twin.at(minutes(0), lambda session: ask_close(session, twin.found(session), by=by()))


def hold(twin: Twin) -> None:
    at = minutes(0)
    twin.at(at, lambda session: holding.put_hold(session, "wait", now=at, set_by=HR))
    twin.at(minutes(14), holding.lift_hold)


def hold_campaign(twin: Twin) -> None:
    twin.at(
        minutes(0), lambda session: holding.hold_campaign(session, twin.found(session), by=by())
    )
    again = minutes(15)
    twin.at(
        again, lambda session: holding.release_campaign(session, twin.found(session), by=by(again))
    )


SAMPLE: Final = (nothing, move_after, withdraw_and_add)
MORE: Final = (
    move_before,
    move_there_and_back,
    withdraw,
    replace,
    correct,
    correct_before,
    send_link,
    longer,
    close,
    hold,
    hold_campaign,
)
ACTS: Final = (*SAMPLE, *(pytest.param(act, marks=pytest.mark.proof) for act in MORE))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def twins(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Twin, Twin]]:
    """Give two installations that differ in Anna's answer alone; once on each engine."""
    kind = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    with _pair(request.getfixturevalue(kind), tmp_path) as pair:
        yield pair


@pytest.fixture
def small_twins(sqlite_databases: Databases, tmp_path: Path) -> Iterator[tuple[Twin, Twin]]:
    """Give them on SQLite, where the engine does not matter."""
    with _pair(sqlite_databases, tmp_path) as pair:
        yield pair


@contextmanager
def _pair(databases: Databases, folder: Path) -> Iterator[tuple[Twin, Twin]]:
    url, one = databases.create(), folder / "one"
    office = Office(Database(url), test_settings(one, url))
    campaign = office.opened(PEOPLE)
    _spend_the_week(office, campaign)
    office.database.dispose()
    places = {url: one, databases.copy(url): shutil.copytree(one, folder / "two")}
    with ExitStack() as stack:
        pair = []
        for address, place in places.items():
            database = Database(address)
            stack.callback(databases.drop, address)
            stack.callback(database.dispose)
            twin = Office(database, test_settings(place, address), EVENING)
            pair.append(Twin(twin, campaign, Day(twin)))
        _answer(pair[0], ANNA)
        yield pair[0], pair[1]


@pytest.mark.parametrize("act", ACTS, ids=[act.__name__ for act in (*SAMPLE, *MORE)])
def test_a_day_of_reminders_is_the_same_whether_anna_has_answered(
    twins: tuple[Twin, Twin], act: Callable[[Twin], None], caplog: pytest.LogCaptureFixture
) -> None:
    seen = []
    for twin in twins:
        caplog.clear()
        act(twin)
        _press_test(twin)
        with caplog.at_level(logging.INFO):
            twin.day.run(minutes(32), since=OPENS)
        seen.append((twin.day.visible, [record.getMessage() for record in caplog.records]))

    assert len([mail for mail in twins[0].day.visible if mail[1] == HR]) >= len(PRESSED)
    assert twins[1].day.blind or act is close
    assert seen[0] == seen[1]


def test_pages_and_commands_are_the_same_on_a_day_of_reminders(
    small_twins: tuple[Twin, Twin], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for twin in small_twins:
        move_after(twin)
        twin.day.run(minutes(0) + timedelta(seconds=1), since=OPENS)
        seen.append([_commands(twin, monkeypatch), _pages(twin)])
        twin.day.run(minutes(16))
        seen[-1] += [_commands(twin, monkeypatch), _pages(twin)]

    assert len(seen[0][1]) > 5
    assert seen[0] == seen[1]
    answered, left = ({to for _, to in twin.day.blind} for twin in small_twins)
    assert left - answered == {"anna.berg@example.se"}  # yet Anna was reminded in one of them


def test_ones_own_reminder_does_not_tell_how_many_get_one(office: Office) -> None:
    campaign = office.opened(PEOPLE)
    _spend_the_week(office, campaign)
    office.now = OPENS
    twin = Twin(office, campaign, Day(office))
    for name in (ANNA, "Bo Ek", "Cia Dahl", "Eva Gran", "Per Holm", KARIN):
        _answer(twin, name)

    twin.day.run(EIGHT + timedelta(seconds=1))
    with office.database.reading() as session:
        asked = session.scalars(
            select(Mail.person_id).where(Mail.kind == ledger.REMINDER).order_by(Mail.id)
        ).all()
        place = asked.index(rater_named(session, campaign, "Dan Frid").person_id)
    twin.day.run(minutes(2))

    assert len(asked) == len(PEOPLE.people)
    assert twin.day.blind == [(EIGHT + timedelta(seconds=2 * place), "dan.frid@example.se")]


def test_a_visible_mail_waits_for_one_blind_hand_over_at_most(
    small_twins: tuple[Twin, Twin],
) -> None:
    for twin in small_twins:
        twin.day.seconds = 1.5
        _press_test(twin)
        twin.day.run(minutes(32), since=OPENS)

    (first, second) = ([at for at, to, _ in twin.day.visible if to == HR] for twin in small_twins)
    assert len(first) == len(second) == len(PRESSED)
    assert all(
        abs(one - other) <= timedelta(seconds=1.5) for one, other in zip(first, second, strict=True)
    )


def _spend_the_week(office: Office, campaign: UUID) -> None:
    """Mail the invitations, and make an organiser."""
    office.worker.send()
    office.empty_outbox()
    with office.database.writing() as session:
        department = session.get_one(Campaign, campaign).programme.department
        account = accounts.create_account(session, HR)
        accounts.grant_department(session, account.email, department.name, by=by())
        accounts.grant_admin(session, account.email, by=by())
        send_test(
            session,
            session.get_one(Campaign, campaign),
            HR,
            kind="invitation",
            language="sv",
            by=by(office.now),
        )
    office.worker.send()


def _answer(twin: Twin, name: str) -> None:
    with twin.office.database.writing() as session:
        submit(
            session,
            twin.office.settings.link_key_folder,
            twin.task(session, name),
            Part.RESPONSE,
            Answers({"lugn": 4}),
        )


def _press_test(twin: Twin) -> None:
    def press(session: Session) -> None:
        campaign = twin.found(session)
        send_test(session, campaign, HR, kind="reminder", language="sv", by=by(twin.office.now))

    for moment in PRESSED:
        twin.at(moment, press)


def _karin(twin: Twin, session: Session) -> Any:  # noqa: ANN401 - a Subject
    return subject_named(session, twin.campaign, KARIN)


def _commands(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    settings = twin.office.settings
    monkeypatch.setenv("FEEDBACK_BASE_URL", settings.base_url)
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", settings.mail_from)
    monkeypatch.setenv("FEEDBACK_INSTANCE", str(settings.instance))
    monkeypatch.setenv("FEEDBACK_BACKUPS", str(settings.backup_folder))
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", twin.office.database.url)
    told = [feedback("mail", *words).output for words in (["list"], ["batches", "Våg 1"])]
    # Without the time of day, from which a forecast and health count, by the machine's own clock.
    by_the_clock = (("mail", "forecast", "Våg 1"), ("health",), ("health", "--json"))
    told += [_CLOCK.sub("", feedback(*words).output) for words in by_the_clock]
    told += [repr(list(check_worker(settings))), generate_latest(registry_of(settings)).decode()]
    # Nor what room others leave on the machine's disk, which changes from moment to moment.
    return [_ROOM.sub("", text.replace(str(settings.instance), "")) for text in told]


def _pages(twin: Twin) -> dict[str, str]:
    with twin.office.database.reading() as session:
        programme = twin.found(session).programme_id
    app = create_app(twin.office.settings)
    browser = World(
        app=app,
        database=twin.office.database,
        settings=twin.office.settings,
        campaign=twin.campaign,
        other_campaign=twin.campaign,
        karin=twin.campaign,
        olle=twin.campaign,
        sara=twin.campaign,
        plan=twin.campaign,
        rater_link="",
    ).sign_in(HR)
    campaign = f"/campaigns/{twin.campaign}"
    paths = ["/start", campaign, f"{campaign}/mail/", f"{campaign}/people", "/mail/release"]
    paths += [f"/programmes/{programme}", "/admin/", "/admin/operation", "/healthz"]
    seen = {path: browser.get(path, expect_errors=True).text for path in paths}
    app.extensions["feedback.database"].dispose()
    return {path: _CLOCK.sub("", _TOKEN.sub("", text)) for path, text in seen.items()}
