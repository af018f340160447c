"""What must answer from elsewhere: the mail server, the worker, the municipality's sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import requests
from sqlalchemy import exists, select

from feedback.clock import utc_now
from feedback.database import Database
from feedback.doctor.check import advice, fault, ok
from feedback.jobs import make_huey
from feedback.mail.errors import ServerUnreachableError
from feedback.mail.smtp import SmtpTransport
from feedback.models import Campaign, Mail, MailHold, MailState, State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check

_SECONDS: Final = 10.0
_LONGEST_WAIT: Final = timedelta(hours=3)
_RUN_IT: Final = "Look whether it runs: systemctl status feedback-worker"


def check_mail(settings: WorkerSettings) -> Iterator[Check]:
    """Greet the mail server, encrypt and sign in, and send nothing."""
    if not settings.smtp_url:
        found = "No server is set: mails become files, with links in them."
        yield fault("mail", found, "Set FEEDBACK_SMTP_URL.")
        return
    server = SmtpTransport.from_url(settings.smtp_url, sender=settings.mail_from)
    server.seconds = _SECONDS
    try:
        server.greet()
    except ServerUnreachableError as error:
        found = f"{server.host}:{server.port}: {error}"
        yield fault("mail", found, "Look at FEEDBACK_SMTP_URL, the firewall and the account.")
        return
    yield ok("mail", f"{server.host}:{server.port} takes mail")


def check_worker(settings: WorkerSettings) -> Iterator[Check]:
    """Look for work that has waited so long that no worker can be running."""
    make_huey(settings.queue).pending_count()
    yield ok("queue", "can be opened")
    database = Database(settings.database)
    try:
        with database.reading() as session:
            yield from _waiting(session, utc_now())
    finally:
        database.dispose()


def check_own_sign_in(settings: WorkerSettings) -> Iterator[Check]:
    """Ask the municipality's provider who it is."""
    if not settings.oidc_issuer:
        return
    address = f"{settings.oidc_issuer}/.well-known/openid-configuration"
    try:
        issuer = requests.get(address, timeout=_SECONDS).json().get("issuer")
    except (requests.RequestException, ValueError) as error:
        yield fault("own sign-in", f"{address}: {type(error).__name__}", "Look at the provider.")
        return
    if str(issuer).rstrip("/") == settings.oidc_issuer:
        yield ok("own sign-in", settings.oidc_issuer)
    else:
        found = f"It calls itself {issuer}, not {settings.oidc_issuer}."
        yield fault("own sign-in", found, "Set FEEDBACK_OIDC_ISSUER to what it calls itself.")


def _waiting(session: Session, now: datetime) -> Iterator[Check]:
    hold = session.get(MailHold, 1)
    if hold is not None:
        found = f"All mail waits since {hold.since:%Y-%m-%d}: {hold.reason}"
        yield advice("mail hold", found, "Let it go when it is right: feedback mail release")
        return
    late = exists().where(Mail.state == MailState.QUEUED, Mail.due_at < now - _LONGEST_WAIT)
    stuck = exists().where(
        Campaign.state.in_((State.LAUNCHING, State.CLOSING)),
        Campaign.launch_at.is_(None) | (Campaign.launch_at < now - _LONGEST_WAIT),
    )
    if session.scalar(select(late)):
        yield advice("worker", "Mail has waited for hours, and not for office hours.", _RUN_IT)
    elif session.scalar(select(stuck)):
        yield advice("worker", "A campaign waits to be opened or closed.", _RUN_IT)
    else:
        yield ok("worker", "nothing has waited for long")
