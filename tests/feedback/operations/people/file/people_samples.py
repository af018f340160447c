"""Read the sample files that people's programs have written, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedback.operations.people.file import (
    AmbiguousFileError,
    Notice,
    PeopleFileError,
    ReadingChoices,
    read_people_file,
)
from tests.factories import small_survey

if TYPE_CHECKING:
    from feedback.operations.people.file import PeopleFile

SURVEY = small_survey()
FOLDER = Path(__file__).parent / "samples"


def sample(name: str) -> bytes:
    """Return the content of a sample file."""
    return (FOLDER / name).read_bytes()


def samples() -> list[bytes]:
    """Return the content of every sample file."""
    return [path.read_bytes() for path in sorted(FOLDER.iterdir())]


def read(content: bytes, **answers: str) -> PeopleFile:
    """Read a file as somebody answers."""
    return read_people_file(
        content, SURVEY, leaders_may_be_alone=True, answers=ReadingChoices(**answers)
    )


def asked(content: bytes, **answers: str) -> AmbiguousFileError:
    """Return what is asked about a file."""
    with pytest.raises(AmbiguousFileError) as caught:
        read(content, **answers)
    return caught.value


def faults(content: bytes, **answers: str) -> list[Notice]:
    """Return what is wrong with a file that asks nothing."""
    with pytest.raises(PeopleFileError) as caught:
        read(content, **answers)
    assert not isinstance(caught.value, AmbiguousFileError)
    return list(caught.value.notices)


def told(file: PeopleFile) -> list[str]:
    """Return the codes of what is told of a faultless file."""
    return [notice.code for notice in file.advice]
