"""The audit of step 8: whoever stands in the same figures must be at least k.

The signature of a rater is the set of figures that contain the rater. A linear combination
of figures weighs two raters of the same signature alike, so if every signature that
occurs is shared by k or more, no combination stands on fewer. The same function serves
releases (members are ratings) and cuts of an organisation (members are leaders).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from reports.disclosure.blocks import protected_groups
from reports.errors import ReleaseRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.release import Figures, Release

    Ints: TypeAlias = npt.NDArray[np.int64]
    Bools: TypeAlias = npt.NDArray[np.bool_]

NOWHERE: Final = -1
GREATEST_CODE: Final = 2**62


def signature_sizes(membership: Ints) -> Ints:
    """Return for each member how many share its signature; 0 for members of no figure.

    Parameters
    ----------
    membership
        Shape (members, columns): the number of the figure of that column which the member
        is in, or -1. A member may be in one figure per column.

    """
    code = np.zeros(len(membership), dtype=np.int64)
    width = 1
    for column in membership.T:
        figures = int(column.max(initial=NOWHERE)) + 2
        if width * figures > GREATEST_CODE:
            code = np.unique(code, return_inverse=True)[1].ravel()
            width = len(code)
        code = code * figures + (column + 1)
        width *= figures
    _, which, sizes = np.unique(code, return_inverse=True, return_counts=True)
    in_none = (membership == NOWHERE).all(axis=1)
    return np.where(in_none, 0, sizes[which.ravel()])


def exposed_members(membership: Ints, k: int) -> Bools:
    """Tell which members share their signature with fewer than k members."""
    sizes = signature_sizes(membership)
    return (sizes > 0) & (sizes < k)


def refuse_exposing_releases(
    responses: Responses, releases: Mapping[str, Release], *, k: int
) -> None:
    """Raise a ReleaseRefusedError unless every finished release passes the audit.

    Reads what the releases show, not how they were made: which blocks and groups show a
    cell, which blocks Others of an item stand on, and how many raters each claims.
    """
    figures = [releases[subject].figures for subject in responses.subjects]
    table = _Table.of(figures, [group.key for group in responses.survey.groups])
    rows = np.flatnonzero(np.isin(responses.group_codes, protected_groups(responses.survey)))
    line = table.line_of[responses.subject_codes[rows], responses.group_codes[rows]]
    answered = responses.keyed[rows] >= responses.survey.scale.lowest
    inside = answered & (line != NOWHERE)[:, None]
    cells = np.where(inside & table.shown[line], table.cell_numbers[line], NOWHERE)
    others = np.where(inside & table.stands[line], table.others_numbers[line], NOWHERE)
    pairs = np.stack([cells.ravel(), others.ravel()], axis=-1)
    exposed = exposed_members(pairs, k).reshape(cells.shape)
    problems = [
        *_exposed_items(responses, rows, exposed),
        *_wrong_counts(responses, table, cells, others),
    ]
    if problems:
        raise ReleaseRefusedError(*problems)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What the releases of a campaign show: one line per block or identified group.

    The last line stands for no block at all, so that -1 may index it.
    """

    line_of: Ints  # (subjects, groups): the line, or -1
    subject: Ints  # (lines,)
    shown: Bools  # (lines, items): whether there is a cell
    n: Ints  # (lines, items): the protected raters that a block's cell claims
    stands: Bools  # (lines, items): whether Others stand on it
    n_others: Ints  # (subjects, items): the protected raters that Others claim

    @classmethod
    def of(cls, figures: Sequence[Figures], group_keys: Sequence[str]) -> _Table:
        """Read the table off finished releases."""
        place = {key: index for index, key in enumerate(group_keys)}
        lines = [line for number, one in enumerate(figures) for line in _lines(number, one)]
        line_of = np.full((len(figures), len(group_keys)), NOWHERE, dtype=np.int64)
        for number, line in enumerate(lines):
            line_of[line.subject, [place[group] for group in line.groups]] = number
        width = len(figures[0].items) if figures else 0
        nothing = [0] * width
        claims = [
            [0 if cell is None else cell.n_protected for cell in one.others] for one in figures
        ]
        return cls(
            line_of=line_of,
            subject=np.array([*(line.subject for line in lines), 0], dtype=np.int64),
            shown=np.array([*(line.shown for line in lines), nothing], dtype=bool),
            n=np.array([*(line.n for line in lines), nothing], dtype=np.int64),
            stands=np.array([*(line.stands for line in lines), nothing], dtype=bool),
            n_others=np.array(claims, dtype=np.int64).reshape(len(figures), width),
        )

    @property
    def cell_numbers(self) -> Ints:
        """A number for each cell, shape (lines, items)."""
        return np.arange(self.n.size).reshape(self.n.shape)

    @property
    def others_numbers(self) -> Ints:
        """A number for each cell of Others, repeated on every line of its subject."""
        width = self.n.shape[1]
        numbers: Ints = self.subject[:, None] * width + np.arange(width)
        return numbers


@dataclass(frozen=True, slots=True)
class _Line:
    """One block or identified group of one subject, as its release shows it."""

    subject: int
    groups: tuple[str, ...]
    shown: list[bool]
    n: list[int]
    stands: list[bool]


def _lines(subject: int, figures: Figures) -> Iterator[_Line]:
    for place, block in enumerate(figures.blocks):
        yield _Line(
            subject,
            block.groups,
            [cell is not None for cell in block.cells],
            [0 if cell is None else cell.n for cell in block.cells],
            [cell is not None and place in cell.blocks for cell in figures.others],
        )
    for one in figures.identified:
        shown = [cell is not None for cell in one.cells]
        yield _Line(
            subject,
            (one.group,),
            shown,
            [0] * len(shown),  # nobody protected should be in it
            [a and b is not None for a, b in zip(shown, figures.others, strict=True)],
        )


def _exposed_items(responses: Responses, rows: Ints, exposed: Bools) -> list[str]:
    """Name the subjects and items whose figures stand on too few raters."""
    row, item = np.nonzero(exposed)
    subject = responses.subject_codes[rows[row]]
    items = responses.survey.items
    return [
        f"{responses.subjects[one]}: figures of {items[place].key} isolate too few raters."
        for one, place in sorted(set(zip(subject.tolist(), item.tolist(), strict=True)))
    ]


def _wrong_counts(responses: Responses, table: _Table, cells: Ints, others: Ints) -> list[str]:
    """Name the subjects whose release claims other numbers of raters than answered."""
    found = _counted(cells, table.n.shape)
    found_others = _counted(others, table.n_others.shape)
    in_blocks = table.subject[(found != table.n).any(axis=1)]
    in_others = np.flatnonzero((found_others != table.n_others).any(axis=1))
    return [
        f"{responses.subjects[subject]}: the release claims other numbers than answered."
        for subject in np.union1d(in_blocks, in_others).tolist()
    ]


def _counted(numbers: Ints, shape: tuple[int, ...]) -> Ints:
    size = int(np.prod(shape))
    return np.bincount(numbers[numbers != NOWHERE], minlength=size).reshape(shape)
