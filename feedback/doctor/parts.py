"""What the parts of the examination are called where people read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS: Final[Mapping[str, Phrase]] = {
    "version": Phrase("Version"),
    "settings": Phrase("Settings"),
    "folder": Phrase("Folder and disk"),
    "database": Phrase("Database"),
    "keys": Phrase("Keys of campaigns"),
    "worker": Phrase("Worker and mail"),
    "recurring": Phrase("Night's work and backups"),
    "clock": Phrase("Clock"),
    "contents": Phrase("Database file and audit log"),
    "copies": Phrase("Old copies of the database"),
    "places": Phrase("Folders that settings name"),
    "queue": Phrase("Queue of jobs"),
    "mail": Phrase("Mail server"),
    "oidc": Phrase("Sign-in by OpenID Connect"),
    "saml": Phrase("Sign-in by SAML"),
    "fonts": Phrase("Fonts of reports"),
    "surveys": Phrase("Survey files"),
}


def part_in_words(part: str) -> str:
    """Return what a part is called."""
    return PARTS.get(part, part)
