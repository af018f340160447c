"""Everything there is to say about one survey file: its faults, or advice and measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.checks import advise
from surveys.errors import SurveyFault, SurveyFileError
from surveys.loader import load_survey_file

if TYPE_CHECKING:
    from pathlib import Path

    from surveys.advice import Advice
    from surveys.model import Survey


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in one file; `survey` is None when there are faults."""

    file: str
    survey: Survey | None
    faults: tuple[SurveyFault, ...] = ()
    advice: tuple[Advice, ...] = ()

    @property
    def advice_lines(self) -> tuple[str, ...]:
        """The advice as `file:line: advice`, one line each."""
        return tuple(f"{self.file}:{advice.line or 1}: {advice}" for advice in self.advice)


def inspect_file(path: Path) -> Inspection:
    """Return the faults of a file, or the survey and advice about it."""
    try:
        file = load_survey_file(path)
    except SurveyFileError as error:
        return Inspection(str(path), None, faults=error.faults)
    return Inspection(str(path), file.survey, advice=advise(file.survey, file.places))


def exit_code(inspections: list[Inspection], *, strict: bool) -> int:
    """Return 2 for faults, 1 for advice when strict, else 0."""
    if any(inspection.faults for inspection in inspections):
        return 2
    return int(strict and any(inspection.advice for inspection in inspections))
