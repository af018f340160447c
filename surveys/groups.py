"""Who answers a survey: relations of raters to its subject, and what protects each."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, Field, StrictInt

from surveys.texts import LocalisedText, Words

KEY_PATTERN: Final = r"^[A-Za-z][A-Za-z0-9_-]{0,39}$"

Key = Annotated[str, Field(pattern=KEY_PATTERN)]


class GroupKind(StrEnum):
    """How a group of raters is shown: by role, or only as a block of k or more."""

    SELF = "self"
    IDENTIFIED = "identified"
    PROTECTED = "protected"
    OWN = "own"
    """The subject's own people: they read the self wording, and are shown as protected."""


BLOCK_KINDS: Final = frozenset((GroupKind.PROTECTED, GroupKind.OWN))
"""The kinds of those who are shown in a block of enough answers only, never by role."""

OWN_KINDS: Final = frozenset((GroupKind.SELF, GroupKind.OWN))
"""The kinds of those who are the subject, or belong to it."""


class Reads(StrEnum):
    """Which of an item's two wordings a group reads."""

    SELF = "self"
    OTHERS = "others"


class GroupRole(StrEnum):
    """What the product does with a group beyond asking it, whatever the file calls it."""

    MANAGER = "manager"
    PEER = "peer"
    TEAM = "team"
    HEAD = "head"
    MEMBER = "member"


class Group(BaseModel, frozen=True, extra="forbid"):
    """One relation of raters to the subject."""

    key: Key = Field(description="The key that people files and answers use.")
    kind: GroupKind = Field(
        description="self; own (the subject's own people); identified (shown by role); "
        "protected (only in a block)."
    )
    label: LocalisedText = Field(min_length=1, description="What the group is called.")
    recommended: StrictInt | None = Field(
        default=None, ge=1, le=100, description="How many raters to invite at least."
    )
    # Left out where empty: surveys that were frozen without it stay byte for byte the same.
    also: tuple[Words, ...] = Field(
        default=(),
        exclude_if=lambda words: not words,
        description="Other words that people files may use for it, beside key and labels.",
    )
    reads: Reads | None = Field(
        default=None,
        exclude_if=lambda reads: reads is None,
        description="The wording it reads; else self for the kinds self and own.",
    )
    role: GroupRole | None = Field(
        default=None,
        exclude_if=lambda role: role is None,
        description="What it is to the product; else what its key says.",
    )

    def is_part(self, role: GroupRole) -> bool:
        """Tell whether it is this to the product: as its file says, else by its key."""
        return self.role is role if self.role else self.key == role.value

    @property
    def is_subject(self) -> bool:
        """Whether those who answer are the subject, or belong to it."""
        return self.kind in OWN_KINDS

    @property
    def is_in_blocks(self) -> bool:
        """Whether it is shown in a block of enough answers only, never by role."""
        return self.kind in BLOCK_KINDS

    @property
    def reads_self(self) -> bool:
        """Whether it reads the wording in the first person."""
        return self.reads is Reads.SELF if self.reads else self.is_subject
