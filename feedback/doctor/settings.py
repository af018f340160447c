"""Settings that a program accepts and a person would question."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from feedback.config import Settings
from feedback.doctor.check import advice, fault, ok
from feedback.doctor.database import readable
from feedback.operations.appearance import is_set, organisation_name
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.doctor.check import Check


def check_settings(settings: Settings) -> Iterator[Check]:
    """Look at what people see: the address, the sender, whom they may ask."""
    if settings.base_url.startswith("https://"):
        yield ok("address", settings.base_url)
    else:
        found = f"{settings.base_url} is not encrypted: links travel in the clear."
        plain = Phrase("The address is not encrypted: links travel in the clear.")
        next_step = "Set FEEDBACK_BASE_URL to an https:// address."
        yield fault("address", found, next_step, plain=plain)
    for clash in settings.clashes():  # a link or a mount may have come since the start
        plain = Phrase("A folder of keys, backups or the database is another one's, or lies in it.")
        next_step = f"Correct {clash.setting}, or the link or mount that leads there."
        yield fault("folders", f"{clash.setting}: {clash.why}.", next_step, plain=plain)
    yield ok("sender", settings.mail_from)  # the settings refuse what names no mailbox
    yield from _check_name(settings)
    if not settings.help_phone:
        found = Phrase("Raters have no number to ring.")
        yield advice("help", found, "Set FEEDBACK_HELP_PHONE.")
    if not settings.accessibility_contact and not settings.help_phone:
        found = Phrase("/tillganglighet names nobody to tell of obstacles, as the law asks for.")
        yield advice("accessibility", found, "Set FEEDBACK_ACCESSIBILITY_CONTACT.")


def _check_name(settings: Settings) -> Iterator[Check]:
    """Say what the organisation is called, and which setting an administrator has replaced."""
    name, is_replaced = settings.organisation, False
    with suppress(SQLAlchemyError), readable(settings) as session:
        if session is not None:
            name, is_replaced = organisation_name(session, settings), is_set(session)
    if is_replaced:
        unused = "FEEDBACK_ORGANISATION and FEEDBACK_LOGO are not used"
        yield ok("organisation", f"{name}, as set on /admin/appearance: {unused}.")
    elif name == Settings.model_fields["organisation"].default:
        plain = Phrase("The name of the organisation is not set.")
        next_step = "Write it on /admin/appearance, or set FEEDBACK_ORGANISATION."
        yield advice("organisation", f"Pages and reports say “{name}”.", next_step, plain=plain)
