"""Faults of shape as sentences: missing and unknown keys, wrong types, wrong forms."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ValidationError

from surveys.earlier import EarlierItem, EarlierVersion
from surveys.groups import Group
from surveys.items import Item, Question, Trait
from surveys.model import Survey
from surveys.own_parts import Conditions, OwnStatement, PartTrait, SubjectPart
from surveys.scale import Scale

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from surveys.places import FaultCollector, Path

_MODELS: Final[dict[Path, type[BaseModel]]] = {
    (): Survey,
    ("scale",): Scale,
    ("groups",): Group,
    ("traits",): Trait,
    ("traits", "items"): Item,
    ("questions",): Question,
    ("conditions",): Conditions,
    ("conditions", "items"): OwnStatement,
    ("own_parts",): SubjectPart,
    ("own_parts", "scale"): Scale,
    ("own_parts", "traits"): PartTrait,
    ("own_parts", "traits", "items"): OwnStatement,
    ("earlier",): EarlierVersion,
    ("earlier", "items"): EarlierItem,
}

_FORMS: Final = {
    "key": "a key is a letter and then up to 39 letters, digits, - or _",
    "trait": "a key is a letter and then up to 39 letters, digits, - or _",
    "now": "a key is a letter and then up to 39 letters, digits, - or _",
    "id": "an id has up to 60 letters, digits, - or _",
}
_OF_LANGUAGES: Final = ("languages", "unreviewed")
_LANGUAGE_FORM: Final = "a language is written like sv, en or sv-simple"
_NUMBER: Final = ("{label} is {shown}", "write a whole number without quotation marks")
_SENTENCES: Final = {
    "string_type": ("{label} is {shown}", "a text is expected; put it in quotation marks"),
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "bool_type": ("{label} is {shown}", "write true or false"),
    "tuple_type": ("{label} is {shown}", "a list is expected, each entry after a -"),
    "too_short": ("{label} is empty", "write at least one entry"),
    "string_too_short": ("{label} is empty", "write a text, or delete the line"),
    "string_too_long": ("{label} is too long", "write at most {max_length} characters"),
    "greater_than_equal": ("{label} is {shown}", "{ge} is the least"),
    "less_than_equal": ("{label} is {shown}", "{le} is the most"),
}
_LONGEST_SHOWN: Final = 40


def validate_shape(value: object, found: FaultCollector) -> Survey | None:
    """Return the survey if its shape is right, else add each fault."""
    try:
        return Survey.model_validate(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _report(detail, found)
        return None


def known_keys(path: Path) -> tuple[str, ...]:
    """Return the keys that may stand in the mapping at a path."""
    named = tuple(step for step in path if isinstance(step, str))
    fields = _MODELS[named].model_fields
    return tuple(field.alias or name for name, field in fields.items())


def _report(detail: ErrorDetails, found: FaultCollector) -> None:
    path = detail["loc"]
    kind = detail["type"]
    if path in found.spoilt or _is_aftermath(detail) or _repeats_text(path, found):
        return
    if path and path[-1] == "[key]":
        _report_key(path[:-1], found)
    elif kind == "missing":
        keys = f"`{path[-1]}` is missing" + (f" in {_label(path[:-1])}" if path[:-1] else "")
        found.value(path[:-1], keys, f"add `{path[-1]}:`")
    elif kind == "extra_forbidden":
        found.key(path, f"the key `{path[-1]}` is unknown", _nearest(path))
    elif detail["input"] is None:
        found.key(path, f"{_label(path)} has no value", "write one, or delete the line")
    else:
        found.value(path, *_sentence(path, detail))


def _is_aftermath(detail: ErrorDetails) -> bool:
    """Tell whether a fault only follows from another one.

    Pydantic counts a list's entries after dropping the faulty ones, and gives up a
    default that depends on a faulty neighbour.
    """
    emptied = detail["type"] == "too_short" and bool(detail["input"])
    return emptied or detail["type"] == "default_factory_not_called"


def _repeats_text(path: Path, found: FaultCollector) -> bool:
    """Tell whether a fault of `others` is one of the item's only wording, told there."""
    if "others" not in path:
        return False
    item, known = path[: path.index("others")], found.places.keys
    return (*item, "text") in known and (*item, "others") not in known


def _report_key(path: Path, found: FaultCollector) -> None:
    if path[-2:-1] != ("labels",):  # the rules of the scale speak of labels
        found.key(path, f"`{path[-1]}` is no language", _LANGUAGE_FORM)


def _nearest(path: Path) -> str:
    known = known_keys(path[:-1])
    near = difflib.get_close_matches(str(path[-1]).casefold(), known, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(known)}"


def _sentence(path: Path, detail: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong with a value and what would be right."""
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "enum":
            choices = str(context["expected"]).replace("'", "")
            return f"{_label(path)} is {_shown(value)}", f"choose {choices}"
        case "value_error":
            return f"{_label(path)} is {_shown(value)}", str(context["error"])
        case "string_pattern_mismatch":
            form = _LANGUAGE_FORM if path[0] in _OF_LANGUAGES else _FORMS[str(path[-1])]
            return f"{_label(path)} has the wrong form: {_shown(value)}", form
        case "model_type":
            instead = f"write keys: {', '.join(known_keys(path))}"
            return f"{_label(path)} is {_shown(value)}", instead
        case "dict_type":
            return f"{_label(path)} is {_shown(value)}", _mapping_form(path)
        case kind:
            unforeseen = ("{label}: " + detail["msg"], "see the format in schema.json")
            what, instead = _SENTENCES.get(kind, unforeseen)
            known = {**context, "label": _label(path), "shown": _shown(value)}
            return what.format_map(known), instead.format_map(known)


def _mapping_form(path: Path) -> str:
    if path[-2:] == ("scale", "labels"):
        return "write a word per step, as 1: {sv: …}"
    return "a text per language is expected, as {sv: …}"


def _label(path: Path) -> str:
    """Return what a person calls the value at a path."""
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of `{path[-2]}`"
    named = [str(step) for step in path if isinstance(step, str)]
    return f"`{'.'.join(named[-2:])}`" if len(named) > 1 else f"`{named[0]}`"


def _shown(value: object) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case dict():
            return "a block of keys"
        case list():
            return "a list"
        case str() if len(value) > _LONGEST_SHOWN:
            return f"`{value[:_LONGEST_SHOWN]}…`"
        case _:
            return f"`{value}`"
