"""Which build this is: each commit has a version of its own, drawn from git when it is built."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from typing import Final

DISTRIBUTION: Final = "feedback360"
"""What the wheel is called."""


@cache
def version() -> str:
    """Return the version that is installed; in a checkout, that of the last `make install`."""
    return metadata.version(DISTRIBUTION)
