"""Reads survey files: parsed once, refused with all their faults at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from surveys.errors import FrozenSurveyError, SurveyFileError
from surveys.model import FORMAT, Survey
from surveys.places import START, FaultCollector, Places
from surveys.rules import check_rules
from surveys.shape import validate_shape
from surveys.yaml_text import decode_utf8, read_yaml

if TYPE_CHECKING:
    import os


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A survey and where in its file everything stands."""

    survey: Survey
    places: Places


def load_survey(path: str | os.PathLike[str]) -> Survey:
    """Return the survey of a file; raise SurveyFileError with every fault."""
    return load_survey_file(path).survey


def load_survey_file(path: str | os.PathLike[str]) -> SurveyFile:
    """Return the survey of a file with its places; raise SurveyFileError with every fault."""
    found = FaultCollector(str(path))
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        found.at(START, f"the file cannot be read ({error.strerror})", "check path and rights")
        raise SurveyFileError(found.faults) from error
    return _parse(decode_utf8(content, found), found)


def parse_survey(text: str, *, source: str = "<text>") -> Survey:
    """Return the survey of a YAML text; raise SurveyFileError with every fault."""
    return parse_survey_file(text, source=source).survey


def parse_survey_file(text: str, *, source: str = "<text>") -> SurveyFile:
    """Return the survey of a YAML text with its places; raise SurveyFileError."""
    return _parse(text, FaultCollector(source))


# A rater's page reads its survey on every request, and a campaign's never changes.
@lru_cache(maxsize=64)
def survey_from_json(text: str) -> Survey:
    """Return the survey that a campaign froze at launch; raise FrozenSurveyError."""
    try:
        content: dict[str, Any] = json.loads(text)
        written = content.pop("format")
        if written != FORMAT:
            raise FrozenSurveyError(f"format {written} is unknown; this version reads {FORMAT}")
        return Survey.model_validate(content)
    except (ValueError, TypeError, KeyError, AttributeError, ValidationError) as error:
        raise FrozenSurveyError(f"not the JSON of a survey: {error}") from error


def _parse(text: str, found: FaultCollector) -> SurveyFile:
    value = None if found.faults else read_yaml(text, found)
    survey = None
    if isinstance(value, dict):
        survey = validate_shape(value, found)
        check_rules(value, found)
    elif not found.faults:
        found.at(START, "the file holds no survey", "start with `id:`, `version:`, `title:`")
    if found.faults or survey is None:
        raise SurveyFileError(found.faults)
    return SurveyFile(survey, found.places)
