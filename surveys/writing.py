"""Writes a survey as the file that it could have been read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from surveys.model import Survey

_HEADER: Final = "# yaml-language-server: $schema=schema.json\n"
_WIDTH: Final = 100


def survey_as_yaml(survey: Survey) -> str:
    """Return a survey as YAML; `parse_survey` reads the same one from it."""
    return values_as_yaml(values_of(survey))


def values_as_yaml(values: dict[str, Any]) -> str:
    """Return the plain values of a survey file as YAML, in their order."""
    return _HEADER + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=_WIDTH)


def values_of(survey: Survey) -> dict[str, Any]:
    """Return a survey as the plain values of its file, without what says nothing."""
    values = survey.model_dump(mode="json", by_alias=True)
    for trait in values["traits"]:
        trait["items"] = [_item(item, survey) for item in trait["items"]]
    values["questions"] = [_without_twin(one, "text") for one in values["questions"]]
    # A campaign freezes neither, so the model leaves both out; a file holds them.
    values["meant_for"] = dict(survey.meant_for)
    values["earlier"] = [one.model_dump(mode="json", by_alias=True) for one in survey.earlier]
    return dict(_said(values))


def _item(item: dict[str, Any], survey: Survey) -> dict[str, Any]:
    if survey.kind.speaker:
        return _without_twin(item, "others")
    renamed = {"text" if key == "others" else key: value for key, value in item.items()}
    return {key: value for key, value in renamed.items() if key != "self"}


def _without_twin(entry: dict[str, Any], twin: str) -> dict[str, Any]:
    """Leave out a self wording that is the others' own, as it is where a file has none."""
    return {key: value for key, value in entry.items() if key != "self" or value != entry[twin]}


def _said(value: Any) -> Any:  # noqa: ANN401 - plain values of any depth
    if isinstance(value, dict):
        plain = {_key(key): _said(inside) for key, inside in value.items()}
        return {key: inside for key, inside in plain.items() if inside not in (None, [], {}, False)}
    if isinstance(value, list):
        return [_said(inside) for inside in value]
    return value


def _key(key: str) -> str | int:
    return int(key) if key.isdecimal() else key  # a step of a scale
