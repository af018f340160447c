"""What every section of a report is written from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from reports.charts import Axis, ChartMark, Voice
from reports.charts.palette import IDENTIFIED, OTHERS, PROTECTED, SELF
from reports.policy import band_ends
from reports.sections.cover import Marks, Withholdings
from reports.sections.written import written_by_others
from reports.sections.written_plan import WrittenPlan
from reports.shown.findings import findings
from reports.shown.message import message
from reports.shown.profile import profile
from reports.shown.wording import Wording
from reports.texts import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.charts.palette import Shape
    from reports.release import Release
    from reports.sections.cover import Cover
    from reports.sections.written import Written
    from reports.shown.findings import Findings
    from reports.shown.message import Message
    from reports.shown.profile import ItemProfile, Profile, TraitProfile
    from reports.shown.scores import Score
    from reports.texts import Texts
    from surveys.model import Survey


@dataclass(frozen=True)
class Material:
    """One release with its survey, its cover and everything that is derived from them."""

    release: Release
    survey: Survey
    cover: Cover
    language: str
    withholdings: Withholdings = field(default_factory=Withholdings)
    marks: Marks = field(default_factory=Marks)
    plan: WrittenPlan = field(default_factory=WrittenPlan)
    width: float = 482.0  # of charts, in points
    organisation_mean: bool = False  # whether the mean of all leaders is shown beside
    is_narrow: bool = False  # for a phone: charts leave out what has no room
    has_cover: bool = False  # the main message stands on a first page, not in the summary

    @cached_property
    def say(self) -> Texts:
        """The report's sentences."""
        return texts(self.language)

    @property
    def about(self) -> str:
        """What the subject is called."""
        return self.cover.leader_name

    def told(self, name: str) -> str:
        """Return a sentence on who may open the report and how it is read, as that is now."""
        return self.say(f"reading.{self.cover.reading}.{name}")

    @cached_property
    def write(self) -> Wording:
        """How figures and names are written."""
        return Wording(self.survey, self.language, self.say)

    @cached_property
    def profile(self) -> Profile:
        """The release as rows and columns."""
        return profile(self.release.figures)

    @cached_property
    def findings(self) -> Findings:
        """What stands out in the release."""
        return findings(self.profile, self.release.figures)

    @cached_property
    def main_message(self) -> Message | None:
        """The three points that the report begins with."""
        return message(self.profile, self.findings)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The number of each item in the ranking."""
        return {item.key: number for number, item in enumerate(self.findings.ranked, 1)}

    @cached_property
    def listed(self) -> frozenset[str]:
        """The items that stand in a list of findings."""
        return frozenset(item.key for one in self.findings.listings for item in one.items)

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """What others wrote, comment by comment, also what is held back."""
        return written_by_others(self.release.comments)

    @cached_property
    def has_others(self) -> bool:
        """Whether anything of Others is shown."""
        return bool(self.findings.ranked)

    @cached_property
    def has_self(self) -> bool:
        """Whether the leader has answered."""
        return any(item.self_ for item in self.profile.items)

    @property
    def has_comments(self) -> bool:
        """Whether anybody has written anything that may be shown."""
        written = self.release.comments
        return bool(written.others or written.identified or written.self_)

    @cached_property
    def axis(self) -> Axis:
        """The scale, with the words of its steps."""
        lowest, highest = self.profile.scale
        words = tuple(self.write.step(step) for step in range(lowest, highest + 1))
        return Axis(lowest, highest, words)

    @cached_property
    def band_steps(self) -> tuple[str, str, str]:
        """The steps of the low, middle and high band; only where a scale has bands."""
        lowest, highest = self.profile.scale
        last_low, first_high = band_ends(lowest, highest) or (lowest, highest)
        ends = ((lowest, last_low), (last_low + 1, first_high - 1), (first_high, highest))
        low, middle, high = (_span(first, last) for first, last in ends)
        return low, middle, high

    @cached_property
    def self_series(self) -> Voice:
        """How the leader's own marks look."""
        return Voice("self", self.say("words.you"), *SELF)

    @cached_property
    def others_series(self) -> Voice:
        """How the marks of Others look."""
        return Voice("others", self.say("words.others"), *OTHERS)

    @cached_property
    def identified_series(self) -> tuple[Voice, ...]:
        """How the marks of groups shown under their role look."""
        return tuple(
            Voice(column.groups[0], self._person_label(column.groups[0], column.n), *look)
            for column, look in zip(self.profile.identified, _cycled(IDENTIFIED), strict=False)
        )

    @cached_property
    def block_series(self) -> tuple[Voice, ...]:
        """How the marks of blocks look: a group keeps its look from report to report."""
        protected = [one.key for one in self.survey.groups if one.is_in_blocks]
        looks = dict(zip(protected, _cycled(PROTECTED), strict=False))
        return tuple(
            Voice("+".join(column.groups), self.write.column(column), *looks[column.groups[0]])
            for column in self.profile.blocks
        )

    @cached_property
    def series(self) -> tuple[Voice, ...]:
        """All series in the order of legends and lanes; Others last."""
        own = (self.self_series,) if self.has_self else ()
        others = (self.others_series,) if self.has_others else ()
        return (*own, *self.identified_series, *self.block_series, *others)

    def marks_of(self, figures: ItemProfile | TraitProfile) -> tuple[ChartMark, ...]:
        """Return the marks of self, identified groups and blocks that have a figure."""
        pairs = [(self.self_series, figures.self_)]
        pairs += zip(self.identified_series, figures.identified, strict=True)
        pairs += zip(self.block_series, figures.blocks, strict=True)
        return tuple(self.mark(series, score) for series, score in pairs if score is not None)

    def mark(self, series: Voice, score: Score) -> ChartMark:
        """Return one figure of one series, ready to draw."""
        shown = self.write.own(score) if series is self.self_series else self.write.score(score)
        return ChartMark(series, score, shown)

    def others_mark(self, figures: ItemProfile | TraitProfile) -> ChartMark | None:
        """Return the mark of Others, if there is one."""
        return None if figures.others is None else self.mark(self.others_series, figures.others)

    def words_beneath(self, score: Score | None) -> tuple[str, ...]:
        """Return the word of a score that stands in a chart, for the line under it."""
        word = self.write.word(score) if score else ""
        return (word,) if word else ()

    def statements(self, items: Sequence[ItemProfile]) -> str:
        """Return items as quotations in running text."""
        quoted = [self.say("words.quote", text=self.write.statement(one.key)) for one in items]
        return self.say.joined(quoted)

    def marked_as(self, kind: Literal["proud", "focus", "ask"]) -> list[str]:
        """Return what the leader marked so, in words: statements and names of traits."""
        items = {item.key: self.write.statement for item in self.survey.items}
        known = items | {trait.key: self.write.trait for trait in self.survey.traits}
        return [known[key](key) for key in getattr(self.marks, kind) if key in known]

    def divided_groups(self, item: ItemProfile) -> str:
        """Return the groups that are divided on an item, or nothing."""
        found = self.findings.by_item.get(item.key)
        columns = [self.profile.blocks[at] for at in found.groups] if found else []
        return self.say.joined([self.write.column(column) for column in columns])

    def hedged(self, words: str, *, certain: bool) -> str:
        """Return words, and that they may rest on one person where they are not certain."""
        return words if certain else f"{words} · {self.say('words.fragile')}"

    def trait_of(self, item: str) -> str:
        """Return the name of the trait that an item belongs to."""
        traits = self.release.figures.traits
        return next(self.write.trait(key) for key, items in traits if item in items)

    def _person_label(self, group: str, n: int) -> str:
        label = self.write.group(group)
        return self.say("words.one_person", group=label) if n == 1 else label


def _cycled(looks: tuple[tuple[str, Shape], ...]) -> list[tuple[str, Shape]]:
    return [*looks, *looks, *looks]


def _span(first: int, last: int) -> str:
    if last < first:
        return "–"
    return str(first) if first == last else f"{first}–{last}"
