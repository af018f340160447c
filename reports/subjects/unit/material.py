"""What every section of a part's report is written from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reports.charts import Axis
from reports.shown.parts import part_profile
from reports.shown.wording import Wording
from reports.texts import texts

if TYPE_CHECKING:
    from reports.release.parts import PartName, PartRelease
    from reports.sections.cover import Cover
    from reports.shown.parts import PartDifference, PartProfile
    from reports.shown.scores import Change, Score
    from reports.texts import Texts
    from surveys.model import Survey


@dataclass(frozen=True)
class PartMaterial:
    """The release of one part with what its head reads beside it, survey and cover.

    `whole` and `above` are the releases that `reports.partitions.read_by_head` names. The
    cover's name and title are the head's; the part is called by its release.
    """

    own: PartRelease
    survey: Survey
    cover: Cover
    whole: PartRelease | None = None
    above: PartRelease | None = None
    language: str = "sv"
    width: float = 482.0
    is_narrow: bool = False  # for a phone: charts leave out what has no room

    @cached_property
    def say(self) -> Texts:
        """The report's sentences."""
        return texts(self.language)

    @cached_property
    def write(self) -> Wording:
        """How figures and names are written."""
        return Wording(self.survey, self.language, self.say)

    @cached_property
    def profile(self) -> PartProfile:
        """The figures of the part beside those of the whole."""
        return part_profile(
            self.own.figures,
            None if self.whole is None else self.whole.figures,
            None if self.above is None else self.above.figures,
        )

    @property
    def about(self) -> str:
        """What the part is called."""
        return self.name(self.profile.name)

    def name(self, name: PartName) -> str:
        """Return what a part is called, by its units or by what it is the rest of."""
        if name.rest and name.within is not None:
            return self.say("part.rest", unit=name.within.name)
        members = [
            self.say("part.staff", unit=one.name) if one.staff else one.name for one in name.members
        ]
        return self.say.joined(members)

    def statement(self, item: str) -> str:
        """Return a statement as it was asked."""
        text = self.write.local(self.survey.item(item).others)
        return text.replace("{unit}", self.about)

    @cached_property
    def axis(self) -> Axis:
        """The scale, with the words of its steps."""
        lowest, highest = self.profile.scale
        steps = range(lowest, highest + 1)
        return Axis(lowest, highest, tuple(self.write.step(step) for step in steps))

    def against(self, difference: PartDifference | None) -> str:
        """Return in words how a part stands to the organisation."""
        if difference is None:
            return self.say("words.nothing")
        return self.say(f"part.{difference.against}")

    def changed(self, change: Change | None) -> str:
        """Return in words what became of a theme since last time."""
        if change is None:
            return self.say("words.nothing")
        said = self.say(f"part.{change.direction}")
        hedged = change.direction != "no_clear_change" and not change.certain
        return f"{said} · {self.say('words.fragile')}" if hedged else said

    def worded(self, score: Score | None) -> str:
        """Return a figure with its word, or that too few answered."""
        return self.say("part.few") if score is None else self.write.worded(score)
