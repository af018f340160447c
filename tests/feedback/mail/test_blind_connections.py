"""A visible mail finds the line as it would have found it, had no reminder left before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.mail.smtp import SmtpTransport
from feedback.models import Campaign, MailOccasion
from feedback.operations.ledger import INVITATION, REMINDER, queue_mail
from feedback.operations.letters.sending import send_due
from tests.feedback.mail.smtp_servers import Inbox, running
from tests.feedback.office import address_of, rater_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from aiosmtpd.smtp import SMTP, Envelope, Session

    from tests.feedback.office import Office


class CountingInbox(Inbox):
    """Notes on which connection each mail came, and does something when one has."""

    def __init__(self, then: Callable[[str], None] = lambda _to: None) -> None:
        super().__init__()
        self.then = then
        self.lines: dict[str, int] = {}

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the mail."""
        (to,) = envelope.rcpt_tos
        self.lines[to] = self.connections
        self.then(to)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def campaign(small_office: Office) -> UUID:
    """Open a campaign; its invitations have left."""
    campaign = small_office.opened()
    small_office.worker.send()
    return campaign


@pytest.mark.parametrize("reminded", [True, False], ids=["reminded", "nobody left"])
@pytest.mark.parametrize("earlier", [True, False], ids=["after another", "first"])
def test_who_asks_for_a_mail_while_a_reminder_leaves_finds_no_line_open(
    small_office: Office, campaign: UUID, *, reminded: bool, earlier: bool
) -> None:
    before, asked = address_of("Bo Ek"), address_of("Cia Dahl")
    after = address_of("Anna Berg") if reminded else before

    def ask(to: str) -> None:
        if to == after:
            _queue(small_office, campaign, "Cia Dahl", INVITATION)

    inbox = CountingInbox(ask if reminded else lambda _to: None)
    if earlier:
        _queue(small_office, campaign, "Bo Ek", INVITATION)
    if reminded:
        _queue(small_office, campaign, "Anna Berg", REMINDER)
    with running(inbox) as port:
        _send(small_office, port)
        if not reminded:  # then the run is over when the mail is asked for
            _queue(small_office, campaign, "Cia Dahl", INVITATION)
            _send(small_office, port)

    others = [line for to, line in inbox.lines.items() if to != asked]
    assert len(others) == reminded + earlier
    assert inbox.lines[asked] not in others
    assert len({*others}) == len(others)


def test_visible_mails_that_wait_together_share_a_line_which_no_reminder_uses(
    small_office: Office, campaign: UUID
) -> None:
    inbox = CountingInbox()
    _queue(small_office, campaign, "Anna Berg", REMINDER)
    _queue(small_office, campaign, "Dan Frid", REMINDER)
    for name in ("Bo Ek", "Cia Dahl"):
        _queue(small_office, campaign, name, INVITATION)

    with running(inbox) as port:
        _send(small_office, port)

    anna, bo, cia, dan = (
        inbox.lines[address_of(name)] for name in ("Anna Berg", "Bo Ek", "Cia Dahl", "Dan Frid")
    )
    assert bo == cia
    assert len({anna, bo, dan}) == 3


def test_what_a_line_was_trusted_for_ends_with_it() -> None:
    """Else the first content after a reminder would be waited for less long."""
    line = SmtpTransport.from_url("smtp://127.0.0.1", sender="enkat@example.se")
    line._is_trusted = True

    line.hang_up()

    assert not line._is_trusted


def _queue(office: Office, campaign: UUID, name: str, kind: str) -> None:
    with office.database.writing() as session:
        person = rater_named(session, campaign, name).person
        assert person is not None
        found = session.get_one(Campaign, campaign)
        queue_mail(session, person, kind, MailOccasion("again"), campaign=found, due_at=office.now)


def _send(office: Office, port: int) -> None:
    transport = SmtpTransport.from_url(f"smtp://127.0.0.1:{port}", sender="enkat@example.se")
    send_due(office.database, office.settings, transport, now=lambda: office.now)
