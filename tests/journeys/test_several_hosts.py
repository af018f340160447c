"""Two hosts behind nginx on one PostgreSQL; one web and one worker die under load.

Host `east` has the seal keys: its worker launches, closes and mails. Host `west` has none: its
worker mails only. Both have the link keys in one folder, one secret and one database, in which
the web has a lesser role than whoever migrates and closes.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from sqlalchemy import func, make_url, select

from feedback.ballot.opening import open_envelopes
from feedback.database import Database
from feedback.demo.claims import HOST, listen
from feedback.demo.stage import Stage, is_well
from feedback.models import Answered, Campaign, Envelope, Mail, MailState, State
from tests.feedback.mail.smtp_servers import Inbox, running
from tests.house_rules.repository import ROOT
from tests.journeys.crowd import Crowd, links_in
from tests.journeys.stages import (
    assert_closed_whole,
    children_of,
    large_people_file,
    settings_of,
    told_by,
)
from tests.postgres_server import postgres_cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from feedback.config import WorkerSettings

OPERATING: Final = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
LEADERS: Final = 3
MAILS_A_MINUTE: Final = 600
KILLED_AFTER_MAILS: Final = 8
WITHIN_SECONDS: Final = 120

pytestmark = [pytest.mark.proof, pytest.mark.timeout(900)]


@dataclass(slots=True)
class Part(Stage):
    """The web or the worker of a host, with settings of its own beside those of all."""

    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of its processes."""
        common: dict[str, str] = Stage.environment.__get__(self)
        return common | self.more


@dataclass(frozen=True, slots=True)
class Host:
    """A web and a worker, each with the rights that it needs in the database."""

    web: Part
    worker: Part


@dataclass(frozen=True, slots=True)
class Site:
    """Both hosts, where nginx listens for them, and what was mailed."""

    east: Host
    west: Host
    port: int
    inbox: Inbox


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Make the database with its roles, start nginx and a mail server, and nothing else."""
    inbox = Inbox()
    with (
        postgres_cluster(is_durable=True) as cluster,
        cluster.running() as url,
        running(inbox) as smtp_port,
        ExitStack() as opened,
    ):
        _make_roles(url)
        port = _free_port()
        shared = {
            "FEEDBACK_BASE_URL": f"http://{HOST}:{port}",
            "FEEDBACK_LINK_KEYS": str(tmp_path / "mounted" / "link"),
            "FEEDBACK_QUEUE_URL": _as(url, "feedback", "feedback_queue"),
            "FEEDBACK_SECRET_KEY": "the same on both hosts, and long enough",
            "FEEDBACK_SMTP_URL": f"smtp://{HOST}:{smtp_port}",
            "FEEDBACK_MAIL_PER_MINUTE": str(MAILS_A_MINUTE),
        }

        def part(name: str, role: str, **more: str) -> Part:
            folder = tmp_path / name
            folder.mkdir()
            made = Part(folder, _as(url, role), more=shared | more)
            return opened.enter_context(made)

        east = Host(part("east-web", "feedback"), part("east-worker", "feedback_owner"))
        west = Host(
            part("west-web", "feedback"),
            part("west-worker", "feedback", FEEDBACK_SEAL_KEYS="none"),
        )
        with _nginx(tmp_path / "nginx", port, (east.web.port, west.web.port)):
            yield Site(east, west, port, inbox)


def test_a_web_and_a_worker_die_and_nothing_is_lost_or_doubled(site: Site, tmp_path: Path) -> None:
    database, east = Database(site.east.worker.database_url), site.east.worker
    _launch(east, large_people_file(tmp_path, leaders=LEADERS))
    with east.running("worker") as kept, site.west.worker.running("worker") as killed:
        _until(lambda: len(site.inbox.mails) >= KILLED_AFTER_MAILS)
        os.kill(killed.pid, signal.SIGKILL)
        _until(lambda: _all_left(database))
        # In this order: what the living one hands over between the two is in both, never in none.
        left_open = _mails_in(database, MailState.SENDING, MailState.UNCERTAIN)
        arrived = _arrived(site.inbox)

        assert set(arrived.values()) == {1}
        assert len(arrived) + left_open >= LEADERS * 11
        assert len(arrived) <= LEADERS * 11
        assert left_open <= 1  # nobody can know whether it left: never sent again by itself

        links = links_in(_texts(site.inbox))
        crowd = Crowd(site.port, links, pause_seconds=0.3)
        with site.east.web.served(), site.west.web.served() as web:
            port = site.west.web.port
            crowd.answer(at_once=8, while_running=_kill_once(site.west.web, web.pid))
            assert not is_well(port)
        _assert_counted_once(east, database, crowd)

        east.run("campaign", "close", "Våren", "--yes")
        _until(lambda: _is_closed(database, settings_of(east)))
        assert kept.poll() is None
    assert_closed_whole(east, database, subjects=LEADERS)
    database.dispose()


def _launch(worker: Part, people_file: Path) -> None:
    worker.run("database", "migrate")
    worker.run(
        *("campaign", "create", "--survey", "orebro", "--people", str(people_file)),
        *("--department", "Skolan", "--programme", "Program", "--name", "Våren"),
        *("--last-day", "2099-12-04"),
    )
    worker.run("campaign", "launch", "Våren", "--now", "--yes")


def _kill_once(part: Part, web: int) -> Callable[[], None]:
    """Kill a host's whole web a few seconds into the load; it stays dead."""
    begun, killed = time.monotonic(), list[int]()

    def kill() -> None:
        time.sleep(0.5)
        if killed or time.monotonic() < begun + 3:
            return
        for process in (web, *children_of(web)):
            os.kill(process, signal.SIGKILL)
            killed.append(process)
        part.listener.close()  # ours: a machine that is dead takes no connection either

    return kill


