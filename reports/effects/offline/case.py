"""Read CASE.json: what a case is about, its parameters, and the table it names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reports.answers.offline.faults import FaultList
from reports.effects.offline.sheet import ScoreSheet, read_sheet
from reports.errors import EffectCaseError
from reports.shown.council import Council

if TYPE_CHECKING:
    import os

_Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
_Key = Annotated[str, Field(min_length=1)]
_LONGEST: Final = 100_000_000


class ScaleEnds(BaseModel):
    """The lowest and the highest step of a scale."""

    model_config = ConfigDict(frozen=True, strict=True)

    min: int
    max: int

    @property
    def width(self) -> int:
        """The distance between them, r."""
        return self.max - self.min


class PlannedProgramme(BaseModel):
    """A programme that is only planned: who goes, who waits and is measured too, and σ."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    trained: Annotated[int, Field(ge=1, le=1_000_000)]
    waiting: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    spread: _Positive | None = None


class Parameters(BaseModel):
    """What stands in CASE.json beside the table; each kind of case asks for its own.

    What no kind asks for, as the `checks` of a reference case, is left alone.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    id: str = ""
    title: str = ""
    data: _Key | None = None
    scale: ScaleEnds | None = None
    sigma_w: _Positive | None = None
    mean_inverse_n: _Positive | None = None
    k: Annotated[int, Field(ge=1)] | None = None
    k2: Annotated[int, Field(ge=1)] | None = None
    items: Annotated[list[_Key], Field(min_length=1)] | None = None
    identified: list[_Key] = []
    norm: _Key | None = None
    tree: dict[str, list[_Key]] | None = None
    answered: dict[str, list[_Key]] | None = None
    wave: dict[str, str] | None = None
    k_l: Annotated[int, Field(ge=1)] | None = None
    organisation: str = ""
    programme: str = ""
    goal_set: str = ""
    relevant: _Positive | None = None
    selection: Literal["all", "voluntary", "by_score"] | None = None
    assignment: Literal["lot", "other"] = "other"
    names: dict[str, str] = {}
    council: Council | None = None
    plan: PlannedProgramme | None = None
    audit_cases: list[dict[str, Any]] = []
    checks: list[dict[str, Any]] = []


@dataclass(frozen=True, slots=True)
class EffectCase:
    """A case: its file's name, its parameters, and its tables where it has any."""

    name: str
    parameters: Parameters
    sheet: ScoreSheet | None
    norm: ScoreSheet | None

    def lacks(self, *parameters: str) -> list[str]:
        """Return a sentence for each parameter that the kind of the case needs and is not there."""
        return [
            f"{self.name}: {one} is missing, which this kind of case needs"
            for one in parameters
            if getattr(self.parameters, one) is None
        ]


def read_case(path: str | os.PathLike[str]) -> EffectCase:
    """Read a case and the tables it names, which lie beside it.

    Parameters
    ----------
    path
        CASE.json; `data` and `norm` name CSV files in the same folder.

    Returns
    -------
    EffectCase
        Tables are split into rows; what their cells hold is read by the kind of the case.

    Raises
    ------
    EffectCaseError
        With every fault of the file and of how its tables are built.
    OSError
        If CASE.json itself cannot be read.

    """
    path = Path(path)
    parameters = _parameters(path)
    found = FaultList()
    if parameters.scale is not None and parameters.scale.width < 1:
        found.add("scale: the highest step stands above the lowest")
    problems = [f"{path.name}: {fault}" for fault in found.faults]
    sheets: list[ScoreSheet | None] = []
    for name, key in ((parameters.data, "data"), (parameters.norm, "norm")):
        try:
            sheets.append(None if name is None else _beside(path, name, key))
        except EffectCaseError as error:
            problems += error.problems
    if problems:
        raise EffectCaseError(*problems)
    return EffectCase(path.name, parameters, *sheets)


def _parameters(path: Path) -> Parameters:
    content = path.read_bytes()
    try:
        record = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise EffectCaseError(f"{path.name}: the file is not UTF-8; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise EffectCaseError(f"{path.name}: the file is no JSON: {error}") from None
    if not isinstance(record, dict):
        raise EffectCaseError(f"{path.name}: the file holds one object, in braces")
    try:
        return Parameters.model_validate(record)
    except ValidationError as error:
        raise EffectCaseError(*(_sentence(path.name, one) for one in error.errors())) from None


def _sentence(name: str, fault: Any) -> str:  # noqa: ANN401 - pydantic's own
    place = ".".join(str(step) for step in fault["loc"])
    return f"{name}: {place}: {fault['msg'].removeprefix('Value error, ')}"


def _beside(path: Path, name: str, key: str) -> ScoreSheet:
    """Read a table that lies in the folder of the case, and nowhere else."""
    if PurePath(name).name != name:
        raise EffectCaseError(f"{path.name}: {key}: name a file beside this one, without a folder")
    file = path.with_name(name)
    try:
        if file.stat().st_size > _LONGEST:
            raise EffectCaseError(f"{name}: the file is longer than {_LONGEST} bytes")
        content = file.read_bytes()
    except OSError as error:
        raise EffectCaseError(f"{path.name}: {key}: {name} beside it: {error.strerror}") from None
    return read_sheet(content, name)
