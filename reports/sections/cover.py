"""What a report needs besides its release: whose it is, what is held back, what was marked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from reports.colours import ACCENT


class Reading(StrEnum):
    """When the leader reads, and with whom: whatever a report says of it follows this choice."""

    BEFORE = "before"  # the evening before the talk; the rest together with the coach
    TOGETHER = "together"  # the report is opened in the talk
    ALONE = "alone"  # nobody but the leader may open it, not any more or never


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose report this is, and from which campaign; nothing of a rater.

    `period` is text as a person writes it ("oktober 2026"); `contact` says whom to ask;
    `logo` is a PNG of the organisation, `accent` its colour as "#rrggbb": a light one is drawn
    as dark as white words on it need. A rehearsal says so on every page.
    `plan_title` is what the programme calls the leader's plan; the report's own words if empty.
    """

    leader_name: str
    leader_title: str
    organisation: str
    campaign: str
    period: str
    language: str = "sv"
    contact: str = ""
    logo: bytes = b""
    accent: str = ACCENT
    is_rehearsal: bool = False
    reading: Reading = Reading.BEFORE
    plan_title: str = ""

    @property
    def year(self) -> str:
        """The year in which people answered last, as the period says it, or nothing."""
        return next(reversed(re.findall(r"\b(?:19|20)\d\d\b", self.period)), "")


@dataclass(frozen=True, slots=True)
class Withholdings:
    """The comments that are held back as a whole, by question and text, never by a position.

    Of several that say the same, each has a number of its own (`reports.sections.written`).
    """

    comments: frozenset[str] = frozenset()

    @staticmethod
    def digest(question: str, text: str, *, number: int = 0) -> str:
        """Return what stands for one comment in a record; without a number, for all equal ones."""
        # No comment holds a null character, so that none reads like another with its number.
        which = f"{question}\n{text}" + (f"\n\0{number}" if number else "")
        return hashlib.sha256(which.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Marks:
    """What the leader marked while reading: keys of items or of traits, in the leader's order.

    `proud` fills in the strength to use, `focus` the behaviours to change, each as far as the
    plan has room; `ask` stands among what to take up in the talk. Keys that a survey does not
    have are passed over: marks may be older than a corrected survey.
    """

    proud: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
