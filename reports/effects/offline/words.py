"""Verdicts from figures that others computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reports.effects.offline.figures import EffectFigure
from reports.effects.verdicts import Evidence, Selected, judge
from reports.errors import EffectCaseError
from reports.shown.effects import Design

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Number = Annotated[float, Field(allow_inf_nan=False)]


class _Input(BaseModel):
    """The figures that a verdict follows from, by the short names of a case."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    n: Annotated[int, Field(ge=0)]
    df: _Number | None
    design: Design
    selection: Selected
    attrition: _Number = 0.0
    attrition_difference: _Number = 0.0
    mde90: _Number | None
    r: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    ci: Annotated[list[_Number], Field(min_length=2, max_length=2)]
    n_waiting: Annotated[int, Field(ge=0)] | None = None
    relevant: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None

    def evidence(self) -> Evidence:
        """Return the figures by their whole names."""
        nan = float("nan")
        return Evidence(
            design=self.design,
            selection=self.selection,
            leaders=self.n,
            waiting=self.n_waiting,
            df=nan if self.df is None else self.df,
            interval=(self.ci[0], self.ci[1]),
            smallest=nan if self.mde90 is None else self.mde90,
            scale_width=self.r,
            attrition=self.attrition,
            attrition_difference=self.attrition_difference,
            relevant=self.relevant,
        )


def verdict_figures(name: str, checks: Sequence[dict[str, Any]]) -> Iterator[EffectFigure]:
    """Yield the word and the reason for each `input`; refuse with every fault of all of them."""
    problems, read = [], []
    for number, check in enumerate(checks):
        if "input" not in check:
            continue
        try:
            read.append((check["input"], _Input.model_validate(check["input"])))
        except ValidationError as error:
            for fault in error.errors():
                place = ".".join(map(str, ("checks", number, "input", *fault["loc"])))
                problems.append(f"{name}: {place}: {fault['msg']}")
    if problems:
        raise EffectCaseError(*problems)
    for given, numbers in read:
        verdict = judge(numbers.evidence())
        yield EffectFigure("verdict", verdict.word, {"input": given}, {"reason": verdict.reason})
