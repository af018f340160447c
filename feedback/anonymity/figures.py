"""Take the figures of every stored release together, and see what follows of single answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.anonymity.attack import AttackResult, Promise
from feedback.models import StoredRelease, Subject
from reports.audit.integer import items_of, learnt, readers
from reports.release import read_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from feedback.anonymity.attack import Target
    from reports.audit.integer import ItemFigures

_NAME: Final = "figures"


def attack_figures(target: Target) -> list[AttackResult]:
    """Read what is shown of each release as a stranger and as each rater of it would."""
    broken: list[AttackResult] = []
    found: Counter[str] = Counter()
    rows = target.session.execute(
        select(StoredRelease.subject_id, StoredRelease.content).join(Subject)
    ).yield_per(50)
    for subject, content in rows:
        release = read_release(content)
        found["older"] += release.to_json() != content
        for item, figures in items_of(release.figures):
            if _says_more(figures, release.figures.k2):
                broken.append(AttackResult(_NAME, Promise.BROKEN, _sentence(subject, item)))
            large = [cell for cell in learnt(figures) if cell.n >= release.figures.k2]
            found["large"] += len(large)
            found["known"] += sum(cell.forced for cell in large)
    return broken + list(_limits(found)) or [AttackResult(_NAME, Promise.KEPT, _KEPT)]


_KEPT: Final = "No figures, taken together, tell of a block more than its counts and sums do."


def _says_more(figures: ItemFigures, k2: int) -> bool:
    """Tell whether of a block under k2 more follows than its count and sum say."""
    small = [cell for cell in figures.blocks if cell.n < k2]
    if not small or not (figures.cuts or any(cell.agreement for cell in small)):
        # Nothing but its own count and sum speaks of a small block here.
        return False
    views = [None, *readers(figures)]
    return any(cell.narrowed for own in views for cell in learnt(figures, own) if cell.n < k2)


def _sentence(subject: UUID, item: str) -> str:
    return (
        f"The figures of {item} about subject {subject} tell more of a small block than its sum. "
        "A rule is at fault: report it, and do not share this report."
    )


def _limits(found: Counter[str]) -> Iterator[AttackResult]:
    if found["known"]:
        sentence = (
            f"In {found['known']} of {found['large']} larger blocks and statements the figures "
            "together tell which answers were given, though not by whom."
        )
        yield AttackResult(_NAME, Promise.LIMIT, sentence)
    if found["older"]:
        sentence = (
            f"Stored releases of an older version: {found['older']}. They hold figures of spread "
            "that are no longer shown; whoever reads the database finds them."
        )
        yield AttackResult(_NAME, Promise.LIMIT, sentence)
