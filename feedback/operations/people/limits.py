"""How many raters a leader proposes in each group: at least, at most, and what is wise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import NominationLimit
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from surveys.model import Group, Survey

HIGHEST: Final = 100
_BY_ROLE: Final = (0, 2)
_UNADVISED: Final = (0, 10)
_ROOM: Final = 2


@dataclass(frozen=True, slots=True)
class GroupLimit:
    """The fewest and the most of one group, and how many the survey advises."""

    fewest: int
    most: int
    advised: int | None = None
    labels: dict[str, str] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """Return what the group is called; Swedish where there is nothing else."""
        return self.labels.get(language) or self.labels.get("sv", "")

    def as_columns(self) -> dict[str, int]:
        """Return what the table keeps."""
        return {"fewest": self.fewest, "most": self.most}


def limits_of(session: Session, campaign: Campaign) -> dict[str, GroupLimit]:
    """Return the limits of every group that a leader may propose in, in the survey's order."""
    survey = survey_from_json(campaign.survey_json)
    chosen = {
        row.group: (row.fewest, row.most)
        for row in session.scalars(
            select(NominationLimit).where(NominationLimit.campaign_id == campaign.id)
        )
    }
    return {
        group.key: GroupLimit(
            *chosen.get(group.key, usual), group.recommended, _labels(survey, group)
        )
        for group in survey.groups
        if group.kind is not GroupKind.SELF
        for usual in [_usual(group, campaign.k)]
    }


def _usual(group: Group, k: int) -> tuple[int, int]:
    """Return limits that suit a group: at least k where fewer would never be shown."""
    if group.kind is GroupKind.IDENTIFIED:
        return _BY_ROLE
    if group.recommended is None:
        return _UNADVISED
    return k, max(_UNADVISED[1], _ROOM * group.recommended)


def _labels(survey: Survey, group: Group) -> dict[str, str]:
    return {language: survey.text(group.label, language) for language in survey.languages}
