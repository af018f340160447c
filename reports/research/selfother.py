"""Class leaders by how they see themselves compared with others, against a norm of leaders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.norms.arrays import SAME, Floats, mean_and_sd, ratio

if TYPE_CHECKING:
    from reports.norms.arrays import Strings

HALF_SD: Final = 0.5

CLASSES: Final = (
    "over_estimator_good",
    "over_estimator_poor",
    "in_agreement_good",
    "in_agreement_poor",
    "under_estimator_good",
    "under_estimator_poor",
)


@dataclass(frozen=True, slots=True, eq=False)
class SelfOther:
    """Self–other agreement of every leader and trait, arrays of shape (leaders, traits).

    `level` is good or poor by Others against the norm's mean; `z_centred` counts the gap from
    the norm's mean gap in its SDs, `gap_in_others_sd` from nought in SDs of Others. NaN and ""
    where self or others are missing or the norm has no spread.
    """

    level: Strings
    z_centred: Floats
    class_centred: Strings
    gap_in_others_sd: Floats
    class_uncentred: Strings

    @property
    def six(self) -> Strings:
        """The six classes of Fleenor, McCauley & Brutus (1996): centred class and level."""
        bare = np.char.replace(np.char.replace(self.class_centred, "_good", ""), "_poor", "")
        joined = np.char.add(np.char.add(bare, "_"), self.level)
        return np.where(self.class_centred == "", "", joined)


def self_other(own: Floats, others: Floats) -> SelfOther:
    """Class each leader against all leaders given.

    Parameters
    ----------
    own, others
        `self_trait` and `others_trait_pooled`, shape (leaders, traits); NaN where missing. The
        leaders are the norm.

    Returns
    -------
    SelfOther
        Arrays of shape (leaders, traits).

    Notes
    -----
    Half-SD rule of Atwater & Yammarino (1992, 1997): +0.5 or more is an over-estimator, −0.5
    or less an under-estimator. Whether the norm is large enough is for the caller to judge.

    Examples
    --------
    >>> own, others = np.array([[5.0], [3.0], [4.0]]), np.array([[3.0], [4.0], [4.0]])
    >>> self_other(own, others).class_centred[:, 0].tolist()
    ['over_estimator', 'under_estimator', 'in_agreement_good']

    """
    gap = own - others
    _, gap_mean, gap_sd = mean_and_sd(gap)
    _, others_mean, others_sd = mean_and_sd(others)
    level = np.where(others >= others_mean - SAME, "good", "poor")
    level = np.where(np.isnan(others), "", level)
    z = ratio(gap - gap_mean, np.nan_to_num(gap_sd))
    scaled = ratio(gap, np.nan_to_num(others_sd))
    return SelfOther(level, z, _classes(z, level), scaled, _classes(scaled, level))


def _classes(z: Floats, level: Strings) -> Strings:
    rules = [np.isnan(z), z >= HALF_SD - SAME, z <= -HALF_SD + SAME, level == "good"]
    names = ["", "over_estimator", "under_estimator", "in_agreement_good"]
    return np.select(rules, names, default="in_agreement_poor")
