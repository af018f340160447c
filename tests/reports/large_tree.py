"""A municipality of 8,500 people in a tree of 600 nodes, for proofs and for the benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reports.partitions import Unit
from tests.reports.tree_campaigns import campaign_of, survey_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.answers.matrix import Responses

RATERS: Final = 8500
DEPARTMENTS, DIVISIONS, WORKPLACES = 10, 6, 529
"""With the whole, 600 nodes."""


def large_organisation(traits: Mapping[str, Sequence[str]]) -> tuple[Unit, Responses]:
    """Return a tree of 600 nodes, heads in its inner ones, and the answers of 8,500 people."""
    rng = np.random.default_rng(1)
    inner = DEPARTMENTS * DIVISIONS
    shares = np.array_split(np.arange(WORKPLACES), inner)
    heads = [DEPARTMENTS, *[DIVISIONS] * DEPARTMENTS, *(len(share) for share in shares)]
    places = [f"w{one}" for one in rng.integers(0, WORKPLACES, RATERS - sum(heads))]
    asked = {code: places.count(code) for code in set(places)}
    divisions = [
        Unit(
            f"a{number}",
            f"Avdelning {number}",
            len(share),
            0,
            tuple(Unit(f"w{one}", f"Enhet {one}", asked.get(f"w{one}", 0)) for one in share),
        )
        for number, share in enumerate(shares)
    ]
    departments = tuple(
        Unit(
            f"f{number}",
            f"Förvaltning {number}",
            DIVISIONS,
            0,
            tuple(divisions[number * DIVISIONS : (number + 1) * DIVISIONS]),
        )
        for number in range(DEPARTMENTS)
    )
    root = Unit("k", "Eksta kommun", DEPARTMENTS, 0, departments)
    nodes = (root, *departments, *divisions)
    places += [one.code for one in nodes for _ in range(one.asked)]
    made = campaign_of(root, places, rng, survey=survey_of(traits), missing=0.05)
    return root, made.responses
