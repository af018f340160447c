"""What a kind of subject makes of its answers: who reads them, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.policy import DisclosurePolicy
    from reports.sections.cover import Cover
    from reports.sections.pieces import Section
    from reports.sections.slides import Slide
    from reports.texts import Texts
    from surveys.model import Survey


class Drawable(Protocol):
    """What a document asks of a material, whatever its kind of subject makes of it."""

    @property
    def survey(self) -> Survey:
        """What was asked."""

    @property
    def cover(self) -> Cover:
        """Whom the report is for, and when it was."""

    @property
    def language(self) -> str:
        """The language of the report."""

    @property
    def say(self) -> Texts:
        """The report's sentences."""

    @property
    def about(self) -> str:
        """What the subject is called."""


M = TypeVar("M", bound=Drawable)


@dataclass(frozen=True, slots=True)
class ReportKind(Generic[M]):
    """One row of the register: everything that reports ask about a kind of subject."""

    key: str
    """What a survey says under `subject`."""
    readers_answer: bool
    """Whether those who read have answered too: each of them knows one answer of a block."""
    has_others: bool
    """Whether everybody but the subject is shown together, as Others."""
    sections: Callable[[M], tuple[Section, ...]]
    """What the report says, in its order, of the material that this kind's release gives."""
    title: str
    """The key of the text that a report's file is called by."""
    footer: Callable[[M], str]
    """What stands at the foot of every page: who may open it."""
    slides: Callable[[M], tuple[Slide, ...]] | None = None
    """What is looked at together, one finding a screen; none where nobody meets about it."""

    def policy(self, policy: DisclosurePolicy) -> DisclosurePolicy:
        """Return what was frozen at launch, with what readers of this kind know."""
        return replace(policy, known=max(policy.known, int(self.readers_answer)))
