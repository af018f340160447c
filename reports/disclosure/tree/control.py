"""From the responses of a campaign about workplaces to one release for each part of the tree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reports.disclosure.blocks import protected_groups
from reports.disclosure.intake import check_responses
from reports.disclosure.spread import constant_sigma_w
from reports.disclosure.tree.cells import Tree, tree_cells
from reports.disclosure.tree.comments import lists_of_parts
from reports.disclosure.tree.previous import previous_of_part
from reports.disclosure.tree.signatures import exposed_items
from reports.errors import ReleaseRefusedError, ResponsesError
from reports.partitions import (
    codes,
    codes_of_readers,
    partition,
    staff_places,
    unit_places,
    with_counts,
)
from reports.policy import share_in_steps
from reports.release.parts import (
    PartCell,
    PartComments,
    PartFigures,
    PartName,
    PartRelease,
    TreeRelease,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.disclosure.tree.cells import TreeCells
    from reports.partitions import Part, Unit
    from reports.policy import DisclosurePolicy
    from surveys.model import Survey

    Bools: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TreeBefore:
    """The parts of an earlier campaign, as they were released, and what it is called."""

    campaign: str
    parts: Sequence[PartFigures]


def release_tree(
    responses: Responses,
    root: Unit,
    policy: DisclosurePolicy,
    *,
    drawn: Bools | None = None,
    previous: TreeBefore | None = None,
) -> TreeRelease:
    """Return the releases of all parts that a tree of workplaces is shown in.

    Parameters
    ----------
    responses
        All responses; the labels of subjects are codes of nodes, and a response stands at the
        node where its giver works: heads and staff at an inner one.
    root
        The tree, with how many were asked in each node itself; answers are counted here.
    policy
        What was frozen at launch; small units are always pooled. `known` is one where everybody
        of a workplace reads its report.
    drawn
        bool, shape (responses,): answers by codes that anybody present could draw. They stand
        in sums and count towards no least number. None where there were no such codes.
    previous
        The campaign to compare with; its partition is never made anew.

    Raises
    ------
    ResponsesError
        When responses contradict the survey or the tree; every fault at once.
    ReleaseRefusedError
        When a part claims other numbers of answers than were given.

    """
    check_responses(responses)
    by_code = np.zeros(len(responses.subject_codes), dtype=np.bool_) if drawn is None else drawn
    _check_tree(responses, root, by_code)
    counted = _counted(responses, by_code)
    parts = partition(with_counts(root, counted), policy)
    if not parts:
        return TreeRelease((), ())
    tree = _tree(responses, root, parts, by_code, opened=policy.known > 0)
    figures, left_out = _audited(responses, tree, policy, previous)
    comments = _comments_by_part(responses, tree, [one.name for one in figures])
    return TreeRelease(
        parts=tuple(PartRelease(one, tuple(comments.get(one.number, ()))) for one in figures),
        units=tuple(sorted(unit_places(parts).items())),
        left_out=left_out,
    )


def _check_tree(responses: Responses, root: Unit, drawn: Bools) -> None:
    known = Counter(codes(root))
    problems = [
        f"The unit {code!r} stands in the tree twice." for code, n in known.items() if n > 1
    ]
    problems += [
        f"There are responses of {label!r}, which is no unit of the tree."
        for label in responses.subjects
        if label not in known
    ]
    outside = ~np.isin(responses.group_codes, protected_groups(responses.survey))
    if outside.any():
        problems.append(f"{int(outside.sum())} responses are of a group that is not protected.")
    if drawn.shape != responses.subject_codes.shape:
        problems.append("It must be said of each response whether its code was drawn.")
    if problems:
        raise ResponsesError(*problems)


def _counted(responses: Responses, drawn: Bools) -> dict[str, int]:
    """Return how many answers count, by the code of the node they stand in."""
    found = np.bincount(responses.subject_codes[~drawn], minlength=len(responses.subjects))
    return dict(zip(responses.subjects, found.tolist(), strict=True))


def _tree(
    responses: Responses, root: Unit, parts: tuple[Part, ...], drawn: Bools, *, opened: bool
) -> Tree:
    places, readers = staff_places(parts), codes_of_readers(root, opened=opened)
    place = np.array([places.get(label, 0) for label in responses.subjects], dtype=np.int64)
    reads = np.array([label in readers for label in responses.subjects], dtype=np.bool_)
    return Tree(parts, place[responses.subject_codes], drawn, reads[responses.subject_codes])


def _audited(
    responses: Responses, tree: Tree, policy: DisclosurePolicy, previous: TreeBefore | None
) -> tuple[list[PartFigures], tuple[str, ...]]:
    """Return figures that pass the audit, and the items that had to be left out for it.

    The rules leave nothing to find. If one has a fault, a campaign closes all the same: the
    item is taken out at every level, which tells nothing, and reads "too few answers".
    """
    items = responses.survey.items
    left_out = np.zeros(len(items), dtype=np.bool_)
    for _ in range(len(items) + 1):
        cells = tree_cells(responses, tree, policy, left_out)
        figures = _figures(responses.survey, tree, policy, cells, previous)
        exposed = exposed_items(responses, tree, figures)
        if not exposed.any():
            return figures, tuple(
                item.key for item, out in zip(items, left_out.tolist(), strict=True) if out
            )
        left_out |= exposed
    raise ReleaseRefusedError("Figures isolate too few answers even where nothing is shown.")


def _figures(
    survey: Survey,
    tree: Tree,
    policy: DisclosurePolicy,
    cells: TreeCells,
    previous: TreeBefore | None,
) -> list[PartFigures]:
    frame = _frame(survey, policy)
    below: dict[int, list[int]] = {}
    for number, part in enumerate(tree.parts):
        if part.parent is not None:
            below.setdefault(part.parent, []).append(number)
    figures = []
    for number, (part, row) in enumerate(zip(tree.parts, _cell_rows(cells), strict=True)):
        one = replace(
            frame,
            number=number,
            parent=part.parent,
            parts=tuple(below.get(number, ())),
            name=PartName(part.members, part.rest, part.within),
            known=part.readers,
            respondents=part.counted,
            share=share_in_steps(asked=part.asked, answered=part.counted, k=policy.k),
            cells=row,
        )
        before = (
            None if previous is None else previous_of_part(previous.parts, one, previous.campaign)
        )
        figures.append(one if before is None else replace(one, previous=before))
    return figures


def _frame(survey: Survey, policy: DisclosurePolicy) -> PartFigures:
    """Return what is the same in every part of a campaign."""
    return PartFigures(
        survey_id=survey.id,
        survey_version=survey.version,
        scale=(survey.scale.lowest, survey.scale.highest),
        favourable_from=survey.scale.favourable_from,
        k=policy.k,
        k2=policy.k2,
        items=tuple(item.key for item in survey.items),
        traits=tuple(
            (trait.key, tuple(item.key for item in trait.items)) for trait in survey.traits
        ),
        wording=tuple(survey.wording_hash(item) for item in survey.items),
        sigma_w=tuple(constant_sigma_w(survey.scale) for _ in survey.traits),
        number=0,
        parent=None,
        parts=(),
        name=PartName((), rest=False, within=None),
        known=0,
        respondents=0,
        share=None,
        cells=(),
    )


def _cell_rows(cells: TreeCells) -> list[tuple[PartCell | None, ...]]:
    """Return the finished cells of every part; plain lists are quicker to walk than arrays."""
    spread = np.stack([*cells.bands, cells.favourable], axis=-1).tolist()
    counts = np.stack([cells.n, cells.n_protected, cells.sum], axis=-1).tolist()
    flags = np.stack([cells.shown, cells.at_most, cells.banded], axis=-1).tolist()
    return [
        tuple(_cell(*cell) for cell in zip(*rows, strict=True))
        for rows in zip(counts, flags, spread, strict=True)
    ]


def _cell(counts: list[int], flags: list[bool], spread: list[int]) -> PartCell | None:
    (n, n_protected, total), (shown, at_most, banded) = counts, flags
    if not shown:
        return None
    low, middle, high, favourable = spread
    if not banded:
        return PartCell(n, n_protected, total, at_most, None, None)
    return PartCell(n, n_protected, total, at_most, (low, middle, high), favourable)


def _comments_by_part(
    responses: Responses, tree: Tree, names: Sequence[PartName]
) -> dict[int, list[PartComments]]:
    found: dict[int, list[PartComments]] = {}
    for one in lists_of_parts(responses, tree):
        listed = PartComments(
            one.question, one.parts, tuple(names[part] for part in one.parts), one.texts
        )
        for part in one.parts:
            found.setdefault(part, []).append(listed)
    return found
