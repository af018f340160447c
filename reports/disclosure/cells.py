"""Sums of answers per block and item, and of Others: steps 3, 4 and 6 of the algorithm.

Each rule is one small function, so that a test can switch it off and see what breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reports.disclosure.agreement import CLASSES, class_of
from reports.policy import LEAST_BLOCKS_FOR_BANDS, band_ends, bands_from, class_from
from reports.release.dispersion import has_bands, has_classes

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.disclosure.blocks import Blocks
    from reports.policy import DisclosurePolicy
    from surveys.model import Scale

    Ints: TypeAlias = npt.NDArray[np.int64]
    Bools: TypeAlias = npt.NDArray[np.bool_]

HIGH, NO_CLASS = 0, len(CLASSES)
"""Codes of the agreement classes, in the order of `AGREEMENTS` in `reports.disclosure.assembly`."""


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What holds for a whole campaign: its blocks, scale and policy."""

    blocks: Blocks
    subjects: int
    scale: Scale
    policy: DisclosurePolicy
    has_others: bool = True

    @property
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest step of the scale."""
        return self.scale.lowest, self.scale.highest

    def per_subject(self, values: npt.NDArray[np.generic]) -> Ints:
        """Return the sums of block values per subject, shape (subjects, items)."""
        return summed(values, self.blocks.subject, self.subjects)


@dataclass(frozen=True, slots=True, eq=False)
class BlockCells:
    """What each block answered, shape (blocks, items) each.

    `n` and `true_sum` are raw and stay in the release job; `shown`, `sum`, `at_most` and
    `agreement` say what is released, and `banded`, shape (subjects, items), where bands are.
    """

    n: Ints
    true_sum: Ints
    shown: Bools
    sum: Ints
    at_most: Bools
    banded: Bools
    agreement: Ints


@dataclass(frozen=True, slots=True, eq=False)
class OthersCells:
    """What Others answered, shape (subjects, items) each, `stands_on` (blocks, items).

    `bands` has shape (3, subjects, items); `banded` says where they are released.
    """

    stands_on: Bools
    n: Ints
    n_protected: Ints
    sum: Ints
    at_most: Bools
    banded: Bools
    bands: Ints
    favourable: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Responses sorted by a key, with keyed answers; missing ones are False in `answered`."""

    keys: Ints
    values: Ints
    answered: Bools

    def summed(self, values: npt.NDArray[np.generic], size: int) -> Ints:
        """Return the sums of `values` per key, shape (size, items)."""
        return summed(values, self.keys, size)


def enough_answers(n: Ints, k: int) -> Bools:
    """Tell which cells have enough answers to be shown (R1)."""
    return n >= k


def shows_class(n: Ints, banded: Bools, setting: Setting) -> Bools:
    """Tell which cells of blocks show their class: many enough, and no bands beside (R6)."""
    if not has_classes(setting.ends):
        return np.zeros_like(n, dtype=bool)
    policy = setting.policy
    return (n >= class_from(policy.k2, known=policy.known)) & ~banded[setting.blocks.subject]


def shows_bands(n: Ints, shown: Bools, setting: Setting) -> Bools:
    """Tell which items show bands: all blocks that Others stand on are large enough (R6).

    Others who stand on a union of blocks never do: each of those has fewer than k answers.
    """
    policy = setting.policy
    if not setting.has_others:
        return np.zeros((setting.subjects, n.shape[1]), dtype=bool)
    few = shown & (n < bands_from(policy.k2, known=policy.known))
    enough = setting.per_subject(shown) >= LEAST_BLOCKS_FOR_BANDS
    banded: Bools = enough & (setting.per_subject(few) == 0) & has_bands(setting.ends)
    return banded


def guarded(sums: Ints, n: Ints, lowest: int) -> tuple[Ints, Bools]:
    """Return sums that do not tell "all lowest" from "all lowest but one", and where (R7)."""
    bound = n * lowest + 1
    at_most = sums <= bound
    return np.where(at_most, bound, sums), at_most


def stands_on(shown: Bools, union: Bools, subject: Ints) -> Bools:
    """Return which blocks Others of an item stand on (R3).

    The blocks that show a cell for it; where none does, all blocks if together they have
    enough answers (`union`, per subject and item). Hidden groups are in no block.
    """
    return shown | union[subject]


def summed(values: npt.NDArray[np.generic], keys: Ints, size: int) -> Ints:
    """Return the sums of rows per key, shape (size, items); `keys` are sorted."""
    out = np.zeros((size, values.shape[1]), dtype=np.int64)
    if len(keys):
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        out[keys[starts]] = np.add.reduceat(values, starts, axis=0, dtype=np.int64)
    return out


