"""Review an instrument: McDonald's omega, how much of a trait's score one factor carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.norms.arrays import Floats
    from reports.research.traits import TraitColumns

LEAST_ITEMS: Final = 3
"""With two items any factor fits: the loadings cannot be told apart."""

_MOST_STEPS: Final = 5_000
_STILL: Final = 1e-9
_NO_VARIANCE: Final = 1e-4
"""A unique variance under this share of its item's is a Heywood case: the model does not hold."""


@dataclass(frozen=True, slots=True, eq=False)
class OneFactor:
    """A factor per trait among raters who answered all of its items; NaN where there is none.

    Arrays of shape (traits,); for instruments and campaigns only, never for one leader.
    """

    omega: Floats
    is_heywood: npt.NDArray[np.bool_]


def one_factor(ratings: npt.NDArray[np.int8], columns: TraitColumns) -> OneFactor:
    """Fit one factor to each trait by maximum likelihood, listwise as alpha is.

    Parameters
    ----------
    ratings
        int8, shape (responses, items), keyed, of one rater group; negative values are missing.
    columns
        The traits' columns.

    Returns
    -------
    OneFactor
        ω = (Σλ)²/((Σλ)² + Σθ) (McDonald 1999). NaN under three items, where an item does not
        vary, where raters are no more than items, where the fit does not settle, and where a
        unique variance vanishes (Heywood): alpha is shown then.

    Examples
    --------
    >>> from reports.research.traits import TraitColumns
    >>> random = np.random.default_rng(1)
    >>> answers = random.normal(4, 1, (500, 1)) + random.normal(0, 1, (500, 3))
    >>> found = one_factor(np.round(answers + 10).astype(np.int8), TraitColumns.from_sizes([3]))
    >>> round(float(found.omega[0]), 1)
    0.7

    """
    traits = len(columns.sizes)
    omega = np.full(traits, np.nan)
    is_heywood = np.zeros(traits, dtype=np.bool_)
    for at, (start, size) in enumerate(zip(columns.starts, columns.sizes, strict=True)):
        answers = ratings[:, start : start + size]
        whole = answers[(answers >= 0).all(axis=1)].astype(np.float64)
        if size < LEAST_ITEMS or len(whole) <= size or not whole.var(axis=0).all():
            continue
        spread = whole.std(axis=0)
        fitted = _fitted(np.asarray(np.corrcoef(whole.T), dtype=np.float64))
        if fitted is None:
            is_heywood[at] = True
            continue
        own = fitted * spread
        unique = ((1.0 - fitted**2) * spread**2).sum()
        omega[at] = own.sum() ** 2 / (own.sum() ** 2 + unique)
    return OneFactor(omega, is_heywood)


def _fitted(correlations: Floats) -> Floats | None:
    """Return the loadings of standardised items, the sum positive; None where none settle.

    Expectation and maximisation (Rubin & Thayer 1982): slow, and never leaves what is possible.
    """
    values, vectors = np.linalg.eigh(correlations)
    loadings = vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.1))
    loadings = np.clip(loadings, -0.9, 0.9)
    unique = 1.0 - loadings**2
    for _ in range(_MOST_STEPS):
        weighted = loadings / unique
        weights = weighted / (1.0 + weighted @ loadings)
        explained = correlations @ weights
        moment = 1.0 - weights @ loadings + weights @ explained
        following = explained / moment
        unique = np.diag(correlations) - following * explained
        if unique.min() < _NO_VARIANCE:
            return None
        if np.abs(following - loadings).max() < _STILL:
            return np.asarray(following * np.sign(following.sum()))
        loadings = following
    return None
