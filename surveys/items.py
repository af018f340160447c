"""What a survey asks of its raters: statements under their traits, and open questions."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field, StrictBool, StrictInt, field_validator, model_validator

from surveys.groups import Key
from surveys.own_parts import Theme
from surveys.texts import LocalisedText


class Level(StrEnum):
    """What an item about an event tells (Kirkpatrick's first two)."""

    REACTION = "reaction"
    """What people thought of it."""
    LEARNING = "learning"
    """What they say they took from it."""


def _either_wording(schema: dict[str, Any]) -> None:
    """Tell editors that an item has `others` or `text`; which one its subject says."""
    schema["required"].remove("others")
    schema["anyOf"] = [{"required": ["others"]}, {"required": ["text"]}]


class Item(BaseModel, frozen=True, extra="forbid", json_schema_extra=_either_wording):
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
    text: LocalisedText = Field(
        default_factory=dict,
        exclude=True,
        description="The one wording, where a survey is about no person and no team.",
    )
    hint: LocalisedText = Field(default_factory=dict, description="An example under the statement.")
    asked_of: tuple[Key, ...] = Field(
        default=(),
        exclude_if=lambda keys: not keys,
        description="The groups that are asked; else those of the trait.",
    )
    level: Level | None = Field(
        default=None,
        exclude_if=lambda level: level is None,
        description="Of an event's item: reaction or learning.",
    )
    theme: Theme | None = Field(
        default=None,
        exclude_if=lambda theme: theme is None,
        description="Of a unit's item: the condition that it is about.",
    )
    about_manager: StrictBool = Field(
        default=False,
        exclude_if=lambda about: not about,
        description="Of a unit's item: it judges the own manager.",
    )
    short: StrictBool = Field(default=False, description="Belongs to the short form.")
    reversed: StrictBool = Field(default=False, description="A high rating is unfavourable.")

    @model_validator(mode="before")
    @classmethod
    def _read_one_wording(cls, value: object) -> object:
        """Let `text` be what everybody reads; the rules have said where it may stand."""
        if isinstance(value, dict) and "text" in value and "others" not in value:
            return {**value, "others": value["text"]}
        return value

    @field_validator("text")
    @classmethod
    def _forget_text(cls, _: LocalisedText) -> LocalisedText:
        """Forget it: it stands in `others`, and a frozen survey does not hold it."""
        return {}

    @field_validator("trait")
    @classmethod
    def _forget_trait(cls, _: str | None) -> None:
        """Forget it: the rules have compared it, and a frozen survey does not hold it."""


class Trait(BaseModel, frozen=True, extra="forbid"):
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
    asked_of: tuple[Key, ...] = Field(
        default=(),
        exclude_if=lambda keys: not keys,
        description="The groups that are asked; else every group.",
    )
    items: tuple[Item, ...] = Field(min_length=1, description="The statements, in order.")


class Question(BaseModel, frozen=True, extra="forbid"):
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
