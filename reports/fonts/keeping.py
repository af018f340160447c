"""While a report is drawn, what stands in many of them is measured, broken and spelled once.

Of letters, slips and other documents nothing is kept: codes, links and addresses stand in them.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEEPS: Final = ContextVar("_KEEPS", default=False)


@contextmanager
def keeping() -> Iterator[None]:
    """Let words be kept for the next report."""
    before = _KEEPS.set(True)
    try:
        yield
    finally:
        _KEEPS.reset(before)


def keeps() -> bool:
    """Tell whether a report is drawn."""
    return _KEEPS.get()
