"""Fit least squares and say how sure a contrast is, where leaders or teams share their fate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reports.effects.estimate import Estimate
from reports.norms.arrays import deviations

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from reports.norms.arrays import Codes, Floats

_NO_ROOT: Final = 1e-12
"""Eigenvalues under this are nought: the fit takes a cluster's rows wholly in that direction."""

_NOTHING_LEFT: Final = 1e-9
"""The share of a contrast's variance that must be left between clusters to say anything of it."""


def contrast(x: Floats, y: Floats, clusters: Codes, weights: Floats) -> Estimate:
    """Estimate one contrast of the coefficients, with CR2 errors and Satterthwaite's df.

    Parameters
    ----------
    x
        Design, shape (rows, columns).
    y
        Outcomes, shape (rows, outcomes), complete.
    clusters
        What each row's fate is shared within, shape (rows,).
    weights
        The contrast c, shape (columns,).

    Returns
    -------
    Estimate
        Shape (outcomes,); NaN where the columns of `x` depend on each other.

    Notes
    -----
    With M = (X'X)⁻¹, A_g = (I − X_g M X_g')^(−½) and u_g = A_g X_g M c, the variance is
    Σ(u_g'e_g)², and df = tr(B)²/ΣB² for B = diag(|u_g|²) − W M W' with rows W_g = u_g'X_g
    (Bell & McCaffrey 2002; Imbens & Kolesár 2016; Pustejovsky & Tipton 2018, working model:
    independent rows). A column of ones gives the paired t, clusters of one row give HC2.

    Examples
    --------
    >>> y = np.array([[0.1], [0.4], [0.3], [0.2]])
    >>> one = contrast(np.ones((4, 1)), y, np.arange(4), np.ones(1))
    >>> one.value.round(4), one.se.round(4), one.df.round(4)
    (array([0.25]), array([0.0645]), array([3.]))

    """
    if len(x) < x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        unknown = np.full(y.shape[1], np.nan)
        return Estimate(unknown, unknown, unknown)
    order = np.argsort(clusters, kind="stable")
    x, y = x[order], y[order]
    _, starts, sizes = np.unique(clusters[order], return_index=True, return_counts=True)
    inverse = np.asarray(np.linalg.inv(x.T @ x), dtype=np.float64)
    beta = inverse @ (x.T @ y)
    u = _adjusted(x, inverse, inverse @ weights, starts, sizes)
    scores = np.add.reduceat(u[:, None] * deviations(y, x @ beta), starts, axis=0)
    trace, df = _satterthwaite(x, u, inverse, starts)
    known = trace > _NOTHING_LEFT * (weights @ inverse @ weights)
    se = np.sqrt((scores**2).sum(axis=0)) if known else np.full(y.shape[1], np.nan)
    return Estimate(weights @ beta, se, np.full(y.shape[1], df if known else np.nan))


def _adjusted(
    x: Floats,
    inverse: Floats,
    towards: Floats,
    starts: npt.NDArray[np.intp],
    sizes: npt.NDArray[np.intp],
) -> Floats:
    """Return u, shape (rows,); clusters of one size are worked together."""
    u = np.empty(len(x))
    for rows in _by_size(starts, sizes):
        own = x[rows]
        root = _inverse_root(np.eye(rows.shape[1]) - own @ inverse @ own.mT)
        u[rows] = np.einsum("gij,gj->gi", root, own @ towards)
    return u


def _by_size(
    starts: npt.NDArray[np.intp], sizes: npt.NDArray[np.intp]
) -> Iterator[npt.NDArray[np.intp]]:
    """Yield the rows of all clusters of one size, shape (clusters, size)."""
    for size in np.unique(sizes):
        yield starts[sizes == size, None] + np.arange(size)


def _inverse_root(matrices: Floats) -> Floats:
    """Return the symmetric inverse square roots, Moore–Penrose, shape (clusters, size, size)."""
    values, vectors = np.linalg.eigh(matrices)
    known = values > _NO_ROOT
    roots = np.where(known, 1.0 / np.sqrt(np.where(known, values, 1.0)), 0.0)
    product: Floats = (vectors * roots[:, None, :]) @ vectors.mT
    return product


def _satterthwaite(
    x: Floats, u: Floats, inverse: Floats, starts: npt.NDArray[np.intp]
) -> tuple[float, float]:
    """Return tr(B) and tr(B)²/ΣB², from sums over clusters: B itself is never made."""
    squares = np.add.reduceat(u**2, starts)
    w = np.add.reduceat(u[:, None] * x, starts, axis=0)
    taken = np.einsum("gi,ij,gj->g", w, inverse, w)
    both = w.T @ w @ inverse
    trace = float((squares - taken).sum())
    whole = float((squares**2 - 2.0 * squares * taken).sum() + (both * both.T).sum())
    return trace, trace**2 / whole if whole > 0 else np.nan
