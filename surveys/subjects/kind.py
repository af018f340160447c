"""What a kind of subject allows in a survey about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveys.groups import GroupKind
    from surveys.speakers import Speaker


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """One row of the register: everything that surveys ask about a kind of subject."""

    key: str
    """What a file says under `subject`."""
    called: str
    """The same with its article, as faults say it."""
    placeholder: str
    """What stands for the subject's name in a wording, as {name}."""
    own: GroupKind | None
    """The kind of the one group that is the subject; none where nobody can answer as it."""
    needs_protected: bool
    """Whether a survey has at least one group that is shown in a block only."""
    floor: int
    """The fewest answers of a block that may ever be shown, k."""
    speaker: Speaker | None
    """Who speaks in a self wording; none where each item has one wording, `text`."""
    named_in: frozenset[str]
    """The texts that may hold the placeholder."""
    item_keys: frozenset[str] = frozenset()
    """Keys that only items about this kind have."""
    needed_item_keys: frozenset[str] = frozenset()
    """Those of them that no item lacks."""
    is_occasion: bool = False
    """Whether a subject is one occasion of a module, which is told as a whole."""
    in_tree: bool = False
    """Whether subjects are nodes of a tree, which are told together or not at all."""
    has_scores: bool = True
    """Whether a trait's items give one figure together."""

    @property
    def wording(self) -> str:
        """The key of the wording that everybody else reads, in the file."""
        return "others" if self.speaker else "text"
