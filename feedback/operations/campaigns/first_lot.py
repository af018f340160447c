"""The first invitations go alone, so that a mistake meets few; the rest an hour later."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

FIRST_ALONE: Final = 20
"""How many invitations go alone, so that a mistake meets few."""

REST_AFTER: Final = timedelta(hours=1)


def invitation_batches(total: int, *, is_staged: bool) -> tuple[int, int]:
    """Return how many invitations go first, and how many an hour later."""
    first = min(total, FIRST_ALONE) if is_staged else total
    return first, total - first
