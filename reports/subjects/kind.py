"""What a kind of subject makes of its answers: who reads them, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.policy import DisclosurePolicy
    from reports.sections.material import Material
    from reports.sections.pieces import Section


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One row of the register: everything that reports ask about a kind of subject."""

    key: str
    """What a survey says under `subject`."""
    readers_answer: bool
    """Whether those who read have answered too: each of them knows one answer of a block."""
    has_others: bool
    """Whether everybody but the subject is shown together, as Others."""
    sections: Callable[[Material], tuple[Section, ...]]
    """What the report of a release says, in its order."""
    title: str
    """The key of the text that a report's file is called by."""
    footer: Callable[[Material], str]
    """What stands at the foot of every page: who may open it."""

    def policy(self, policy: DisclosurePolicy) -> DisclosurePolicy:
        """Return what was frozen at launch, with what readers of this kind know."""
        return replace(policy, known=max(policy.known, int(self.readers_answer)))
