"""What every section of a team's report is written from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reports.charts import ChartMark, Voice
from reports.charts.palette import OTHERS
from reports.shown.changes import column_change
from reports.subjects.team.findings import team_findings
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.sections.material import Material
    from reports.shown.profile import ItemProfile, TraitProfile
    from reports.shown.scores import Change, Score
    from reports.subjects.team.findings import OwnItem, TeamFindings


@dataclass(frozen=True)
class TeamPicture:
    """One release of a team, the members' block told apart from everybody else."""

    material: Material

    @cached_property
    def own(self) -> int | None:
        """The place of the members' block; None where too few of them answered."""
        mine = {one.key for one in self.material.survey.groups if one.kind is GroupKind.OWN}
        blocks = self.material.profile.blocks
        return next((at for at, one in enumerate(blocks) if mine & {*one.groups}), None)

    @cached_property
    def found(self) -> TeamFindings:
        """The three lists, and where members and others lie apart."""
        return team_findings(self.material.profile, self.own)

    @property
    def is_shown(self) -> bool:
        """Whether the members' answers are shown at all."""
        return bool(self.found.ranked)

    @cached_property
    def voice(self) -> Voice:
        """How the members' marks look: the black one, with its margin."""
        return Voice("others", self.material.say("team.we"), *OTHERS)

    @cached_property
    def series(self) -> tuple[Voice, ...]:
        """All series of a chart; the members last."""
        return (*self.material.identified_series, *self._outside(), self.voice)

    def score(self, figures: ItemProfile | TraitProfile) -> Score | None:
        """Return what the members gave, if it is shown."""
        return None if self.own is None else figures.blocks[self.own]

    def mark(self, figures: ItemProfile | TraitProfile) -> ChartMark | None:
        """Return the members' mark, if there is one."""
        score = self.score(figures)
        return None if score is None else self._mark(self.voice, score)

    def marks(self, figures: ItemProfile | TraitProfile) -> tuple[ChartMark, ...]:
        """Return the marks of head and others who have a figure."""
        blocks = [score for at, score in enumerate(figures.blocks) if at != self.own]
        pairs = [
            *zip(self.material.identified_series, figures.identified, strict=True),
            *zip(self._outside(), blocks, strict=True),
        ]
        return tuple(self._mark(voice, score) for voice, score in pairs if score is not None)

    def change(self, trait: TraitProfile) -> Change | None:
        """Return how the members' figure of a trait changed, where it may be compared."""
        if self.own is None:
            return None
        figures = self.material.release.figures
        return column_change(figures, trait.index, figures.blocks[self.own].cells)

    def quoted(self, items: Sequence[OwnItem]) -> str:
        """Return statements as quotations in running text."""
        return self.material.statements([one.item for one in items])

    def _outside(self) -> tuple[Voice, ...]:
        voices = self.material.block_series
        return tuple(voice for at, voice in enumerate(voices) if at != self.own)

    def _mark(self, voice: Voice, score: Score) -> ChartMark:
        return ChartMark(voice, score, self.material.write.score(score))
