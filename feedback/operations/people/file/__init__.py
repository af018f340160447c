"""Read people files: CSV and XLSX as people make them; every fault is told, at once."""

from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.reading import PeopleFile, read_people_file

__all__ = ["Notice", "PeopleFile", "PeopleFileError", "read_people_file"]
