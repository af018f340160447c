"""The frozen, typed model of a survey: what is asked, of whom, on which scale."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Final, NoReturn

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, field_validator

from surveys.scale import Scale
from surveys.texts import FALLBACKS, NAME, Language, LocalisedText, Words, nearest_wording

__all__ = [
    "FALLBACKS",
    "NAME",
    "Condition",
    "Conditions",
    "Group",
    "GroupKind",
    "Item",
    "Key",
    "Language",
    "Layout",
    "LocalisedText",
    "Question",
    "Scale",
    "Status",
    "SubjectKind",
    "Survey",
    "Trait",
]

FORMAT: Final = 1
"""The format of canonical JSON; raise it when a frozen survey would read differently."""

KEY_PATTERN: Final = r"^[A-Za-z][A-Za-z0-9_-]{0,39}$"
ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"

Key = Annotated[str, Field(pattern=KEY_PATTERN)]


class Status(StrEnum):
    """How far a survey has come: read by people or not."""

    DRAFT = "draft"
    PILOTED = "piloted"


class Layout(StrEnum):
    """How the rater's form is cut into pages."""

    BY_TRAIT = "by-trait"
    ONE_PAGE = "one-page"


class SubjectKind(StrEnum):
    """Whom or what a survey is about; only leaders so far."""

    LEADER = "leader"


