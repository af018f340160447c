"""The parts of a survey as rows that an organiser reads, searches and changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from feedback.languages import current_language, language_in_words
from feedback.organiser.survey_faults import advice_in_words
from feedback.organiser.survey_words import EXAMPLE_NAME
from feedback.requests.listing import Choice, Column
from surveys import editing
from surveys.checks import advise
from surveys.editing import PartOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.model import Survey
    from surveys.texts import LocalisedText

PART_WORDS: Final = {
    PartOf.SURVEY: _("Title"),
    PartOf.GROUP: _("Group"),
    PartOf.TRAIT: _("Part"),
    PartOf.ITEM: _("Statement"),
    PartOf.QUESTION: _("Open question"),
}
_FIELD_WORDS: Final = {
    "title": _("Title"),
    "meant_for": _("For whom it is"),
    "label": _("What the group is called"),
    "name": _("What the part is called"),
    "description": _("What stands under it"),
    "others": _("As others read it"),
    "self": _("As the leader reads it"),
    "text": _("As others read it"),
    "hint": _("Example or advice under it"),
}
_VERBS: Final = {
    "reword": _("Changed: %(part)s"),
    "leave out": _("Left out: %(part)s"),
    "put back": _("Put back: %(part)s"),
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a survey in a table."""

    of: PartOf
    key: str
    words: str
    about: str = ""
    within: str = ""
    advice: tuple[str, ...] = ()
    is_left_out: bool = False

    @property
    def kind(self) -> str:
        """What the part is, in words."""
        return str(PART_WORDS[self.of])


def rows_of(survey: Survey, first: Survey) -> list[PartRow]:
    """Return every part in the order of the form, then what is left out."""
    advice: dict[str, list[str]] = {}
    for one in advise(survey):
        if one.key:
            language = f"{language_in_words(one.language)}: " if one.language else ""
            advice.setdefault(one.key, []).append(f"{language}{advice_in_words(one)}")
    return [*_rows(survey, {key: tuple(dict.fromkeys(one)) for key, one in advice.items()}),
            *_left_out(survey, first)]  # fmt: skip


def columns() -> list[Column[PartRow]]:
    """Return the columns of the table of parts."""
    return [
        Column("words", gettext("Text")),
        Column("kind", gettext("What it is")),
        Column("advice", gettext("Advice")),
        Column("act", gettext("To do")),
    ]


def kinds() -> list[Choice[PartRow]]:
    """Return what of the table one may want to see alone."""
    return [
        Choice(
            "items",
            gettext("Statements"),
            lambda row: row.of is PartOf.ITEM and not row.is_left_out,
        ),
        Choice("advised", gettext("With advice"), lambda row: bool(row.advice)),
        Choice("left-out", gettext("No longer asked"), lambda row: row.is_left_out),
    ]


def field_words(of: PartOf, name: str) -> str:
    """Return what a text of a part is called."""
    if of is PartOf.ITEM and name == "text":
        return str(gettext("As everybody reads it"))
    return str(_FIELD_WORDS[name])


def changed_in_words(changed: str) -> str:
    """Return what a version changed, in words."""
    for verb, words in _VERBS.items():
        if changed.startswith(f"{verb} "):
            of, _space, key = changed.removeprefix(f"{verb} ").partition(" ")
            named = f"{str(PART_WORDS[PartOf(of)]).lower()} {key}".rstrip()
            return str(words) % {"part": named}
    return str(gettext("Copied"))


def _rows(survey: Survey, advice: dict[str, tuple[str, ...]]) -> Iterator[PartRow]:
    def said(text: LocalisedText) -> str:
        return _said(survey, text)

    yield PartRow(PartOf.SURVEY, "", said(survey.title), said(survey.meant_for))
    for group in survey.groups:
        yield PartRow(PartOf.GROUP, group.key, said(group.label), advice=advice.get(group.key, ()))
    for trait in survey.traits:
        name = said(trait.name)
        own = advice.get(trait.key, ())
        yield PartRow(PartOf.TRAIT, trait.key, name, said(trait.description), advice=own)
        for item in trait.items:
            self_words = said(item.self_) if item.self_ != item.others else ""
            own = advice.get(item.key, ())
            yield PartRow(PartOf.ITEM, item.key, said(item.others), self_words, name, own)
    for question in survey.questions:
        own = advice.get(question.key, ())
        self_words = said(question.self_) if question.self_ != question.text else ""
        yield PartRow(PartOf.QUESTION, question.key, said(question.text), self_words, advice=own)


def _left_out(survey: Survey, first: Survey) -> Iterator[PartRow]:
    for part in editing.absent(survey, first):
        if part.of is PartOf.ITEM:
            words = _said(first, first.item(part.key).others)
        else:
            asked = next(one for one in first.questions if one.key == part.key)
            words = _said(first, asked.text)
        yield PartRow(part.of, part.key, words, is_left_out=True)


def _said(survey: Survey, text: LocalisedText) -> str:
    """Return a text as it is read about somebody: the blank itself stands where one writes."""
    return survey.text(text, current_language()).replace(survey.kind.placeholder, EXAMPLE_NAME)
