"""Keep the chance of any false word among several traits where it is for one."""

from __future__ import annotations

from reports.effects.estimate import LEVEL


def family_level(members: int) -> float:
    """Return the level of each of m intervals, 1 − 0.05/m (Bonferroni).

    Parameters
    ----------
    members
        How many intervals are drawn beside each other; cohorts multiply the traits.

    Returns
    -------
    float
        The level.

    Raises
    ------
    ValueError
        If there are none.

    Examples
    --------
    >>> family_level(1), family_level(4)
    (0.95, 0.9875)

    """
    if members < 1:
        raise ValueError("A family has at least one member.")
    return 1.0 - (1.0 - LEVEL) / members
