"""Twelve thousand mails, a worker killed ten times, two at once, a server that misbehaves."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from feedback.clock import utc_now
from feedback.models import Mail, MailState
from feedback.operations.ledger import LONGEST_HANDOVER
from feedback.operations.people.people_list import PeopleList
from tests.days import today_in_sweden
from tests.feedback.mail.smtp_servers import Inbox, running
from tests.feedback.office import leader, rater
from tests.proof_size import proof_runs

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

    from tests.feedback.office import Office

KILLS = 10
RATERS = 12


class MoodyInbox(Inbox):
    """Refuses one in a hundred for good, one in a hundred for now, and hangs up on some."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Answer by mood; who is refused for good is always the same."""
        if hash(address) % 100 == 0:
            return "550 No such user"
        if random.random() < 0.01:
            return "451 Try later"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the mail, and now and then hang up before saying so."""
        answer = await super().handle_DATA(server, session, envelope)
        if random.random() < 0.002:
            assert server.transport is not None
            server.transport.close()
        return answer


def worker(office: Office, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from feedback.cli import main; main()", "worker"]
    settings = {
        "FEEDBACK_BASE_URL": "https://feedback.example.se",
        "FEEDBACK_MAIL_FROM": "Enkät <enkat@example.se>",
        "FEEDBACK_MAIL_HOURS": "always",
        "FEEDBACK_MAIL_PER_MINUTE": "60000",
        "FEEDBACK_INSTANCE": str(office.settings.instance),
        "FEEDBACK_BACKUPS": str(office.settings.backup_folder),
        "FEEDBACK_DATABASE_URL": office.database.url,
        "FEEDBACK_SMTP_URL": f"smtp://127.0.0.1:{port}",
    }
    with (office.settings.instance / "worker.log").open("ab") as log:
        return subprocess.Popen(
            [*command, "--until-idle"], env={**os.environ, **settings}, stdout=log, stderr=log
        )


def told(office: Office) -> str:
    """Return what the workers said last."""
    return (office.settings.instance / "worker.log").read_text(encoding="utf-8")[-3000:]


def states(office: Office) -> Counter[str]:
    with office.database.reading() as session:
        rows = session.execute(select(Mail.state, func.count()).group_by(Mail.state))
        return Counter({state.value: count for state, count in rows})


def let_time_pass(office: Office) -> None:
    """Make what was postponed due now, and what a killed worker left old."""
    with office.database.writing() as session:
        session.execute(update(Mail).values(due_at=utc_now() - timedelta(hours=1)))
        session.execute(
            update(Mail)
            .where(Mail.state == MailState.SENDING)
            .values(claimed_at=utc_now() - 2 * LONGEST_HANDOVER)
        )


def kill_in_the_middle(office: Office, inbox: Inbox, port: int) -> None:
    """Let two workers send a while, and kill both."""
    enough = len(inbox.mails) + random.randint(5, 60)
    both = worker(office, port), worker(office, port)
    while len(inbox.mails) < enough and any(one.poll() is None for one in both):
        time.sleep(0.01)
    for one in both:
        one.kill()
        one.wait()
    let_time_pass(office)


def send_all(office: Office, inbox: Inbox) -> None:
    """Send with two workers, killing them again and again, and then to the end."""
    with running(inbox) as port:
        for _ in range(KILLS):
            kill_in_the_middle(office, inbox, port)
        assert states(office)["queued"] > 0  # or the kills came too late to prove anything
        for _ in range(20):
            last, other = worker(office, port), worker(office, port)
            assert last.wait() == other.wait() == 0, told(office)
            if not states(office).keys() & {"queued", "sending"}:
                return
            let_time_pass(office)


@pytest.mark.proof
@pytest.mark.sampled_on("postgresql")  # where two workers do write at once
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("leaders", [proof_runs(923)])
def test_twelve_thousand_mails_each_leave_at_most_once(office: Office, leaders: int) -> None:
    office.now = utc_now()
    office.opened(
        PeopleList(
            tuple(
                leader(f"Chef {n}", *(rater(f"Person {n} {m}") for m in range(RATERS)))
                for n in range(leaders)
            )
        ),
        last_day=today_in_sweden() + timedelta(days=30),
    )
    inbox = MoodyInbox()

    send_all(office, inbox)

    total = leaders * (RATERS + 1)
    counted = states(office)
    arrived = Counter(inbox.recipients)
    assert counted["sent"] + counted["uncertain"] + counted["failed"] == total
    assert set(arrived.values()) == {1}
    assert counted["sent"] <= len(arrived) <= counted["sent"] + counted["uncertain"]
