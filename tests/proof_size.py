"""How much of a proof runs: a tenth in `make proof`, all of it in `make proof-all`."""

from __future__ import annotations

import os

_TENTH = 10


def proof_runs(whole: int) -> int:
    """Return how many runs of a proof are due, where the whole of it takes so many."""
    return whole if os.environ.get("PROOF") == "all" else max(1, whole // _TENTH)
