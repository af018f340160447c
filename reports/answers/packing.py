"""Pack a subject's answers into one row of bytes, and lay all rows out as the matrix again.

Packed rows are what is stored after close: int8, response by response, compressed.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from reports.errors import ResponsesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt


def pack(ratings: npt.NDArray[np.int8]) -> bytes:
    """Return a subject's ratings, shape (responses, items), as one row of bytes."""
    return zlib.compress(np.ascontiguousarray(ratings, dtype=np.int8).tobytes(), 9)


def unpack(rows: Sequence[bytes], items: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
    """Lay packed rows out as the matrix.

    Parameters
    ----------
    rows
        One packed row per subject, as `pack` wrote them.
    items
        How many items the survey has.

    Returns
    -------
    ratings, subject_codes
        int8 of shape (responses, items), and for each response its row's number.

    Raises
    ------
    ResponsesError
        If a row is damaged or does not hold whole responses; every such row at once.

    Examples
    --------
    >>> ratings, subjects = unpack([pack(np.array([[4, -1], [5, 2]], dtype=np.int8))], 2)
    >>> ratings.tolist(), subjects.tolist()
    ([[4, -1], [5, 2]], [0, 0])

    """
    plain, problems = [], []
    for number, row in enumerate(rows):
        try:
            plain.append(zlib.decompress(row))
        except zlib.error as error:
            problems.append(f"Packed row {number} is damaged: {error}.")
            continue
        if len(plain[-1]) % items:
            problems.append(f"Packed row {number} does not hold whole responses.")
    if problems:
        raise ResponsesError(*problems)
    sizes = [len(one) // items for one in plain]
    ratings = np.frombuffer(b"".join(plain), dtype=np.int8).reshape(-1, items)
    return ratings, np.repeat(np.arange(len(rows), dtype=np.int32), sizes)
