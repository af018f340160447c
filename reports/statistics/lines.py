"""Write figures as JSON Lines, one object a figure, without holding them all."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from reports.responses import Responses
    from reports.statistics.figures import Axis, Series


def label_axes(
    responses: Responses, groups: Sequence[str], raters: Sequence[str]
) -> dict[Axis, list[str]]:
    """Return, for each axis of a series, its labels as members of a JSON object.

    Parameters
    ----------
    responses
        The campaign.
    groups
        The labels along the axis of groups, Others included.
    raters
        A label per response; it reaches the figures of single raters only.

    """
    survey = responses.survey
    leaders = [_member("leader", leader) for leader in responses.subjects]
    return {
        "leader": leaders,
        "group": [_member("group", group) for group in groups],
        "item": [_member("item", item.key) for item in survey.items],
        "trait": [_member("trait", trait.key) for trait in survey.traits],
        "rater": [
            f"{leaders[code]}, {_member('rater', rater)}"
            for code, rater in zip(responses.subject_codes.tolist(), raters, strict=True)
        ],
        "trait_item": [
            f"{_member('item', item.key)}, {_member('trait', trait.key)}"
            for trait in survey.traits
            for item in trait.items
        ],
    }


def write_lines(
    series: Iterable[Series], labels: Mapping[Axis, Sequence[str]], *, occasion: int | None = None
) -> Iterator[str]:
    """Yield one JSON object per figure, each with its newline.

    Parameters
    ----------
    series
        The figures.
    labels
        From `label_axes`.
    occasion
        The value of the key `round`: 1 for the older of two campaigns, 2 for the newer; None
        leaves the key out.

    """
    end = "" if occasion is None else f', "round": {occasion}'
    for one in series:
        start = f'{{"stat": {json.dumps(one.stat)}'
        places = product(*(labels[axis] for axis in one.axes))
        values = one.values.reshape(-1, *one.values.shape[len(one.axes) :])
        for place, value in zip(places, _as_json(values), strict=True):
            yield f'{start}, {", ".join(place)}{end}, "value": {value}}}\n'


def _member(name: str, value: str) -> str:
    return f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"


def _as_json(values: npt.NDArray[Any]) -> Iterator[str]:
    """Yield each value, or list of values, as JSON."""
    write = _string if values.dtype.kind == "U" else _number
    if values.ndim == 1:
        yield from map(write, values.tolist())
        return
    for row in values.tolist():
        # A list of names is padded with empty ones.
        yield f"[{', '.join(write(value) for value in row if value != '')}]"


def _string(value: str) -> str:
    return json.dumps(value) if value else "null"


def _number(value: float) -> str:
    # NaN is the one number that differs from itself, and JSON knows none.
    return repr(value) if value == value else "null"  # noqa: PLR0124
