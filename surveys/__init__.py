"""What is asked: survey definitions in YAML, parsed once into frozen, typed models."""

from surveys.checks import advise
from surveys.errors import (
    FrozenSurveyError,
    SurveyError,
    SurveyFault,
    SurveyFileError,
    UnknownSurveyError,
)
from surveys.library import find_survey, list_surveys, open_library
from surveys.loader import load_survey, parse_survey, survey_from_json
from surveys.model import Survey

__all__ = [
    "FrozenSurveyError",
    "Survey",
    "SurveyError",
    "SurveyFault",
    "SurveyFileError",
    "UnknownSurveyError",
    "advise",
    "find_survey",
    "list_surveys",
    "load_survey",
    "open_library",
    "parse_survey",
    "survey_from_json",
]
