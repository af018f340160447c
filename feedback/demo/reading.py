"""Read reports as leaders do: sign in with the mailed code, and download the PDF."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from feedback.demo.claims import HOST
from feedback.demo.stage import CommandFailedError
from feedback.demo.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from feedback.demo.stage import Stage
    from feedback.demo.visitor import FoundForm, FoundPage

_CODE: Final = re.compile(r"^\s*(\d{8}|\d{4} \d{4} \d{4})\s*$", re.MULTILINE)
_REPORT: Final = re.compile(r"/report\.(sv|en)\.pdf$")
_MAILED_WITHIN_SECONDS: Final = 15


def fetch_reports(stage: Stage, leaders: Iterable[str]) -> Iterator[Path]:
    """Sign in as each leader and save the reports in both languages; give each file."""
    folder = stage.folder / "reports"
    folder.mkdir(exist_ok=True)
    for address in leaders:
        visitor = sign_in(stage, address)
        index = visitor.get("/my-reports/")
        for report in (
            link for link in index.links if re.search(r"/my-reports/[0-9a-f-]{36}$", link)
        ):
            for link in visitor.get(report).links:
                language = _REPORT.search(link)
                if language:
                    path = folder / f"{address.partition('@')[0]}-{language.group(1)}.pdf"
                    path.write_bytes(_pdf(visitor.get(link)))
                    yield path


def sign_in(stage: Stage, address: str) -> Visitor:
    """Ask for a code, read it from the mail, and sign in with it."""
    visitor = Visitor(HOST, stage.port)
    before = len(stage.mails())
    page = visitor.get("/sign-in")
    page = visitor.send(page, form_with(page, "address"), {"address": address})
    code = _mailed_code(stage, address, before)
    form = form_with(page, "passcode")
    page = visitor.send(page, form, {"passcode": code})
    return visitor


def sign_in_codes(stage: Stage) -> Iterator[tuple[str, str]]:
    """Watch the mails for ever, and give each new sign-in code with its address."""
    seen = len(stage.mails())
    while True:
        mails = stage.mails()
        for mail in mails[seen:]:
            code = _code_in(mail)
            if code:
                yield str(mail["To"]), code
        seen = len(mails)
        time.sleep(0.5)


def _mailed_code(stage: Stage, address: str, before: int) -> str:
    until = time.monotonic() + _MAILED_WITHIN_SECONDS
    while time.monotonic() < until:
        for mail in stage.mails()[before:]:
            code = _code_in(mail)
            if code and address in str(mail["To"]):
                return code
        time.sleep(0.1)
    message = f"No code was mailed to {address}."
    raise CommandFailedError(message)


def _code_in(mail: EmailMessage) -> str | None:
    body = mail.get_body(("plain",))
    found = _CODE.search(body.get_content() if body else "")
    return found.group(1) if found else None


def form_with(page: FoundPage, name: str) -> FoundForm:
    """Return the form of a page that has a field of this name."""
    found = [form for form in page.forms if name in form.texts]
    if not found:
        message = f"{page.address} has no field {name}"
        raise CommandFailedError(message)
    return found[0]


def _pdf(page: FoundPage) -> bytes:
    if not page.body.startswith(b"%PDF"):
        message = f"{page.address} answered {page.status} and no PDF"
        raise CommandFailedError(message)
    return page.body
