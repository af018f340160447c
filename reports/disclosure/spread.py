"""The pooled spread σ_w of a trait: one constant per campaign, never a leader's own.

Within leader and block, so that permuting the raters of a block changes nothing; from
this campaign where it is large enough, else from the norm, else a constant.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.release import SigmaW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Literal

    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.disclosure.blocks import Blocks
    from surveys.model import Scale, Survey, Trait

LEAST_LEADERS: Final = 30
LEAST_DF: Final = 60
LEAST_LEADERS_KEPT: Final = 5
TRAIT_SIGMA_HUNDREDTHS: Final = 18
"""The constant spread of a trait: 0.18 of the scale's width."""


@dataclass(frozen=True, slots=True)
class WithinSquares:
    """The within sum of squares of one trait in one campaign: what pooling over waves needs.

    Nothing is kept (all zero) of a campaign with fewer than five leaders: there the sum
    would nearly be one leader's own spread.
    """

    trait: str
    instrument: str  # a hash of its items' wording and scale; only equal ones may be pooled
    leaders: int
    df: int
    thousandths: int  # the sum of squares in scale points squared x 1000

    def __add__(self, other: WithinSquares) -> WithinSquares:
        """Return the two pooled; leaders of several campaigns count each time."""
        return WithinSquares(
            self.trait,
            self.instrument,
            self.leaders + other.leaders,
            self.df + other.df,
            self.thousandths + other.thousandths,
        )


def within_squares(responses: Responses, blocks: Blocks) -> tuple[WithinSquares, ...]:
    """Return the within squares of each trait over all leaders and blocks of a campaign."""
    keyed = responses.keyed[blocks.rows]
    result, column = [], 0
    for trait in responses.survey.traits:
        items = keyed[:, column : column + len(trait.items)]
        column += len(trait.items)
        scores = _rater_scores(items, responses.survey)
        nothing = WithinSquares(trait.key, _instrument(responses.survey, trait), 0, 0, 0)
        result.append(_within(nothing, scores, blocks))
    return tuple(result)


def combined(records: Iterable[WithinSquares]) -> dict[str, WithinSquares]:
    """Return the records of several campaigns, pooled by instrument.

    A trait whose items, wording or scale changed is another instrument.
    """
    pooled: dict[str, WithinSquares] = {}
    for record in records:
        known = pooled.get(record.instrument)
        pooled[record.instrument] = record if known is None else known + record
    return pooled


def pooled_sigma_w(
    record: WithinSquares | None, source: Literal["campaign", "norm"]
) -> SigmaW | None:
    """Return σ_w = sqrt(SS / df), or None from fewer than 30 leaders or 60 df."""
    if record is None or record.leaders < LEAST_LEADERS or record.df < LEAST_DF:
        return None
    sigma = math.sqrt(record.thousandths / 1000 / record.df)
    return SigmaW(hundredths=math.floor(100 * sigma + 0.5), source=source)


def constant_sigma_w(scale: Scale) -> SigmaW:
    """Return the constant that stands in where no data do."""
    return SigmaW(hundredths=TRAIT_SIGMA_HUNDREDTHS * scale.width, source="constant")


def sigma_w_of(
    within: Sequence[WithinSquares], norm: Mapping[str, WithinSquares], scale: Scale
) -> tuple[SigmaW, ...]:
    """Return σ_w per trait: of the campaign, else of the norm, else the constant."""
    return tuple(
        pooled_sigma_w(record, "campaign")
        or pooled_sigma_w(norm.get(record.instrument), "norm")
        or constant_sigma_w(scale)
        for record in within
    )


def _rater_scores(items: npt.NDArray[np.int8], survey: Survey) -> npt.NDArray[np.float64]:
    """Return each rater's mean of a trait's items; NaN where fewer than half are answered."""
    answered = items >= survey.scale.lowest
    n = answered.sum(axis=1)
    total = np.where(answered, items, 0).sum(axis=1, dtype=np.int64)
    scores = np.full(len(items), np.nan)
    enough = (2 * n >= items.shape[1]) & (n > 0)
    scores[enough] = total[enough] / n[enough]
    return scores


def _instrument(survey: Survey, trait: Trait) -> str:
    """Return the identity of a trait: its key and the wording hashes of its items."""
    identity = [trait.key, *sorted(survey.wording_hash(item) for item in trait.items)]
    return hashlib.sha256("\n".join(identity).encode()).hexdigest()


def _within(
    nothing: WithinSquares, scores: npt.NDArray[np.float64], blocks: Blocks
) -> WithinSquares:
    valid = ~np.isnan(scores)
    # Sorted by value within each block: the sums must not depend on the raters' order,
    # not even in their last bit.
    block, score = blocks.block_of_row[valid], scores[valid]
    order = np.lexsort((score, block))
    block, score = block[order], score[order]
    size = len(blocks.subject)
    n = np.bincount(block, minlength=size)
    mean = np.bincount(block, weights=score, minlength=size) / np.maximum(n, 1)
    squares = math.fsum((score - mean[block]) ** 2)
    leaders = len(np.unique(blocks.subject[n > 1]))
    if leaders < LEAST_LEADERS_KEPT:
        return nothing
    df = int(np.maximum(n - 1, 0).sum())
    return replace(nothing, leaders=leaders, df=df, thousandths=math.floor(1000 * squares + 0.5))