def sorted_rows(responses: Responses, rows: Ints, keys: Ints) -> Rows:
    """Return the keyed answers of these responses, whose keys are sorted."""
    keyed = responses.keyed[rows]
    answered = keyed >= responses.survey.scale.lowest
    return Rows(keys, np.where(answered, keyed, 0).astype(np.int64), answered)


def block_cells(rows: Rows, setting: Setting) -> BlockCells:
    """Return what each block answered and what of it is shown."""
    size = len(setting.blocks.subject)
    n = rows.summed(rows.answered, size)
    true_sum = rows.summed(rows.values, size)
    sums, at_most = guarded(true_sum, n, setting.scale.lowest)
    classes = _agreement_class(rows, n, true_sum, setting.scale)
    classes = np.where(at_most, HIGH, classes)
    shown = enough_answers(n, setting.policy.least)
    banded = shows_bands(n, shown, setting)
    return BlockCells(
        n=n,
        true_sum=true_sum,
        shown=shown,
        sum=sums,
        at_most=at_most,
        banded=banded,
        agreement=np.where(shows_class(n, banded, setting), classes, NO_CLASS),
    )


def others_cells(
    cells: BlockCells, protected: Rows, identified: Rows, setting: Setting
) -> OthersCells:
    """Return what Others answered: displayed blocks and identified raters, never self.

    `identified` is sorted by subject. Sums of displayed blocks enter as they are guarded;
    a union of blocks is guarded as a cell of its own, for it too could be unanimous.
    """
    policy, lowest = setting.policy, setting.scale.lowest
    answered = setting.per_subject(cells.n)
    union = (setting.per_subject(cells.shown) == 0) & enough_answers(answered, policy.least)
    union_sum, union_at_most = guarded(setting.per_subject(cells.true_sum), answered, lowest)
    shown_sum = setting.per_subject(np.where(cells.shown, cells.sum, 0))
    shown_at_most = setting.per_subject(cells.shown & cells.at_most) > 0
    stands = stands_on(cells.shown, union, setting.blocks.subject)
    n_protected = setting.per_subject(np.where(stands, cells.n, 0))
    bands, favourable = _spread(protected, identified, stands, n_protected > 0, setting)
    size = setting.subjects
    return OthersCells(
        stands_on=stands,
        n=n_protected + identified.summed(identified.answered, size),
        n_protected=n_protected,
        sum=np.where(union, union_sum, shown_sum) + identified.summed(identified.values, size),
        at_most=np.where(union, union_at_most, shown_at_most),
        banded=cells.banded,
        bands=bands,
        favourable=favourable,
    )


def band_ends_of(scale: Scale) -> tuple[int, int] | None:
    """Return where the bands of a scale end."""
    return band_ends(scale.lowest, scale.highest)


def shows_favourable(scale: Scale) -> bool:
    """Tell whether a favourable share may be shown on this scale.

    If the favourable step were the second lowest, a count of none would say "all lowest",
    which the guard hides (R7).
    """
    return scale.favourable_from > scale.lowest + 1


def _agreement_class(rows: Rows, n: Ints, true_sum: Ints, scale: Scale) -> Ints:
    """Return the agreement class of each cell from its mean absolute deviation.

    AD = sum |x - S/n| / n = sum |n x - S| / n².
    """
    spread = np.abs(n[rows.keys] * rows.values - true_sum[rows.keys])
    deviation = rows.summed(np.where(rows.answered, spread, 0), len(n))
    return class_of(deviation, n, true_sum, (scale.lowest, scale.highest))


def _spread(
    protected: Rows, identified: Rows, stands: Bools, exists: Bools, setting: Setting
) -> tuple[Ints, Ints]:
    """Return the counts of Others in the three bands and at the favourable step."""
    scale, size = setting.scale, setting.subjects
    last_low, first_high = band_ends_of(scale) or (scale.highest, scale.highest)
    bands = np.zeros((3, *exists.shape), dtype=np.int64)
    favourable = np.zeros(exists.shape, dtype=np.int64)
    sources = (
        (protected, stands[protected.keys], setting.blocks.subject[protected.keys]),
        (identified, exists[identified.keys], identified.keys),
    )
    for rows, counts, subject in sources:
        inside = rows.answered & counts
        low, high = rows.values <= last_low, rows.values >= first_high
        for place, band in enumerate((low, ~low & ~high, high)):
            bands[place] += summed(inside & band, subject, size)
        favourable += summed(inside & (rows.values >= scale.favourable_from), subject, size)
    return bands, favourable
