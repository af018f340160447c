"""Which cuts of an organisation may be shown: signatures of leaders (R9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reports.disclosure.signatures import NOWHERE, exposed_members

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

LEAST_LEADERS_PER_FIGURE: Final = 5


def accept_cuts(
    cuts: Mapping[str, Collection[str]],
    *,
    k_l: int = LEAST_LEADERS_PER_FIGURE,
    viewer_leads: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the names of the cuts that may be shown together, in the order given.

    Parameters
    ----------
    cuts
        The planned cuts by name, totals first, each with the leaders whose released values
        its figures are means of. Fixed before the report is built; there are no free filters.
    k_l
        The least number of leaders that any combination of shown figures may stand on.
    viewer_leads
        Leaders whose own release the viewer knows (the viewer, or leaders whose report the
        viewer may open); they count for nobody.

    Notes
    -----
    A cut is accepted when, over all cuts accepted before it and itself, every signature
    of leaders that occurs is shared by at least k_l leaders. What is refused reads "not
    enough leaders".

    Examples
    --------
    >>> all_twelve = [f"L{number}" for number in range(12)]
    >>> accept_cuts({"all": all_twelve, "men": all_twelve[:11], "west": all_twelve[:6]})
    ('all', 'west')

    """
    known = frozenset(viewer_leads)
    accepted: dict[str, frozenset[str]] = {}
    for name, leaders in cuts.items():
        candidate = {**accepted, name: frozenset(leaders) - known}
        if candidate[name] and enough_leaders(list(candidate.values()), k_l):
            accepted = candidate
    return tuple(accepted)


def enough_leaders(sets: Sequence[frozenset[str]], k_l: int) -> bool:
    """Tell whether no combination of figures over these sets stands on fewer than k_l."""
    members = sorted(frozenset().union(*sets))
    membership = np.array(
        [[0 if member in one else NOWHERE for one in sets] for member in members], dtype=np.int64
    ).reshape(len(members), len(sets))
    return not exposed_members(membership, k_l).any()
