"""Settings that a program accepts and a person would question."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from feedback.config import Settings
from feedback.doctor.check import advice, fault, ok

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check


def check_settings(settings: WorkerSettings) -> Iterator[Check]:
    """Look at what people see: the address, the sender, whom they may ask."""
    if settings.base_url.startswith("https://"):
        yield ok("address", settings.base_url)
    else:
        found = f"{settings.base_url} is not encrypted: links travel in the clear."
        yield fault("address", found, "Set FEEDBACK_BASE_URL to an https:// address.")
    _, sender = parseaddr(settings.mail_from)
    if "@" in sender:
        yield ok("sender", settings.mail_from)
    else:
        found = f"{settings.mail_from!r} holds no address."
        yield fault("sender", found, "Set FEEDBACK_MAIL_FROM to 'Name <address>'.")
    if settings.organisation == Settings.model_fields["organisation"].default:
        found = f"Pages and reports say “{settings.organisation}”."
        yield advice("organisation", found, "Set FEEDBACK_ORGANISATION.")
    if not settings.help_phone:
        found = "Raters have no number to ring."
        yield advice("help", found, "Set FEEDBACK_HELP_PHONE.")
    if not settings.accessibility_contact and not settings.help_phone:
        found = "/tillganglighet names nobody to tell of obstacles, which the law asks for."
        yield advice("accessibility", found, "Set FEEDBACK_ACCESSIBILITY_CONTACT.")
