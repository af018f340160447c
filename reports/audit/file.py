"""Figures for the exact audit as a file: one object, or a list of them.

    {"k": 3, "protected": ["p1", …],
     "figures": [[{"rater": "p1", "item": "Q1", "weight": "1/3"}, …], …]}

`case` may name an object; weights are whole numbers or fractions as text. Anything else
in an object is left alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from reports.audit.isolates import isolates
from reports.errors import FiguresError

if TYPE_CHECKING:
    from reports.audit.isolates import Figure, Witness


_NO_WEIGHT: Final = "a weight is a whole number or a fraction as text, such as '1/3'"


def _fraction(value: Any) -> Fraction:  # noqa: ANN401 - whatever stands in the file
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(_NO_WEIGHT)  # noqa: TRY004 - pydantic collects ValueErrors only
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"'{value}' is no fraction") from None


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, arbitrary_types_allowed=True)


class _Weight(_Strict):
    rater: str
    item: str
    weight: Annotated[Fraction, BeforeValidator(_fraction)]


class AuditCase(_Strict):
    """Figures to judge, as they stand in a file."""

    k: int = Field(ge=1)
    protected: list[str]
    figures: list[list[_Weight]]
    case: str = ""

    def exact_figures(self) -> list[Figure]:
        """Return the figures as weights over (rater, item) cells; repeated cells add up."""
        result: list[Figure] = []
        for entries in self.figures:
            figure: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
            for entry in entries:
                figure[entry.rater, entry.item] += entry.weight
            result.append(dict(figure))
        return result


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """What the audit says of one case."""

    case: str
    k: int
    witness: Witness | None

    @property
    def is_safe(self) -> bool:
        """Whether no combination stands on fewer than k protected raters."""
        return self.witness is None

    @property
    def min_support(self) -> int | str:
        """The fewest protected raters that a combination stands on, or ">=k"."""
        return f">={self.k}" if self.witness is None else self.witness.support


def read_audit_cases(text: str) -> list[AuditCase]:
    """Return the cases of a file; raise a FiguresError with every fault and its place."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise FiguresError(f"The file is no JSON: {error}.") from error
    many = content if isinstance(content, list) else [content]
    if not many:
        raise FiguresError("The file holds no figures.")
    try:
        return TypeAdapter(list[AuditCase]).validate_python(many)
    except ValidationError as error:
        raise FiguresError(*_sentences(error, single=many is not content)) from None
    except UnicodeError as error:
        raise FiguresError("A text of the file holds half a character.") from error


def judge(case: AuditCase) -> AuditedCase:
    """Return what the exact audit says of a case."""
    return AuditedCase(case.case, case.k, isolates(case.exact_figures(), case.protected, case.k))


def _sentences(error: ValidationError, *, single: bool) -> list[str]:
    faults = error.errors(include_url=False, include_context=False)
    return [
        f"{_place(fault['loc'], single=single)}: {fault['msg'].removeprefix('Value error, ')}."
        for fault in faults
    ]


def _place(steps: tuple[int | str, ...], *, single: bool) -> str:
    inner = steps[1:] if single else steps
    return ".".join(str(step) for step in inner) or "the file"
