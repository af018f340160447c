"""What can go wrong with surveys.

SurveyError
├── SurveyFileError      a survey file has faults; all of them at once
├── FrozenSurveyError    what a campaign froze at launch cannot be read back
└── UnknownSurveyError   no survey has this id
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class SurveyFault:
    """One fault of a survey file: where it is, what is wrong and what would be right."""

    file: str
    line: int
    column: int
    what: str
    instead: str

    def __str__(self) -> str:
        """Return the fault on one line, as editors and continuous integration read it."""
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.instead}"


class SurveyError(Exception):
    """Something is wrong with a survey."""


class SurveyFileError(SurveyError):
    """A survey file has faults; `faults` holds all of them, in the order of the file."""

    def __init__(self, faults: Iterable[SurveyFault]) -> None:
        """Keep the faults, sorted by place."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class FrozenSurveyError(SurveyError):
    """The canonical JSON of a survey cannot be read back."""


class UnknownSurveyError(SurveyError, LookupError):
    """No survey has this id; the message names those there are."""

    def __init__(self, survey_id: str, known: Iterable[str]) -> None:
        """Remember which survey was sought."""
        self.survey_id = survey_id
        super().__init__(f"no survey has the id `{survey_id}`; there are: {', '.join(known)}")
