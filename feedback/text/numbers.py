"""Whole numbers in a row, as people type them: 7, 3, 1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_DIGITS: Final = 9
_BETWEEN: Final = re.compile(r"[\s,;]+")


def read_numbers(text: str) -> tuple[int, ...] | None:
    """Return the numbers in a text, parted by commas or spaces; None if anything else is in it."""
    parts = [part for part in _BETWEEN.split(text) if part]
    if not all(part.isdecimal() and len(part) <= _MOST_DIGITS for part in parts):
        return None
    return tuple(int(part) for part in parts)


def write_numbers(numbers: Iterable[int]) -> str:
    """Return numbers as people read them in a row."""
    return ", ".join(str(number) for number in numbers)
