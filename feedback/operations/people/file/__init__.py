"""Read people files: CSV and XLSX as people make them; every fault is told, at once."""

from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.questions import (
    LEAVE,
    NOWHERE,
    TAKE,
    AmbiguousFileError,
    Choice,
    ReadingChoices,
    Wanted,
)
from feedback.operations.people.file.reading import PeopleFile, read_people_file
from feedback.operations.people.file.teams import read_teams
from feedback.operations.people.file.workplaces import StaffFile, read_staff_file
from feedback.operations.people.file.writing import people_csv, people_xlsx

__all__ = [
    "LEAVE",
    "NOWHERE",
    "TAKE",
    "AmbiguousFileError",
    "Choice",
    "Notice",
    "PeopleFile",
    "PeopleFileError",
    "ReadingChoices",
    "StaffFile",
    "Wanted",
    "people_csv",
    "people_xlsx",
    "read_people_file",
    "read_staff_file",
    "read_teams",
]
