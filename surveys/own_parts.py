"""What only the subject answers: its conditions and its goals, never in its own report."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, Field, StrictBool

from surveys.groups import Key
from surveys.scale import Scale
from surveys.texts import LocalisedText


class PartKind(StrEnum):
    """What a part is for; the promise above it follows from it."""

    CONDITIONS = "conditions"
    """What the employer gives: told to the organisation."""
    GOALS = "goals"
    """What a programme wants to reach: told to the programme, before against after."""


class Theme(StrEnum):
    """Which condition a statement is about: one row each for the organisation."""

    SUPPORT = "support"
    TRUST = "trust"
    SPAN = "span"
    RESOURCES = "resources"
    MANDATE = "mandate"
    COMPETENCE = "competence"
    SECURITY = "security"


class OwnStatement(BaseModel, frozen=True, extra="forbid"):
    """One statement that only the subject answers, in the first person."""

    key: Key = Field(description="The key that answers use.")
    text: LocalisedText = Field(min_length=1, description="The statement, in the first person.")
    hint: LocalisedText = Field(default_factory=dict, description="An example under the statement.")
    theme: Theme | None = Field(
        default=None,
        exclude_if=lambda theme: theme is None,
        description="The condition that it is about.",
    )
    about_manager: StrictBool = Field(
        default=False,
        exclude_if=lambda about: not about,
        description="It judges the own manager: shown from three managers on.",
    )


class Conditions(BaseModel, frozen=True, extra="forbid"):
    """A leader's conditions as one part without named traits."""

    title: LocalisedText = Field(min_length=1, description="The heading of the part.")
    intro: LocalisedText = Field(default_factory=dict, description="Why it is asked, who sees it.")
    lead: LocalisedText = Field(default_factory=dict, description="The line above the statements.")
    items: tuple[OwnStatement, ...] = Field(min_length=1, description="The statements, in order.")


class PartTrait(BaseModel, frozen=True, extra="forbid"):
    """Statements of a part that give one figure together: a goal, or a kind of conditions."""

    key: Key = Field(description="The key that results use.")
    name: LocalisedText = Field(min_length=1, description="What it is called.")
    items: tuple[OwnStatement, ...] = Field(min_length=1, description="The statements, in order.")


class SubjectPart(BaseModel, frozen=True, extra="forbid"):
    """A part that only the subject answers, in an envelope of its own."""

    key: Key = Field(description="The key that answers use.")
    kind: PartKind = Field(description="conditions or goals.")
    title: LocalisedText = Field(min_length=1, description="The heading of the part.")
    intro: LocalisedText = Field(default_factory=dict, description="Why it is asked, who sees it.")
    lead: LocalisedText = Field(default_factory=dict, description="The line above the statements.")
    asked_of: tuple[Key, ...] = Field(
        default=(),
        exclude_if=lambda keys: not keys,
        description="Groups of kind self or own; else all of them.",
    )
    scale: Scale | None = Field(
        default=None,
        exclude_if=lambda scale: scale is None,
        description="The steps of its statements; else the survey's.",
    )
    traits: tuple[PartTrait, ...] = Field(min_length=1, description="What is asked, in order.")
