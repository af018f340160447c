"""The matrix of all responses of a campaign: ratings without anything of a rater."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from surveys.model import Survey

SKIPPED: Final = -1
CANNOT_JUDGE: Final = -2


def asked_of_groups(survey: Survey) -> npt.NDArray[np.bool_]:
    """Tell which items each group is asked, shape (groups, items)."""
    asked = [{item.key for item in survey.items_of(group)} for group in survey.groups]
    return np.array([[item.key in keys for item in survey.items] for keys in asked], dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """All responses of a campaign, one row each, in no meaningful order.

    Attributes
    ----------
    survey
        What was asked; the column order of `ratings` is `survey.items`.
    subjects
        Opaque labels of the subjects; `subject_codes` index into it.
    ratings
        int8, shape (responses, items): the raw answer as given (not yet keyed),
        `SKIPPED` or `CANNOT_JUDGE`.
    subject_codes
        int32, shape (responses,).
    group_codes
        int8, shape (responses,): index into `survey.groups`.
    comments
        One dict per response, question key to text; empty texts left out.

    """

    survey: Survey
    subjects: tuple[str, ...]
    ratings: npt.NDArray[np.int8]
    subject_codes: npt.NDArray[np.int32]
    group_codes: npt.NDArray[np.int8]
    comments: tuple[dict[str, str], ...] = field(default=())

    @property
    def keyed(self) -> npt.NDArray[np.int8]:
        """Ratings with reversed items turned (a + b - x) and missing values kept negative."""
        turned = np.array([item.reversed for item in self.survey.items], dtype=np.bool_)
        if not turned.any():
            return self.ratings
        scale = self.survey.scale
        keyed = self.ratings.copy()
        given = keyed[:, turned]
        flipped = np.int8(scale.lowest + scale.highest) - given
        keyed[:, turned] = np.where(given >= 0, flipped, given)
        return keyed
