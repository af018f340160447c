"""How the installation looks: name, logo and accent colour, in pages, mails and documents.

What an administrator has said counts as a whole; until then settings say name and logo, and
the product its colour.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.config.logo import LooksError, clean_logo
from feedback.errors import InputError
from feedback.models import StoredAppearance
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.text.one_line import one_line
from feedback.text.phrases import Phrase
from reports.colours import ACCENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.database import Queried
    from feedback.operations.acts import Actor

LONGEST_NAME: Final = 80

_THING: Final = "appearance"
_COLOUR: Final = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_SHORT: Final = 3
_COLUMNS: Final = (StoredAppearance.name, StoredAppearance.accent, StoredAppearance.logo)


@dataclass(frozen=True, slots=True)
class Appearance:
    """The name of the organisation, its accent as `#rrggbb`, its logo as PNG; each may be none."""

    name: str
    accent: str = ""
    logo: bytes = b""

    @property
    def accent_on_paper(self) -> str:
        """The colour of documents, which have one of their own where none is chosen."""
        return self.accent or ACCENT

    @property
    def version(self) -> str:
        """What tells it from every other, short enough for an address."""
        return _version(self)


# Every page asks for it, twice where there is a logo, which may be large.
@lru_cache(maxsize=2)
def _version(looks: Appearance) -> str:
    digest = hashlib.sha256(looks.logo)
    digest.update(f"\n{looks.accent}\n{looks.name}".encode())
    return digest.hexdigest()[:16]


def appearance_of(source: Queried, settings: Settings) -> Appearance:
    """Return how the installation looks."""
    found = source.execute(select(*_COLUMNS)).one_or_none()
    return appearance_at_first(settings) if found is None else Appearance(*found)


def appearance_at_first(settings: Settings) -> Appearance:
    """Return how it looks before an administrator has said it."""
    return Appearance(settings.organisation, logo=settings.logo_content())


def organisation_name(source: Queried, settings: Settings) -> str:
    """Return what the organisation is called, for what shows no more of it."""
    found = source.execute(select(StoredAppearance.name)).scalar_one_or_none()
    return settings.organisation if found is None else found


def is_set(source: Queried) -> bool:
    """Tell whether an administrator has said how it looks, so that settings no longer do."""
    return source.execute(select(StoredAppearance.id)).one_or_none() is not None


def set_appearance(session: Session, wanted: Appearance, *, by: Actor) -> None:
    """Let the installation look so from now on, what is drawn of the past as well.

    Raises InputError with all that is wrong; a logo is kept as `clean_logo` draws it.
    """
    kept = _read(wanted)
    stored = session.get(StoredAppearance, 1)
    if stored is None:
        stored = StoredAppearance()
        session.add(stored)
    stored.name, stored.accent, stored.logo = kept.name, kept.accent, kept.logo
    told = (kept.name, kept.accent or "own colour", "logo" if kept.logo else "no logo")
    audit_log.note(session, by, Act.SET_APPEARANCE, _THING, details=", ".join(told))


def read_name(text: str) -> str:
    """Return a name as it is kept; raise LooksError."""
    name = one_line(text)
    if not name:
        raise LooksError(Phrase("Write what the organisation is called."))
    if len(name) > LONGEST_NAME:
        longest = Phrase("The name has more than %(most)s characters.", most=LONGEST_NAME)
        raise LooksError(longest)
    return name


def read_accent(text: str) -> str:
    """Return a colour as `#rrggbb`, of what people write; nothing of nothing. Raise LooksError."""
    written = text.strip()
    if not written:
        return ""
    found = _COLOUR.fullmatch(written)
    if found is None:
        wrong = Phrase(
            "The colour is six digits or letters a to f behind a #, such as #1f5c57. "
            "Leave it empty for the product's own."
        )
        raise LooksError(wrong)
    digits = found[1].lower()
    return "#" + ("".join(2 * digit for digit in digits) if len(digits) == _SHORT else digits)


def read_logo_content(content: bytes) -> bytes:
    """Return a logo as it is kept; nothing of nothing. Raise LooksError."""
    return clean_logo(content) if content else b""


def _read(wanted: Appearance) -> Appearance:
    faults: list[str] = []
    with _gathered(faults):
        name = read_name(wanted.name)
    with _gathered(faults):
        accent = read_accent(wanted.accent)
    with _gathered(faults):
        logo = read_logo_content(wanted.logo)
    if faults:
        raise InputError(faults)
    return Appearance(name, accent, logo)


@contextmanager
def _gathered(faults: list[str]) -> Iterator[None]:
    try:
        yield
    except LooksError as error:
        faults.append(error.fault)
