"""The disclosure policy of a campaign, frozen at launch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, get_args

from reports.errors import PolicyError
from reports.release import Policy

LEAST_K: Final = 3
GREATEST_K: Final = 10
LEAST_K2: Final = 5

LEADERS_FOR_MEAN: Final = 10
LEADERS_FOR_CLASSES: Final = 30
LEADERS_FOR_PERCENTILE: Final = 100


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """How many protected raters a figure needs, and what becomes of smaller groups.

    `merge` joins what is too small to a block that is large enough; `drop` hides it.
    """

    k: int = LEAST_K
    policy: Policy = "merge"

    def __post_init__(self) -> None:
        """Refuse what is out of bounds, every fault at once."""
        problems = []
        if not LEAST_K <= self.k <= GREATEST_K:
            problems.append(f"k is {self.k}; it must be between {LEAST_K} and {GREATEST_K}.")
        if self.policy not in get_args(Policy):
            problems.append(f"The policy is '{self.policy}'; it must be 'merge' or 'drop'.")
        if problems:
            raise PolicyError(*problems)

    @property
    def k2(self) -> int:
        """How many answers a figure of spread needs: max(5, k + 2)."""
        return max(LEAST_K2, self.k + 2)
