"""Reading the stored release of a part back: format, types and structure, then the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from reports.release.parts import FORMAT_OF_PARTS, PartRelease
from reports.release.reading import read_stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.release.parts import PartCell, PartFigures

_ADAPTER = TypeAdapter(PartRelease)


def read_part(text: str) -> PartRelease:
    """Return the release of a part that a canonical JSON text holds.

    Raises
    ------
    ReleaseFormatError
        With every fault that was found; a text that is not what `to_json` writes is refused.

    """
    return read_stored(
        text, FORMAT_OF_PARTS, _ADAPTER, lambda one: _structure_problems(one.figures)
    )


def _structure_problems(figures: PartFigures) -> Iterator[str]:
    """Yield lists of the wrong length, and cells on fewer people than count."""
    for name, values in (("wording", figures.wording), ("cells", figures.cells)):
        if len(values) != len(figures.items):
            yield f"{name}: {len(values)} entries for {len(figures.items)} items."
    if sorted(key for _, keys in figures.traits for key in keys) != sorted(figures.items):
        yield "traits: they do not hold each item once."
    if len(figures.sigma_w) != len(figures.traits):
        yield f"sigma_w: {len(figures.sigma_w)} entries for {len(figures.traits)} traits."
    if figures.previous and len(figures.previous.traits) != len(figures.traits):
        yield "previous: one entry per trait is needed."
    for place, cell in enumerate(figures.cells):
        if cell is not None and _is_impossible(cell, figures):
            yield f"cells.{place}: too few answers, or figures that no answers give."


def _is_impossible(cell: PartCell, figures: PartFigures) -> bool:
    lowest, highest = figures.scale
    least = figures.k + figures.known
    on_scale = lowest * cell.n <= cell.sum <= highest * cell.n
    banded = cell.bands is None or sum(cell.bands) == cell.n
    return not (least <= cell.n_protected <= cell.n and on_scale and banded)