def _assert_counted_once(worker: Part, database: Database, crowd: Crowd) -> None:
    with database.reading() as session:
        campaign_id = session.scalars(select(Campaign.id)).one()
        answered = session.scalar(select(func.count()).select_from(Answered))
        sealed = session.scalars(select(Envelope.sealed)).all()
    ballots = list(open_envelopes(settings_of(worker).seal_key_folder.read(campaign_id), sealed))

    assert answered == len(ballots) == len(crowd.receipts)
    assert told_by(ballots) == told_by(crowd.receipts.values())


def _make_roles(url: str) -> None:
    """Make roles and databases by the commands of docs/operating.md."""
    (commands,) = re.findall(r"    CREATE ROLE feedback_owner.*?\n\n", OPERATING, re.DOTALL)
    server, _, inside = commands.partition("\\connect feedback\n")
    for text, database in ((server, "postgres"), (inside, "feedback")):
        address = make_url(url).set(drivername="postgresql", database=database)
        with psycopg.connect(
            address.render_as_string(hide_password=False), autocommit=True
        ) as connection:
            for command in text.split(";")[:-1]:
                connection.execute(command.encode())


def _as(url: str, role: str, database: str = "feedback") -> str:
    address = make_url(url).set(drivername="postgresql", username=role, database=database)
    return address.render_as_string(hide_password=False)


def _arrived(inbox: Inbox) -> Counter[str]:
    return Counter(str(mail["Message-ID"]) for mail in _mails(inbox))


def _texts(inbox: Inbox) -> Iterator[str]:
    for mail in _mails(inbox):
        body = mail.get_body(("plain",))
        assert body is not None
        yield body.get_content()


def _mails(inbox: Inbox) -> Iterator[EmailMessage]:
    parser = BytesParser(policy=policy.default)
    return (parser.parsebytes(mail) for mail in list(inbox.mails))


def _mails_in(database: Database, *states: MailState) -> int:
    with database.reading() as session:
        count = select(func.count()).where(Mail.state.in_(states))
        return session.scalar(count) or 0


def _all_left(database: Database) -> bool:
    """Tell whether each mail was sent but for one, which the dead may have been handing over."""
    with database.reading() as session:  # one moment: what is asked twice moves in between
        states = Counter(session.scalars(select(Mail.state)))
    return not states[MailState.QUEUED] and states[MailState.SENT] >= LEADERS * 11 - 1


def _is_closed(database: Database, settings: WorkerSettings) -> bool:
    """Tell whether a close has come to its last step: files scrubbed, keys destroyed."""
    with database.reading() as session:
        campaign = session.scalars(select(Campaign)).one()
    keys = any(folder.holds(campaign.id) for folder in settings.key_folders)
    return campaign.state is State.CLOSED and campaign.is_scrubbed and not keys


def _until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + WITHIN_SECONDS
    while not is_so():
        assert time.monotonic() < ends, "it did not come to that in time"
        time.sleep(0.1)


def _free_port() -> int:
    with listen() as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _nginx(folder: Path, port: int, behind: tuple[int, ...]) -> Iterator[None]:
    """Run nginx before these ports, as docs/operating.md writes it but for TLS."""
    folder.mkdir()
    servers = "\n".join(f"server {HOST}:{one} max_fails=1 fail_timeout=2s;" for one in behind)
    (folder / "nginx.conf").write_text(
        f"""
        {"user root;" if os.geteuid() == 0 else ""}
        daemon off;
        worker_processes 1;
        pid {folder}/pid;
        error_log stderr crit;
        events {{ worker_connections 256; }}
        http {{
            access_log off;
            client_body_temp_path {folder}/body;
            proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/fastcgi;
            uwsgi_temp_path {folder}/uwsgi;
            scgi_temp_path {folder}/scgi;
            upstream feedback {{ {servers} }}
            server {{
                listen {HOST}:{port};
                client_max_body_size 256k;
                location / {{ proxy_pass http://feedback; }}
            }}
        }}
        """,
        encoding="utf-8",
    )
    nginx = str(shutil.which("nginx"))
    with subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-p", folder]) as process:
        try:
            yield
        finally:
            process.terminate()
