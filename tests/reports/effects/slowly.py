"""CR2 and Satterthwaite's df written as the textbook has them: whole matrices, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reports.norms.arrays import Codes, Floats


def contrast_slowly(
    x: Floats, y: Floats, clusters: Codes, weights: Floats
) -> tuple[float, float, float]:
    """Return estimate, se and df of one outcome, y of shape (rows,).

    V = c'MX' A (I−H)yy'(I−H) A XMc over clusters; df = tr(Q)²/tr(Q²) for the quadratic form Q
    that V is in y, whose expectation is taken with independent errors.
    """
    n = len(y)
    coefficients, *_ = np.linalg.lstsq(x, y, rcond=None)
    hat = x @ np.linalg.pinv(x)
    left = np.eye(n) - hat
    direction = np.linalg.pinv(x).T @ weights
    form = np.zeros((n, n))
    for cluster in set(clusters.tolist()):
        own = np.diag((clusters == cluster).astype(float))
        u_svd, values, v_svd = np.linalg.svd(own @ left @ own)
        roots = [1 / np.sqrt(value) if value > 1e-10 else 0.0 for value in values]
        adjusted = (u_svd * roots) @ v_svd @ own @ direction
        form += left @ np.outer(adjusted, adjusted) @ left
    variance = float(y @ form @ y)
    df = np.trace(form) ** 2 / np.trace(form @ form)
    return float(weights @ coefficients), float(np.sqrt(variance)), float(df)
