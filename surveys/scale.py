"""The scale of a survey: its steps, their words, and which of them are favourable."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, Field, StrictInt

from surveys.texts import LocalisedText

FEWEST_STEPS: Final = 3
HIGHEST_STEP: Final = 10
LONG_SCALE: Final = 8
"""From so many steps on, three of them are favourable and not two."""


def _usual_favourable(scale: dict[str, Any]) -> int:
    """Return the two highest steps of up to seven, the three highest of eight or more."""
    steps = scale["highest"] - scale["lowest"] + 1
    return int(scale["highest"]) - (1 if steps < LONG_SCALE else 2)


class Scale(BaseModel, frozen=True, extra="forbid"):
    """The steps of every item: a closed range of whole numbers, each with its word."""

    lowest: StrictInt = Field(alias="from", ge=0, le=1, description="The lowest step: 0 or 1.")
    highest: StrictInt = Field(
        alias="to", le=HIGHEST_STEP, description="The highest step, at most 10."
    )
    labels: dict[int, LocalisedText] = Field(
        default_factory=dict,
        description="The word of each step; a step without one shows its number.",
    )
    favourable_from: StrictInt = Field(
        default_factory=_usual_favourable,
        description="The lowest favourable step; else the two highest steps count (three from 8).",
    )
    cannot_judge: LocalisedText = Field(
        default_factory=lambda: {"sv": "Kan inte bedöma", "en": "Cannot judge"},
        description="The words of the answer that gives no rating.",
    )

    @property
    def steps(self) -> range:
        """All steps from the lowest to the highest."""
        return range(self.lowest, self.highest + 1)

    @property
    def width(self) -> int:
        """The distance between the ends, r = b - a, in scale points."""
        return self.highest - self.lowest
