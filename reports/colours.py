"""Colours as people see them: how far two stand apart, and the nearest that stands far enough.

A colour is written as `#rrggbb`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

BLACK: Final = "#000000"
WHITE: Final = "#ffffff"
ACCENT: Final = "#12355b"
"""What documents are coloured in where nobody has chosen an accent."""
_STEPS: Final = 100
_READ: Final = 4.5  # WCAG 2.2, 1.4.3


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with `share` (0 to 1) of it, and the rest of another.

    >>> mixed("#ff0000", "#0000ff", 0.5)
    '#800080'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def standing_out(colour: str, toward: str, least: Mapping[str, float]) -> str:
    """Return the colour, or the nearest on the way to another that keeps a contrast to grounds.

    `least` is the contrast by ground. Where not even the other has it, the other is returned.

    >>> standing_out("#ffd400", BLACK, {WHITE: 4.5})
    '#8c7500'
    """
    for step in range(_STEPS):
        found = mixed(colour, toward, 1 - step / _STEPS)
        if all(contrast(found, ground) >= wanted for ground, wanted in least.items()):
            return found
    return toward


def as_ground(colour: str) -> str:
    """Return a colour, darkened as far as white words on it need (4.5:1)."""
    return standing_out(colour, BLACK, {WHITE: _READ})


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
