"""One whole campaign through the proxy: set up, answered, closed, read, as people do it."""

from __future__ import annotations

import io
import re
import ssl
import time
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Final

from aiosmtpd.controller import Controller
from pypdf import PdfReader

from feedback.demo.answering import answer_task, tasks_on
from feedback.demo.reading import form_with
from feedback.demo.visitor import Visitor
from tests.days import today_in_sweden
from tests.journeys.crowd import RememberedOpinion, links_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from email.message import EmailMessage
    from pathlib import Path

    from feedback.demo.visitor import FoundForm, FoundPage

HOST: Final = "feedback.example.se"
ORGANISER: Final = "karin.lund@example.se"
COACH: Final = "maria.ek@example.se"
LEADER: Final = "lars.ek@example.se"
NAME: Final = "Våren"
_PATIENCE_SECONDS: Final = 60
_CODE: Final = re.compile(r"^\s*(\d{8}|\d{4} \d{4} \d{4})\s*$", re.MULTILINE)


class WentWrongError(Exception):
    """A page or a mail is not as it must be."""


@dataclass
class MailServer:
    """Takes every mail and keeps it."""

    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd names it, without types
        """Keep a mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def listen(self) -> Controller:
        """Return what listens where mail servers do."""
        return Controller(self, hostname="127.0.0.1", port=25)

    def texts(self, address: str = "") -> list[str]:
        """Return what has been written to somebody, or to all."""
        found = (mail for mail in list(self.mails) if address in str(mail["To"]))
        bodies = (mail.get_body(("plain",)) for mail in found)
        return [body.get_content() for body in bodies if body]


@dataclass
class Office:
    """People with their browsers, before one installation."""

    certificate: Path
    server: MailServer

    def visitor(self) -> Visitor:
        """Return a browser that trusts this installation's certificate and no other."""
        return Visitor(HOST, 443, tls=ssl.create_default_context(cafile=str(self.certificate)))

    def await_health(self) -> None:
        """Wait until raters are served."""
        await_that(lambda: self.visitor().get("/healthz").status == 200, "the web is well")

    def sign_in(self, address: str) -> Visitor:
        """Sign in with a mailed code."""
        visitor, before = self.visitor(), len(self.server.texts(address))
        page = visitor.get("/sign-in")
        page = visitor.send(page, form_with(page, "address"), {"address": address})
        await_that(lambda: len(self.server.texts(address)) > before, f"{address} got a code")
        code = _CODE.search(self.server.texts(address)[-1])
        assert code is not None
        visitor.send(page, form_with(page, "passcode"), {"passcode": code[1]})
        return visitor

    def set_up(self) -> str:
        """Make programme, campaign and people on the pages, and launch; return where it is."""
        organiser = self.sign_in(ORGANISER)
        page = fill(organiser, "/programmes/new", name="Ledare 2026")
        programme = page.address
        last_day = today_in_sweden() + timedelta(days=10)
        page = fill(organiser, f"{programme}/waves/new", name=NAME, last_day=str(last_day))
        campaign = page.address
        people = f"{campaign}/people/import"
        page = fill(organiser, people, to=f"{people}/list", text=_people())
        press(organiser, page, f"{people}/apply")
        self.press(organiser, f"{campaign}/launch")
        return campaign

    def press(self, visitor: Visitor, address: str) -> FoundPage:
        """Open the page that asks whether to do something, and say yes."""
        return press(visitor, visitor.get(address), address)

    def answer(self, links: Iterable[str]) -> int:
        """Answer everything behind the links; return how many people saw all their receipts."""
        done = 0
        for link in links:
            visitor = self.visitor()
            tasks = tasks_on(visitor.get(link))
            opinions = [(task, RememberedOpinion(task[-60:])) for task in tasks]
            receipts = [answer_task(visitor, task, opinion) for task, opinion in opinions]
            done += bool(receipts) and all(page.status == 200 for page in receipts)
        return done

    def links(self) -> list[str]:
        """Return the links that were mailed."""
        return list(dict.fromkeys(links_in(self.server.texts())))


def fill(visitor: Visitor, address: str, to: str = "", **values: str) -> FoundPage:
    """Fill the form of a page and send it; the page that answers must be well."""
    page = visitor.get(address)
    return _good(visitor.send(page, _form(page, to or address, *values), values))


def press(visitor: Visitor, page: FoundPage, to: str) -> FoundPage:
    """Press the button of a page that goes to this address."""
    return _good(visitor.send(page, _form(page, to), {}))


def pdf_text(content: bytes) -> str:
    """Return what a PDF says."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def await_that(is_so: Callable[[], bool], claim: str) -> None:
    """Wait until something is so; what refuses to answer is not yet so."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if is_so():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise WentWrongError(f"It never came true that {claim}.")


def _form(page: FoundPage, to: str, *fields: str) -> FoundForm:
    found = [
        form
        for form in page.forms
        if (form.action or page.address).split("?")[0] == to
        and {*fields} <= {*form.texts, *form.choices}
    ]
    if not found:
        actions = [form.action for form in page.forms]
        raise WentWrongError(f"{page.address} ({page.status}) has no form to {to}, only {actions}.")
    return found[0]


def _good(page: FoundPage) -> FoundPage:
    if page.status != 200:
        raise WentWrongError(f"{page.address} answered {page.status}:\n{page.text}")
    return page


def _people() -> str:
    heading = "leader_email leader_name leader_title workplace coach_email rater_email rater_name"
    rows = ["\t".join([*heading.split(), "group", "language"])]
    leader = [LEADER, "Lars Ek", "Rektor", "Norra skolan", COACH]
    raters = [("per.holm@example.se", "Per Holm", "manager")]
    raters += [(f"team{n}@example.se", f"Team {n}", "team") for n in range(5)]
    raters += [(f"peer{n}@example.se", f"Peer {n}", "peer") for n in range(4)]
    rows += ["\t".join([*leader, *rater, "sv"]) for rater in raters]
    return "\n".join(rows)
