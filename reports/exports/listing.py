"""List what a release shows as plain records: blocks, cells, Others, trait means.

The records and their keys are those of the reference cases of the release algorithm, so
that anybody can compare them; everything in them is a function of the release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.release.means import cell_mean, trait_items, trait_mean

if TYPE_CHECKING:
    from reports.release import Figures
    from reports.release.means import AnyCells


def list_release(figures: Figures, *, has_scores: bool = True) -> dict[str, Any]:
    """Return the displayed figures of one subject.

    Keys: `blocks`, `hidden_groups`, `cells` (a block's answers to an item; `dispersion` says
    whether they are k2 or more, as the cases mean it; what is shown of their spread is for
    `reports.release.dispersion` to say), `others_items` (`from` says on which blocks a figure
    stands), `traits` (per block, and "others"), left out without `has_scores`: there the items
    of a trait have no figure together.
    """
    listed = {
        "blocks": [{"groups": list(block.groups), "n": block.n} for block in figures.blocks],
        "hidden_groups": list(figures.hidden_groups),
        "cells": _cells(figures),
        "others_items": _others_items(figures),
    }
    return {**listed, "traits": _traits(figures)} if has_scores else listed


def _cells(figures: Figures) -> list[dict[str, Any]]:
    return [
        {
            "block": number,
            "item": key,
            "n": cell.n,
            "sum": cell.sum,
            "at_most": cell.at_most,
            "dispersion": cell.n >= figures.k2,
            "mean": float(cell_mean(cell)),
        }
        for item, key in enumerate(figures.items)
        for number, block in enumerate(figures.blocks)
        if (cell := block.cells[item]) is not None
    ]


def _others_items(figures: Figures) -> dict[str, dict[str, Any]]:
    return {
        key: {
            "n": cell.n,
            "n_protected": cell.n_protected,
            "mean": float(cell_mean(cell)),
            "from": list(cell.blocks),
        }
        for key, cell in zip(figures.items, figures.others, strict=True)
        if cell is not None
    }


def _traits(figures: Figures) -> list[dict[str, Any]]:
    listed = []
    for (key, _), items in zip(figures.traits, trait_items(figures), strict=True):
        columns: list[tuple[int | str, AnyCells]] = [
            (number, [block.cells[item] for item in items])
            for number, block in enumerate(figures.blocks)
        ]
        columns.append(("others", [figures.others[item] for item in items]))
        for column, cells in columns:
            mean = trait_mean(cells)
            if mean is not None:
                shown = sum(cell is not None for cell in cells)
                listed.append({"block": column, "trait": key, "items": shown, "mean": float(mean)})
    return listed
