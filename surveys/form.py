"""The pages of a form: how a survey is cut up, in the words of one reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from surveys.loader import survey_from_json
from surveys.model import NAME, Layout

if TYPE_CHECKING:
    from surveys.model import Item, Question, Survey, Trait


CANNOT_JUDGE: Final = "NO"
"""What stands for the answer that gives no rating, in a form and in an envelope."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One item as it stands on a page."""

    key: str
    id: str
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One open question as it stands on a page."""

    key: str
    id: str
    words: str
    hint: str
    max_length: int


@dataclass(frozen=True, slots=True)
class FormSection:
    """A trait's statements under its name, or the open questions."""

    title: str
    description: str
    lead: str
    statements: tuple[Statement, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the form: `nameless` is what all raters read, `name` whom they read it of.

    The name is filled in where words are read: a save reads the keys of all pages, and no words.
    """

    number: int
    nameless: tuple[FormSection, ...]
    name: str = NAME

    @property
    def sections(self) -> tuple[FormSection, ...]:
        """What stands on this page."""
        return tuple(_named(section, self.name) for section in self.nameless)

    @property
    def item_keys(self) -> list[str]:
        """The keys of the items on this page."""
        return [statement.key for section in self.nameless for statement in section.statements]

    @property
    def questions(self) -> list[OpenQuestion]:
        """The open questions on this page."""
        return [
            _named_question(question, self.name)
            for section in self.nameless
            for question in section.questions
        ]


@dataclass(frozen=True, slots=True)
class _Reader:
    survey: Survey
    for_self: bool
    asked: frozenset[str]
    name: str
    language: str

    def text(self, text: dict[str, str]) -> str:
        return self.survey.text(text, self.language).replace(NAME, self.name)

    def lead(self) -> str:
        return self.survey.lead_words(
            for_self=self.for_self, language=self.language, name=self.name
        )

    def statement(self, item: Item, number: int) -> Statement:
        words = self.survey.item_words(
            item, for_self=self.for_self, language=self.language, name=self.name
        )
        return Statement(item.key, f"item-{number}", words, self.text(item.hint))

    def question(self, question: Question, number: int) -> OpenQuestion:
        words = self.survey.question_words(
            question, for_self=self.for_self, language=self.language, name=self.name
        )
        hint = self.text(question.hint)
        return OpenQuestion(question.key, f"words-{number}", words, hint, question.max_length)


def pages_of(
    survey_json: str, group: str = "", *, of_conditions: bool = False, name: str, language: str
) -> tuple[Page, ...]:
    """Return the pages of a group's form, or of the leader's conditions, numbered from 1.

    Of no group they hold every statement, in the wording of those who are not the subject.
    """
    survey = survey_from_json(survey_json)
    asked = survey.items_of(survey.group(group)) if group else survey.items
    pages = _nameless_pages(
        survey_json,
        for_self=bool(group) and survey.group(group).reads_self,
        asked=frozenset(item.key for item in asked),
        of_conditions=of_conditions,
        language=language,
    )
    return tuple(Page(page.number, page.nameless, name) for page in pages)


def options_of(survey: Survey, language: str) -> tuple[tuple[str, str], ...]:
    """Return every answer to an item: its value and its words."""
    steps = ((str(step), survey.word_for(step, language)) for step in survey.scale.steps)
    return (*steps, (CANNOT_JUDGE, survey.text(survey.scale.cannot_judge, language)))


def _named(section: FormSection, name: str) -> FormSection:
    title, description, lead = (
        text.replace(NAME, name) for text in (section.title, section.description, section.lead)
    )
    return FormSection(
        title,
        description,
        lead,
        tuple(
            Statement(one.key, one.id, one.words.replace(NAME, name), one.hint.replace(NAME, name))
            for one in section.statements
        ),
        tuple(_named_question(one, name) for one in section.questions),
    )


def _named_question(question: OpenQuestion, name: str) -> OpenQuestion:
    words, hint = (text.replace(NAME, name) for text in (question.words, question.hint))
    return replace(question, words=words, hint=hint)


# All raters read the same pages but for the name, which is filled in for each: kept by name, a
# page that comes quickly would tell that somebody has read about this leader before; kept by
# group, that somebody of the group has. The frozen survey's JSON is what names them.
@lru_cache(maxsize=512)
def _nameless_pages(
    survey_json: str, *, for_self: bool, asked: frozenset[str], of_conditions: bool, language: str
) -> tuple[Page, ...]:
    survey = survey_from_json(survey_json)
    reader = _Reader(survey, for_self, asked, NAME, language)
    own = [_conditions(reader)] if of_conditions else [*_traits(reader), *_questions(reader)]
    if of_conditions or survey.layout is Layout.ONE_PAGE:
        return (Page(1, tuple(own)),)
    return tuple(Page(number, (section,)) for number, section in enumerate(own, start=1))


def _traits(reader: _Reader) -> list[FormSection]:
    sections, number = [], 1
    for trait in reader.survey.traits:
        items = [item for item in trait.items if item.key in reader.asked]
        if items:
            sections.append(_trait(reader, trait, items, number))
        number += len(items)
    return sections


def _trait(reader: _Reader, trait: Trait, items: list[Item], first: int) -> FormSection:
    statements = (reader.statement(item, first + i) for i, item in enumerate(items))
    return FormSection(
        title=reader.text(trait.name),
        description=reader.text(trait.description),
        lead=reader.lead(),
        statements=tuple(statements),
    )


def _questions(reader: _Reader) -> list[FormSection]:
    numbered = enumerate(reader.survey.questions, start=1)
    questions = tuple(reader.question(question, number) for number, question in numbered)
    return (
        [FormSection(title="", description="", lead="", questions=questions)] if questions else []
    )


def _conditions(reader: _Reader) -> FormSection:
    conditions = reader.survey.conditions
    if conditions is None:
        return FormSection(title="", description="", lead="")
    statements = (
        Statement(item.key, f"item-{number}", reader.text(item.text), reader.text(item.hint))
        for number, item in enumerate(conditions.items, start=1)
    )
    return FormSection(
        title=reader.text(conditions.title),
        description=reader.text(conditions.intro),
        lead=reader.text(conditions.lead),
        statements=tuple(statements),
    )
