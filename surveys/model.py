"""The frozen, typed model of a survey: what is asked, of whom, on which scale."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

from pydantic import AfterValidator, BaseModel, Field, StrictInt, WithJsonSchema

from surveys.earlier import EarlierVersion
from surveys.groups import Group, GroupKind, Key
from surveys.items import Item, Question, Trait
from surveys.own_parts import Conditions, SubjectPart
from surveys.scale import Scale
from surveys.subjects import DEFAULT, SUBJECTS, SubjectKind, subject_kind
from surveys.texts import FALLBACKS, INITIATIVE, NAME, Language, LocalisedText, nearest_wording

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = [
    "FALLBACKS",
    "NAME",
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

SAMPLES: Final = 3
"""How many statements are shown of a survey before it is chosen."""

ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"


class Status(StrEnum):
    """How far a survey has come: read by people or not."""

    DRAFT = "draft"
    PILOTED = "piloted"


class Layout(StrEnum):
    """How the rater's form is cut into pages."""

    BY_TRAIT = "by-trait"
    ONE_PAGE = "one-page"


def _known_subject(stated: str) -> str:
    if stated in SUBJECTS:
        return stated
    raise ValueError("choose " + ", ".join(SUBJECTS))


_Subject = Annotated[
    str, AfterValidator(_known_subject), WithJsonSchema({"type": "string", "enum": [*SUBJECTS]})
]


class Survey(BaseModel, frozen=True, extra="forbid"):
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
    meant_for: LocalisedText = Field(
        default_factory=dict,
        exclude=True,  # for whoever chooses; what is asked of raters is frozen without it
        description="For whom it is, told where surveys are chosen.",
    )
    layout: Layout = Field(default=Layout.BY_TRAIT, description="How the form is cut into pages.")
    subject: _Subject = Field(
        default=DEFAULT.key, description="What the survey is about: leader, team, unit or event."
    )
    min_group: StrictInt | None = Field(
        default=None,
        ge=3,
        le=20,
        exclude_if=lambda fewest: fewest is None,
        description="The fewest answers of a block; a campaign may raise it, never lower.",
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
    own_parts: tuple[SubjectPart, ...] = Field(
        default=(),
        exclude_if=lambda parts: not parts,
        description="Parts that only the subject answers: conditions, goals.",
    )
    earlier: tuple[EarlierVersion, ...] = Field(
        default=(),
        exclude=True,  # for files of answers; what is asked of raters is frozen without it
        description="What earlier versions asked otherwise: their answers are read as theirs.",
    )

    @property
    def kind(self) -> SubjectKind:
        """What surveys about such a subject allow."""
        return subject_kind(self.subject)

    @property
    def floor(self) -> int:
        """The fewest answers of a block that a campaign may show, k."""
        return max(self.kind.floor, self.min_group or 0)

    @property
    def asks_initiative(self) -> bool:
        """Whether a text names what the campaign is about, which each subject then needs."""
        leads = (*self.lead.values(), *self.lead_self.values())
        return any(INITIATIVE in words for words in leads)

    @property
    def default_language(self) -> str:
        """The language that stands first in the file."""
        return self.languages[0]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the file; the column order of every matrix."""
        return tuple(item for trait in self.traits for item in trait.items)

    @property
    def samples(self) -> tuple[Item, ...]:
        """A few statements that tell what it is like: the first of each trait, at most three."""
        return tuple(trait.items[0] for trait in self.traits[:SAMPLES])

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

    def items_of(self, group: Group) -> tuple[Item, ...]:
        """Return the items that a group is asked, in the order of the file."""
        return tuple(
            item
            for trait in self.traits
            for item in trait.items
            if group.key in (item.asked_of or trait.asked_of or (group.key,))
        )

    def asked_alike(self, groups: Sequence[Group]) -> tuple[int, ...]:
        """Return a number per group, the same for groups that are asked the same, worded alike."""
        asked = [(self.items_of(group), group.reads_self) for group in groups]
        return tuple(asked.index(one) for one in asked)

    def as_asked_in(self, columns: Collection[str]) -> Survey:
        """Return the version that asked what a file of answers holds, by its columns.

        It is an earlier one only if the file has a key that no item has today.
        """
        today = {item.key for item in self.items}
        named = {column.casefold() for column in columns}
        for earlier in self.earlier:
            if any(key.casefold() in named for key in earlier.keys - today):
                return self._as_in(earlier)
        return self

    def _as_in(self, earlier: EarlierVersion) -> Survey:
        then = {
            item.now: {"key": item.key, "others": item.others, "self_": item.self_}
            for item in earlier.items
        }
        traits = tuple(
            trait.model_copy(
                update={
                    "items": tuple(
                        item.model_copy(update=then.get(item.key)) for item in trait.items
                    )
                }
            )
            for trait in self.traits
        )
        # Made anew, for a copy would keep the items that were looked up before.
        content = {name: getattr(self, name) for name in type(self).model_fields}
        version = {"version": earlier.version, "traits": traits, "earlier": ()}
        return Survey.model_validate({**content, **version})

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
        """Return an item as this reader reads it, with the subject's name filled in."""
        wordings = (item.self_, item.others) if for_self else (item.others,)
        return self._filled(wordings, language, name)

    def question_words(
        self, question: Question, *, for_self: bool, language: str, name: str
    ) -> str:
        """Return an open question as this reader reads it, with the subject's name filled in."""
        wordings = (question.self_, question.text) if for_self else (question.text,)
        return self._filled(wordings, language, name)

    def lead_words(self, *, for_self: bool, language: str, name: str) -> str:
        """Return the line above the items as this reader reads it."""
        wordings = (self.lead_self, self.lead) if for_self else (self.lead,)
        return self._filled(wordings, language, name)

    def _filled(self, wordings: tuple[LocalisedText, ...], language: str, name: str) -> str:
        words = nearest_wording(wordings, language, self.languages)
        return words.replace(self.kind.placeholder, name)

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