class GroupKind(StrEnum):
    """How a group of raters is shown: by role, or only as a block of k or more."""

    SELF = "self"
    IDENTIFIED = "identified"
    PROTECTED = "protected"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Frozen):
    """One relation of raters to the subject."""

    key: Key = Field(description="The key that people files and answers use.")
    kind: GroupKind = Field(
        description="self; identified (shown by role); protected (only in a block)."
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


class Item(_Frozen):
    """One statement that is rated."""

    key: Key = Field(description="Never changed: results are compared over time by it.")
    trait: Key | None = Field(
        default=None, exclude=True, description="May repeat the key of the trait it stands in."
    )
    others: LocalisedText = Field(
        min_length=1, description="The statement about the leader; {name} stands for the name."
    )
    self_: LocalisedText = Field(
        alias="self",
        default_factory=lambda item: dict(item["others"]),
        description="The statement as the leader reads it; without it, others' wording.",
    )
    hint: LocalisedText = Field(default_factory=dict, description="An example under the statement.")
    short: StrictBool = Field(default=False, description="Belongs to the short form.")
    reversed: StrictBool = Field(default=False, description="A high rating is unfavourable.")

    @field_validator("trait")
    @classmethod
    def _forget_trait(cls, _: str | None) -> None:
        """Forget it: the rules have compared it, and a frozen survey does not hold it."""


class Trait(_Frozen):
    """One named quality of a leadership platform, with the items that show it."""

    key: Key = Field(description="The key that results use.")
    name: LocalisedText = Field(min_length=1, description="The trait's name in the platform.")
    description: LocalisedText = Field(
        default_factory=dict, description="What raters and leader read under the name."
    )
    reflection: tuple[LocalisedText, ...] = Field(
        default=(), description="Questions the leader may think about."
    )
    actions: tuple[LocalisedText, ...] = Field(
        default=(), description="Suggestions for the leader's plan."
    )
    items: tuple[Item, ...] = Field(min_length=1, description="The statements, in order.")


class Question(_Frozen):
    """An open question answered in words."""

    key: Key = Field(description="The key that answers use.")
    text: LocalisedText = Field(
        min_length=1, description="The question about the leader; {name} stands for the name."
    )
    self_: LocalisedText = Field(
        alias="self",
        default_factory=lambda question: dict(question["text"]),
        description="The question as the leader reads it; without it, others' wording.",
    )
    hint: LocalisedText = Field(default_factory=dict, description="Advice under the question.")
    max_length: StrictInt = Field(
        default=3000, ge=1, le=3000, description="How many characters an answer may have."
    )


class Condition(_Frozen):
    """One statement about the conditions a leader is given; only the leader answers it."""

    key: Key = Field(description="The key that answers use.")
    text: LocalisedText = Field(min_length=1, description="The statement, in the first person.")
    hint: LocalisedText = Field(default_factory=dict, description="An example under the statement.")


class Conditions(_Frozen):
    """The part that only the leader answers; never in the person's own report."""

    title: LocalisedText = Field(min_length=1, description="The heading of the part.")
    intro: LocalisedText = Field(default_factory=dict, description="Why it is asked, who sees it.")
    lead: LocalisedText = Field(default_factory=dict, description="The line above the statements.")
    items: tuple[Condition, ...] = Field(min_length=1, description="The statements, in order.")


class Survey(_Frozen):
    """One survey, complete: parsed once, never changed."""

    id: Annotated[str, Field(pattern=ID_PATTERN)] = Field(description="The name campaigns use.")
    version: StrictInt = Field(ge=1, le=9999, description="Raised whenever anything changes.")
    status: Status = Field(default=Status.DRAFT, description="draft until read by people.")
    languages: tuple[Language, ...] = Field(
        min_length=1, description="All languages of the file; the first is never missing."
    )
    unreviewed: tuple[Language, ...] = Field(
        default=(),
        description="Languages whose texts nobody who speaks them has read yet.",
    )
    title: LocalisedText = Field(min_length=1, description="What the survey is called.")
    layout: Layout = Field(default=Layout.BY_TRAIT, description="How the form is cut into pages.")
    subject: SubjectKind = Field(
        default=SubjectKind.LEADER, description="Whom the survey is about."
    )
    lead: LocalisedText = Field(
        default_factory=dict, description="The line above the items, with {name}."
    )
    lead_self: LocalisedText = Field(default_factory=dict, description="The same for the leader.")
    scale: Scale = Field(description="The steps of every item.")
    groups: tuple[Group, ...] = Field(min_length=1, description="Who answers.")
    traits: tuple[Trait, ...] = Field(min_length=1, description="What is rated.")
    questions: tuple[Question, ...] = Field(default=(), description="What is asked in words.")
    conditions: Conditions | None = Field(
        default=None, description="What only the leader answers, about the leader's conditions."
    )

    @property
    def default_language(self) -> str:
        """The language that stands first in the file."""
        return self.languages[0]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the file; the column order of every matrix."""
        return tuple(item for trait in self.traits for item in trait.items)

    @property
    def short_items(self) -> tuple[Item, ...]:
        """The items of the short form, in the order of the file."""
        return tuple(item for item in self.items if item.short)

    def group(self, key: str) -> Group:
        """Return the group with this key; raise KeyError if there is none."""
        return next((group for group in self.groups if group.key == key), None) or _missing(key)

    def item(self, key: str) -> Item:
        """Return the item with this key; raise KeyError if there is none."""
        return next((item for item in self.items if item.key == key), None) or _missing(key)

    def trait_of(self, item: Item) -> Trait:
        """Return the trait an item belongs to; raise KeyError for a foreign item."""
        mine = (trait for trait in self.traits if any(i.key == item.key for i in trait.items))
        return next(mine, None) or _missing(item.key)

    def text(self, text: LocalisedText, language: str) -> str:
        """Return the text in a language, or in the nearest one that has it."""
        return nearest_wording((text,), language, self.languages)

    def word_for(self, step: int, language: str) -> str:
        """Return the word of a step; the number itself where the file has none."""
        return self.text(self.scale.labels.get(step, {}), language) or str(step)

    def item_words(self, item: Item, *, for_self: bool, language: str, name: str) -> str:
        """Return an item as this reader reads it, with the leader's name filled in."""
        wordings = (item.self_, item.others) if for_self else (item.others,)
        return nearest_wording(wordings, language, self.languages).replace(NAME, name)

    def question_words(
        self, question: Question, *, for_self: bool, language: str, name: str
    ) -> str:
        """Return an open question as this reader reads it, with the leader's name filled in."""
        wordings = (question.self_, question.text) if for_self else (question.text,)
        return nearest_wording(wordings, language, self.languages).replace(NAME, name)

    def lead_words(self, *, for_self: bool, language: str, name: str) -> str:
        """Return the line above the items as this reader reads it."""
        wordings = (self.lead_self, self.lead) if for_self else (self.lead,)
        return nearest_wording(wordings, language, self.languages).replace(NAME, name)

    def canonical_json(self) -> str:
        """Return the survey as canonical JSON, as it is frozen into a campaign at launch."""
        content: dict[str, Any] = self.model_dump(mode="json", by_alias=True)
        content["format"] = FORMAT
        if not self.unreviewed:
            # Surveys that were frozen before the key was known must stay byte for byte the same.
            del content["unreviewed"]
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def wording_hash(self, item: Item) -> str:
        """Return what must be equal for an item to be compared over time.

        Key, scale ends, reversal and the wording in the default language.
        """
        identity = [
            item.key,
            self.scale.lowest,
            self.scale.highest,
            item.reversed,
            self.text(item.others, self.default_language),
        ]
        return hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()


def _missing(key: str) -> NoReturn:
    raise KeyError(key)
