"""What a kind of mail is: its name, whom it goes to, when, and how its facts are found.

A new kind takes: its key among the names of `operations/ledger/names.py`; a folder
`templates/emails/<key>/<language>/` with subject.txt and body.txt, for staff in sv and en, for
raters in all languages; a composer that finds the facts, or returns None where they are
outdated; an entry in the `KINDS` of a module of `operations/letters/composers/`, which its
`__init__.py` collects; and `queue_mail(session, person, key, MailOccasion.of(…), …)` where it
is due: the occasion says what is told once. What the text leaves open must be known to
`operations/letters/placeholders.py`, which also says what an example looks like.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.mail import CalendarEntry
    from feedback.mail.templates import LetterText
    from feedback.models import Campaign, Mail
    from feedback.text.phrases import Phrase

    Composer = Callable[[Session, Settings, Mail], "Letter | None"]
    Merger = Callable[[list["Letter"]], "Letter"]


class Audience(StrEnum):
    """Whom a kind of mail goes to."""

    RATER = "rater"
    LEADER = "leader"
    COACH = "coach"
    APPROVER = "approver"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a composer found: the language, and the facts that the text leaves open.

    A mail whose row names no campaign gives here the one whose contact and texts it takes.
    """

    language: str
    facts: Mapping[str, object]
    campaign: Campaign | None = None
    kind: str = ""  # whose text it takes, if not that of the row's own kind
    text: LetterText | None = None  # written for this one occasion
    is_example: bool = False  # invented facts, for whoever tries a letter out
    entry: CalendarEntry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailKind:
    """One kind of mail, from its texts to the occasion it goes on."""

    key: str
    audience: Audience
    name: Phrase
    when: Phrase
    compose: Composer
    merge: Merger | None = None  # makes one letter of several waves
    has_text: bool = True  # one that a programme may word itself, or try out
    must_hold: frozenset[str] = field(default_factory=lambda: frozenset({"link"}))
