"""Walks the plain values of a survey file, whatever is wrong with their shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.places import Path


def entries(value: object, *steps: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every mapping in the lists along the steps, with its path; skip what is misshapen."""
    yield from _entries(value, (), steps)


def _entries(
    value: object, path: Path, steps: tuple[str, ...]
) -> Iterator[tuple[Path, dict[str, Any]]]:
    if not steps:
        if isinstance(value, dict):
            yield path, value
        return
    inside = value.get(steps[0]) if isinstance(value, dict) else None
    path = (*path, steps[0])
    if isinstance(inside, list):
        for index, entry in enumerate(inside):
            yield from _entries(entry, (*path, index), steps[1:])
    elif steps[1:]:
        yield from _entries(inside, path, steps[1:])
