"""A module of a course from its occasions: parts that are large enough, and what they have in sum.

Each part is released by itself, by counts alone. A module's release holds its parts as blocks,
and in place of Others the sums of what the parts show, so that nothing is left by subtraction.
Whatever is told of a part stays so when later occasions come.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reports.disclosure.blocks import form_blocks
from reports.disclosure.comments import comments_of
from reports.disclosure.control import release_subjects
from reports.disclosure.spread import constant_sigma_w
from reports.policy import SHEETS_FOR_COMMENTS, join_occasions
from reports.release import Block, Comments, OthersCell, Release

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.answers.matrix import Responses
    from reports.policy import DisclosurePolicy
    from reports.release import Cell, Figures
    from surveys.model import Scale


def release_modules(
    responses: Responses,
    modules: Mapping[str, Mapping[str, str]],
    policy: DisclosurePolicy,
    *,
    is_over: bool = True,
) -> dict[str, Release]:
    """Return the release of each module that has a part.

    Parameters
    ----------
    responses
        All sheets of a course evaluation; its subjects are the occasions.
    modules
        The labels of each module's occasions in the order of their days, and what each is called.
    policy
        What was frozen at launch.
    is_over
        Whether the course is over: then the last occasions join the part before them, and all
        comments are shown; until then only those of parts of at least ten sheets.

    Raises
    ------
    ResponsesError, ReleaseRefusedError
        As `release_subjects`.

    """
    place = {label: number for number, label in enumerate(responses.subjects)}
    sheets = np.bincount(responses.subject_codes, minlength=len(place)).tolist()
    parts = {}
    for module, occasions in modules.items():
        labels, counts = list(occasions), [sheets[place[label]] for label in occasions]
        joined = join_occasions(counts, policy.k, is_over=is_over)
        parts[module] = tuple(tuple(labels[at] for at in part) for part in joined)
    named = [(module, part) for module, mine in parts.items() for part in mine]
    code_of = {one: code for code, (_, part) in enumerate(named) for one in part}
    codes = np.array([code_of.get(one, -1) for one in responses.subjects], dtype=np.int32)
    released = release_subjects(
        _regrouped(responses, codes, [str(code) for code in range(len(named))]), policy
    )
    figures = [released[str(code)].figures for code in range(len(named))]
    comments = _comments(responses, codes, figures, named, policy, is_over=is_over)
    return {
        module: Release(
            _joined(
                [
                    (tuple(modules[module][one] for one in part), figures[code_of[part[0]]])
                    for part in mine
                ],
                responses.survey.scale,
            ),
            comments[module],
        )
        for module, mine in parts.items()
        if mine
    }


def _regrouped(responses: Responses, codes: np.ndarray, labels: Sequence[str]) -> Responses:
    """Return the sheets by other subjects; those of a code below nought are left out."""
    of_row = codes[responses.subject_codes] if len(codes) else responses.subject_codes
    rows = np.flatnonzero(of_row >= 0)
    comments = responses.comments
    return replace(
        responses,
        subjects=tuple(labels),
        ratings=responses.ratings[rows],
        subject_codes=of_row[rows],
        group_codes=responses.group_codes[rows],
        comments=tuple(comments[row] for row in rows.tolist()) if comments else (),
    )


def _joined(parts: Sequence[tuple[tuple[str, ...], Figures]], scale: Scale) -> Figures:
    """Return the figures of a module: its parts as blocks, and their sums.

    The spread is the constant of the scale: one of this course, printed anew with each part,
    would give the newest part's squares.
    """
    blocks = tuple(
        Block(groups=names, n=block.n, cells=tuple(map(_without_class, block.cells)))
        for names, figures in parts
        for block in figures.blocks
    )
    first = parts[0][1]
    others = tuple(_in_sum(blocks, item) for item in range(len(first.items)))
    sigma = (constant_sigma_w(scale),) * len(first.traits)
    return replace(first, blocks=blocks, others=others, sigma_w=sigma)


def _without_class(cell: Cell | None) -> Cell | None:
    """Return a cell without how alike a part answers, which no page tells."""
    return cell and replace(cell, agreement=None)


def _in_sum(blocks: Sequence[Block], item: int) -> OthersCell | None:
    """Return an item over the parts that show it: never over one that does not."""
    shown = [(at, cell) for at, block in enumerate(blocks) if (cell := block.cells[item])]
    if not shown:
        return None
    n = sum(cell.n for _, cell in shown)
    return OthersCell(
        n=n,
        n_protected=n,
        sum=sum(cell.sum for _, cell in shown),
        at_most=any(cell.at_most for _, cell in shown),
        blocks=tuple(at for at, _ in shown),
        bands=None,
        favourable=None,
    )


def _comments(
    responses: Responses,
    codes: np.ndarray,
    figures: Sequence[Figures],
    named: Sequence[tuple[str, tuple[str, ...]]],
    policy: DisclosurePolicy,
    *,
    is_over: bool,
) -> dict[str, Comments]:
    """Return each module's comments, pooled over the parts that may show theirs (R11)."""
    modules = list(dict.fromkeys(module for module, _ in named))
    of_part = np.array(
        [
            modules.index(module) if is_over or _has_room(one) else -1
            for (module, _), one in zip(named, figures, strict=True)
        ],
        dtype=np.int32,
    )
    mine = np.where(codes >= 0, of_part[codes], -1) if len(of_part) else codes
    pooled = _regrouped(responses, mine.astype(np.int32), modules)
    told = comments_of(pooled, form_blocks(pooled, policy), policy)
    return dict(zip(modules, told, strict=True))


def _has_room(figures: Figures) -> bool:
    """Tell whether a part is so large that its comments may be told of it alone."""
    return sum(block.n for block in figures.blocks) >= SHEETS_FOR_COMMENTS
