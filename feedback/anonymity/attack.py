"""What an attack needs and what it brings back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sqlalchemy.orm import Session

    from feedback.ballot import KeyFolder
    from feedback.database import Database


class Promise(StrEnum):
    """Whether the promise was kept, kept within a printed limit, or broken."""

    KEPT = "kept"
    LIMIT = "limit"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class AttackResult:
    """What one attack found, in a sentence."""

    attack: str
    verdict: Promise
    sentence: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the attacker holds: the live database, the key folders, a calendar, perhaps logs."""

    database: Database
    session: Session
    link_keys: KeyFolder
    seal_keys: KeyFolder | None
    today: date
    logs: tuple[Path, ...] = ()


def judged(attack: str, broken: list[str], kept: str) -> list[AttackResult]:
    """Return one finding per breach, or the one that says that nothing was found."""
    if broken:
        return [AttackResult(attack, Promise.BROKEN, sentence) for sentence in broken]
    return [AttackResult(attack, Promise.KEPT, kept)]
