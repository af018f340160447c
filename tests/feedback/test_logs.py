"""Logs tell what happened to campaigns, one line an event, and nothing of anybody."""

from __future__ import annotations

import json
import logging
import re
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import pytest
from webtest import TestApp

from feedback import create_app
from feedback.clock import utc_now
from feedback.jobs import Duty, JobQueue
from feedback.logs import EventFormatter, Style, configure
from feedback.mail.answers import QUOTA
from feedback.mail.errors import MailRefusedError, SendingStoppedError
from feedback.models import Campaign
from feedback.operations.campaigns.lifecycle import ask_close
from feedback.operations.rights import accounts
from feedback.queue import make_huey
from tests.acting import by
from tests.days import today_in_sweden
from tests.feedback.office import PEOPLE
from tests.feedback.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from tests.feedback.office import Office

STYLES: tuple[Style, ...] = ("text", "json")
ADMIN = "hr@example.se"
SECRET = "Ord som ingen får läsa"
WORDS = f"{SECRET}: anna.berg@example.se"


@contextmanager
def logging_as(style: Style) -> Iterator[None]:
    """Log as a process of ours does, and leave the loggers as they were."""
    root, ours, servers = (logging.getLogger(name) for name in ("", "feedback", "_granian"))
    before = root.handlers[:], root.level, ours.level, servers.level
    configure(style)
    try:
        yield
    finally:
        root.handlers[:] = before[0]
        for logger, level in zip((root, ours, servers), before[1:], strict=True):
            logger.setLevel(level)


@pytest.mark.parametrize("style", STYLES)
def test_a_whole_campaign_with_all_that_fails_leaves_no_word_of_anybody(
    small_office: Office,
    style: Style,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = small_office
    office.now = utc_now()
    with logging_as(style):
        secrets = _live(office, monkeypatch)
        lines = capsys.readouterr().err.splitlines()

    written = "\n".join(lines)
    people = [
        word
        for leader in PEOPLE.leaders
        for word in (leader.email, leader.name, *(str(one.email) for one in leader.raters))
    ]
    people += [one.name for leader in PEOPLE.leaders for one in leader.raters]
    assert [word for word in (*people, *secrets, ADMIN, SECRET, "/s/") if word in written] == []
    assert "@" not in written
    assert "Våg 1" not in written
    happened = [line for line in lines if "done" in line]
    assert len(happened) == 3  # launched, the night, closed
    assert all("T" in line and "INFO" in line for line in happened)
    assert "RuntimeError at " in written
    if style == "json":
        assert {json.loads(line)["level"] for line in lines} >= {"INFO", "ERROR", "WARNING"}
        assert {"campaign"} <= json.loads(happened[0]).keys()


def _live(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run a campaign with failures on each way, and return what no log may hold."""
    campaign = office.asked(last_day=today_in_sweden() + timedelta(days=9))
    queue = JobQueue(make_huey(office.settings.queue), office.worker)
    with monkeypatch.context() as broken:
        broken.setattr("feedback.jobs.duties.launch_campaign", _fail)
        queue.sweep()
        _run_jobs(queue)
    queue.sweep()
    _run_jobs(queue)
    links = [office.link_of(campaign, name) for name in ("Anna Berg", "Bo Ek")]
    codes = _visit(office, links, monkeypatch)
    _refuse_mail(office)
    queue.worker.nightly()
    with office.database.writing() as session:
        ask_close(session, session.get_one(Campaign, campaign), by=by())
    queue.worker.do(Duty.CLOSE, campaign)
    queue.huey.storage.close()
    return [*(link.rpartition("/")[2] for link in links), *codes]


def _run_jobs(queue: JobQueue) -> None:
    while (task := queue.huey.dequeue()) is not None:
        queue.huey.execute(task)


def _visit(office: Office, links: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let raters and an administrator open pages, some of which fail; return mailed codes."""
    with office.database.writing() as session:
        accounts.grant_admin(session, ADMIN, by=by())
    app = create_app(office.settings)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    ids: dict[str, Any] = dict.fromkeys(
        ("campaign", "other_campaign", "karin", "olle", "sara", "plan")
    )
    world = World(app=app, database=office.database, settings=office.settings, rater_link="", **ids)
    rater = TestApp(app, extra_environ={"wsgi.url_scheme": "https"})
    for link in links:
        rater.get(link.removeprefix(office.settings.base_url))
    browser = world.sign_in(ADMIN)
    with monkeypatch.context() as broken:
        broken.setattr("feedback.rater.lists.render_template", _fail)
        broken.setattr("feedback.admin.views.accounts.granted_accounts", _fail)
        browser.get("/admin/", status=500)
        for link in links:
            rater.get(link.removeprefix(office.settings.base_url), status="*")
    codes = [world.mailed_code(ADMIN)]
    app.extensions["feedback.database"].dispose()
    return codes


def _refuse_mail(office: Office) -> None:
    """Send to servers that answer with the address, refuse for good, or take no more."""
    office.empty_outbox()
    for error in (
        MailRefusedError(f"550 no such user anna.berg@example.se {SECRET}"),
        SendingStoppedError(f"421 {ADMIN}", limit=QUOTA, status="421 4.7.28"),
    ):
        with office.database.writing() as session:
            session.connection().exec_driver_sql(
                "UPDATE mail SET state = 'queued', due_at = '2026-01-01 09:00:00.000000'"
            )
        worker = office.worker
        worker.settings = worker.settings.model_copy(update={"mail_hours": "always"})
        worker.transport = lambda error=error: _Refusing(error)  # type: ignore[misc] # a lambda's default
        worker.send()


class _Refusing:
    """A way out that lets nothing out."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing open."""

    def hang_up(self) -> None:
        """Have nothing to let go of."""

    def send(self, message: EmailMessage) -> None:
        """Refuse it."""
        del message
        raise self.error


def _fail(*_arguments: object, **_named: object) -> None:
    raise RuntimeError(WORDS)  # a traceback of staff pages quotes this line, not what it holds


def test_a_line_of_any_program_is_one_line_with_its_time() -> None:
    record = logging.LogRecord("_granian", logging.INFO, "", 1, "Listening\nat: %s", ("x",), None)

    line = EventFormatter("text").format(record)

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO _granian Listening \| at: x", line)


def test_the_words_of_an_exception_are_never_written() -> None:
    with pytest.raises(RuntimeError) as failed:
        _fail()
    told = failed.type, failed.value, failed.tb
    record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), told)

    for style in STYLES:
        line = EventFormatter(style).format(record)
        assert "RuntimeError at " in line
        assert SECRET not in line


def test_facts_that_nobody_allowed_are_left_out() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "launched", (), None)
    record.campaign, record.rater = "1a2b", "Anna"

    line = json.loads(EventFormatter("json").format(record))

    assert line["campaign"] == "1a2b"
    assert "rater" not in line


def test_jobs_of_every_minute_are_quiet(
    small_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_as("text"):
        queue = JobQueue(make_huey(small_office.settings.queue), small_office.worker)
        for _ in range(5):
            queue.sweep()
            _run_jobs(queue)
        queue.huey.storage.close()

    assert capsys.readouterr().err == ""
