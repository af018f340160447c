"""Changes a survey part by part, as its author would in the file, and checks it as a file is."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast

from surveys.checks import advise
from surveys.errors import SurveyFault, SurveyFileError
from surveys.loader import parse_survey_file
from surveys.places import FaultCollector, Place
from surveys.writing import values_as_yaml, values_of
from surveys.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surveys.advice import Advice
    from surveys.model import Survey
    from surveys.places import Path


class PartOf(StrEnum):
    """What of a survey can be changed on its own."""

    SURVEY = "survey"
    GROUP = "group"
    TRAIT = "trait"
    ITEM = "item"
    QUESTION = "question"


_FIELDS: Final[dict[PartOf, tuple[str, ...]]] = {
    PartOf.SURVEY: ("title", "meant_for"),
    PartOf.GROUP: ("label",),
    PartOf.TRAIT: ("name", "description"),
    PartOf.ITEM: ("others", "self", "hint"),
    PartOf.QUESTION: ("text", "self", "hint"),
}
_FIELDS_OF_ONE_WORDING: Final = ("text", "hint")
_LISTS: Final = {PartOf.GROUP: "groups", PartOf.TRAIT: "traits", PartOf.QUESTION: "questions"}
MAY_BE_LEFT_OUT: Final = frozenset((PartOf.ITEM, PartOf.QUESTION))


@dataclass(frozen=True, slots=True)
class EditedPart:
    """One part of a survey: its kind, and its key where there are several."""

    of: PartOf
    key: str = ""


@dataclass(frozen=True, slots=True)
class PartText:
    """One text of a part in one language."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A changed survey as a file, or what is wrong with it; faults by the field they stand in."""

    text: str
    survey: Survey | None
    faults: tuple[tuple[PartText | None, SurveyFault], ...] = ()
    advice: tuple[Advice, ...] = ()


def copied(survey: Survey, survey_id: str) -> Survey:
    """Return the first version of a copy: the same keys and words, under an id of its own."""
    values = values_of(survey) | {"id": survey_id, "version": 1, "status": "draft"}
    values.pop("earlier", None)
    return parse_survey_file(values_as_yaml(values)).survey


def texts_of(survey: Survey, part: EditedPart) -> dict[PartText, str]:
    """Return every text of a part in every language of the survey; KeyError if it has none such.

    What has no wording is empty.
    """
    entry = _entry(values_of(survey), part)
    return {
        PartText(name, language): str(entry.get(name, {}).get(language, ""))
        for name in _fields(survey, part)
        for language in survey.languages
    }


def reworded(survey: Survey, part: EditedPart, texts: Mapping[PartText, str]) -> Edited:
    """Return the survey with other texts of a part; an empty one is taken out."""
    values = values_of(survey)
    entry = _entry(values, part)
    for name in _fields(survey, part):
        wordings = {
            language: words
            for language in survey.languages
            if (words := texts.get(PartText(name, language), "").strip())
        }
        entry[name] = wordings
        if not wordings and name not in {"title", "label", "name", "others", "text"}:
            del entry[name]
    return _checked(survey, values, part)


def left_out(survey: Survey, part: EditedPart) -> Edited:
    """Return the survey without a statement or question."""
    values = values_of(survey)
    entry = _entry(values, part)
    _holder(values, part).remove(entry)
    return _checked(survey, values, part)


def put_back(survey: Survey, first: Survey, part: EditedPart) -> Edited:
    """Return the survey with a statement or question as its first version had it, in its place."""
    values, began = values_of(survey), values_of(first)
    entry = deepcopy(_entry(began, part))
    order = [one["key"] for one in _holder(began, part)]
    trait = _trait_key(began, part)
    holder = (
        _by_key(values["traits"], trait)["items"]
        if trait
        else values.setdefault(_LISTS[part.of], [])
    )
    if all(one["key"] != part.key for one in holder):
        holder.append(entry)
    holder.sort(key=lambda one: order.index(one["key"]))
    return _checked(survey, values, part)


def absent(survey: Survey, first: Survey) -> tuple[EditedPart, ...]:
    """Return what the first version asked and this one does not."""
    items = {item.key for item in survey.items}
    questions = {question.key for question in survey.questions}
    return (
        *(EditedPart(PartOf.ITEM, one.key) for one in first.items if one.key not in items),
        *(
            EditedPart(PartOf.QUESTION, one.key)
            for one in first.questions
            if one.key not in questions
        ),
    )


def _fields(survey: Survey, part: EditedPart) -> tuple[str, ...]:
    if part.of is PartOf.ITEM and survey.kind.speaker is None:
        return _FIELDS_OF_ONE_WORDING
    return _FIELDS[part.of]


def _entry(values: dict[str, Any], part: EditedPart) -> dict[str, Any]:
    if part.of is PartOf.SURVEY:
        return values
    return _by_key(_holder(values, part), part.key)


def _holder(values: dict[str, Any], part: EditedPart) -> list[dict[str, Any]]:
    """Return the list that a part stands in."""
    trait = _trait_key(values, part)
    found = _by_key(values["traits"], trait)["items"] if trait else values.get(_LISTS[part.of], [])
    return cast("list[dict[str, Any]]", found)


def _trait_key(values: dict[str, Any], part: EditedPart) -> str:
    """Return the key of the trait that an item stands in; none of other parts."""
    if part.of is not PartOf.ITEM:
        return ""
    for trait in values["traits"]:
        if any(item["key"] == part.key for item in trait["items"]):
            return str(trait["key"])
    raise KeyError(part.key)


def _by_key(entries: list[dict[str, Any]], key: str) -> dict[str, Any]:
    for entry in entries:
        if entry["key"] == key:
            return entry
    raise KeyError(key)


def _checked(survey: Survey, values: dict[str, Any], part: EditedPart) -> Edited:
    values["version"] = survey.version + 1
    text = values_as_yaml(values)
    try:
        file = parse_survey_file(text)
    except SurveyFileError as error:
        return Edited(text, None, faults=tuple(_placed(error, text, survey.default_language)))
    about = {part.key} if part.key else {None}
    found = tuple(one for one in advise(file.survey, file.places) if one.key in about)
    return Edited(text, file.survey, advice=found)


def _placed(
    error: SurveyFileError, text: str, first: str
) -> Iterator[tuple[PartText | None, SurveyFault]]:
    """Yield each fault with the field it stands in, found by its place in the file."""
    collector = FaultCollector("")
    read_yaml(text, collector)
    paths = {place: path for path, place in collector.places.values.items() if path}
    for fault in error.faults:
        path = paths.get(Place(fault.line, fault.column), ())
        yield _field_at(path, first), fault


def _field_at(path: Path, first: str) -> PartText | None:
    """Return the field whose text, or whose lack of one, stands at a path."""
    known = {*_FIELDS_OF_ONE_WORDING, *(name for names in _FIELDS.values() for name in names)}
    match path:
        case (*_, str(name), str(language)) if name in known:
            return PartText(name, language)
        case (*_, str(name)) if name in known:
            return PartText(name, first)
    return None
