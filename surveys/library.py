"""Finds surveys by id: those that come with the package, and those in an operator's folders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from surveys.errors import SurveyFault, SurveyFileError, UnknownSurveyError
from surveys.loader import load_survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from surveys.model import Survey

DEFINITIONS: Final = files("surveys") / "definitions"
FULLEST: Final = "orebro"
"""The survey that asks about most, and knows the most languages: suggested where one must be."""

_ENDINGS: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Library:
    """All surveys there are by id, and the faults of files that could not be read."""

    surveys: dict[str, Survey]
    faults: tuple[SurveyFault, ...]


def find_survey(survey_id: str, *, extra_folders: Iterable[Path] = ()) -> Survey:
    """Return the survey with an id; raise UnknownSurveyError, or SurveyFileError.

    A faulty file elsewhere in the folders hides no other survey; the error is raised
    only when the id is not found among the files that can be read.
    """
    library = open_library(extra_folders=extra_folders)
    if survey_id in library.surveys:
        return library.surveys[survey_id]
    if library.faults:
        raise SurveyFileError(library.faults)
    raise UnknownSurveyError(survey_id, library.surveys)


def list_surveys(*, extra_folders: Iterable[Path] = ()) -> tuple[Survey, ...]:
    """Return all surveys that can be read, those of the package first."""
    return tuple(open_library(extra_folders=extra_folders).surveys.values())


def open_library(*, extra_folders: Iterable[Path] = ()) -> Library:
    """Read the surveys of the package and of each folder, and all their faults.

    An id that is taken is a fault of the later file: which of two surveys a campaign
    runs must never depend on the order of folders.
    """
    surveys: dict[str, Survey] = {}
    faults: list[SurveyFault] = []
    for file in _files(extra_folders):
        try:
            survey = _load(file)
        except SurveyFileError as error:
            faults.extend(error.faults)
            continue
        if survey.id in surveys:
            what = f"another file holds a survey with the id `{survey.id}`"
            faults.append(SurveyFault(str(file), 1, 1, what, "give each survey its own id"))
        surveys.setdefault(survey.id, survey)
    return Library(surveys, tuple(faults))


def _files(extra_folders: Iterable[Path]) -> Iterator[Traversable]:
    for folder in (DEFINITIONS, *map(Path, extra_folders)):
        inside: list[Traversable] = list(folder.iterdir()) if folder.is_dir() else []
        yield from sorted(
            (file for file in inside if file.name.endswith(_ENDINGS)), key=lambda file: file.name
        )


def _load(file: Traversable) -> Survey:
    with as_file(file) as path:
        return _load_unchanged(path, path.stat().st_mtime_ns)


# A page that lists surveys would otherwise parse every file on each request.
@lru_cache(maxsize=256)
def _load_unchanged(path: Path, _changed_ns: int) -> Survey:
    return load_survey(path)
