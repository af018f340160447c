"""Compare self with others: gaps, Johari's window, highest and lowest items, gap tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from reports.norms.arrays import SAME, Floats, Ints, ratio

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.norms.arrays import Strings

LONGEST_LIST: Final = 5


def gap(own: Floats, others: Floats) -> Floats:
    """Subtract others from self, in scale points; positive when self is higher.

    >>> gap(np.array([4.0, np.nan]), np.array([2.5, 3.0]))
    array([1.5, nan])
    """
    return np.subtract(own, others)


def johari_item(own: Floats, others: Floats, *, lowest: int, highest: int) -> Strings:
    """Name the pane of Johari's window each item falls into.

    Parameters
    ----------
    own, others
        Self ratings and Others means, keyed, of equal shape; NaN where there is none.
    lowest, highest
        The ends of the scale.

    Returns
    -------
    Strings
        The same shape; "" where either is missing.

    Notes
    -----
    With r the width of the scale, δ = 0.25·r and H = a + 0.75·r, in this order: gap ≥ δ,
    gap ≤ −δ, both ≥ H, both < H, else in agreement (own design; one point on 1–5 is usual).

    Examples
    --------
    >>> panes = johari_item(np.array([5.0, 2.0]), np.array([3.5, 2.5]), lowest=1, highest=5)
    >>> panes.tolist()
    ['blind_spot', 'known_development_area']

    """
    width = highest - lowest
    step, high = 0.25 * width, lowest + 0.75 * width
    difference = own - others
    rules: list[npt.NDArray[np.bool_]] = [
        np.isnan(difference),
        difference >= step - SAME,
        difference <= -step + SAME,
        (own >= high - SAME) & (others >= high - SAME),
        (own < high - SAME) & (others < high - SAME),
    ]
    names = ["", "blind_spot", "hidden_strength", "known_strength", "known_development_area"]
    return np.select(rules, names, default="in_agreement")


def top_and_bottom(means: Floats, n: Ints) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Rank items: the highest and the lowest of each profile.

    Parameters
    ----------
    means, n
        Others means and their numbers of answers, shape (profiles, items); NaN is not ranked.

    Returns
    -------
    top, bottom
        Item indices, shape (profiles, at most 5), best or worst first, -1 where the list is
        shorter: it holds min(5, ⌊ranked items/2⌋), so no item stands in both.

    Notes
    -----
    Means are compared after rounding to 1e-9; ties go to the larger n, then to the order of
    the questionnaire. In the bottom list what already stands in the top list is passed over,
    which matters only when ties reach from one list into the other.

    Examples
    --------
    >>> top, bottom = top_and_bottom(np.array([[3.0, 4.0, 2.0, np.nan]]), np.array([[5, 5, 5, 0]]))
    >>> top.tolist(), bottom.tolist()
    ([[1, -1]], [[2, -1]])

    """
    ranked = np.round(means, 9)
    known = ~np.isnan(means)
    lengths = np.minimum(LONGEST_LIST, known.sum(axis=-1) // 2)
    top = _first(-ranked, n, lengths)
    rest = np.where(_listed(top, means.shape[-1]), np.nan, ranked)
    return top, _first(rest, n, lengths)


def _first(order: Floats, n: Ints, lengths: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    longest = min(LONGEST_LIST, order.shape[-1] // 2)
    # lexsort is stable, sorts NaN last, and takes its most important key last.
    found = np.lexsort((-n, order), axis=-1)[..., :longest]
    return np.where(np.arange(longest) < lengths[..., None], found, -1)


def _listed(chosen: npt.NDArray[np.intp], items: int) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (chosen[..., None] == np.arange(items)).any(axis=-2)
    return found


def gap_test(mean: Floats, sd: Floats, n: Ints, own: Floats) -> tuple[Floats, Floats, Floats]:
    """Test others' scores against the self score: `gap_t`, `gap_df`, `gap_p`. Research only.

    Parameters
    ----------
    mean, sd, n
        Of others' `rater_trait`, any shape.
    own
        `self_trait`, the same shape.

    Returns
    -------
    t, df, p
        Student's one-sample t, two-sided; NaN where n < 2, the spread is nought or self is
        missing.

    Examples
    --------
    >>> t, df, p = gap_test(*(np.array(x) for x in (4.0, 0.816496580927726, 4, 4.5)))
    >>> round(float(t), 6), float(df), round(float(p), 6)
    (-1.224745, 3.0, 0.308068)

    """
    t = ratio(mean - own, np.nan_to_num(sd) / np.sqrt(np.maximum(n, 1)))
    df = np.where(np.isnan(t), np.nan, n - 1.0)
    return t, df, two_sided_p(t, df)


def two_sided_p(t: Floats, df: Floats) -> Floats:
    """Return the two-sided p of a t statistic; NaN stays NaN.

    >>> two_sided_p(np.array([0.0]), np.array([4.0]))
    array([1.])
    """
    p: Floats = 2.0 * special.stdtr(df, -np.abs(t))
    return p
