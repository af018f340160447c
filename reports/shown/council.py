"""What an organisation itself says of a programme, on the four pages for its council.

Every text is short enough for its page: what is longer is refused where it is read.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

LEAST_ANSWERS: Final = 5
"""A mean of course sheets or of leaders' own answers stands on at least as many."""


def _one_line(text: str) -> str:
    return " ".join(text.split())


_Text = StringConstraints(strip_whitespace=True)
_Name = Annotated[str, _Text, Field(min_length=1, max_length=50), AfterValidator(_one_line)]
_Line = Annotated[str, _Text, Field(max_length=100), AfterValidator(_one_line)]
_Paragraph = Annotated[str, _Text, Field(max_length=400), AfterValidator(_one_line)]
_Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]
_Count = Annotated[int, Field(ge=0, le=1_000_000)]
_Answers = Annotated[int, Field(ge=LEAST_ANSWERS, le=1_000_000)]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class CourseMean(_Said):
    """What participants thought of one module: the mean of its one overall statement."""

    name: _Name
    mean: _Number
    highest: Annotated[int, Field(ge=2, le=100)]
    answers: _Answers


class OwnMean(_Said):
    """What leaders themselves say of one theme, now and perhaps before."""

    name: _Name
    before: _Number | None = None
    after: _Number
    answers: _Answers


class Outside(_Said):
    """A figure from elsewhere that stands beside, and is no result of the programme."""

    name: _Name
    before: _Number | None = None
    after: _Number


class Initiatives(_Said):
    """How many initiatives were set going at home, by how far they have come."""

    planned: _Count = 0
    under_way: _Count = 0
    finished: _Count = 0
    dropped: _Count = 0


class Council(_Said):
    """What stands on the four pages beside the figures; all of it may be left out."""

    done: _Paragraph = ""
    cost: Annotated[int, Field(ge=0, le=10**12)] | None = None
    leaders: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    courses: Annotated[list[CourseMean], Field(max_length=6)] = []
    learning: Annotated[list[OwnMean], Field(max_length=4)] = []
    initiatives: Initiatives | None = None
    examples: Annotated[list[_Line], Field(max_length=5)] = []
    outside: Annotated[list[Outside], Field(max_length=3)] = []
    conditions: Annotated[list[OwnMean], Field(max_length=6)] = []
    answer: _Paragraph = ""
    proposal: _Paragraph = ""
    signed: _Line = ""
