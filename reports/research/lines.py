"""Write figures as JSON Lines, one object a figure, without holding them all."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.research.figures import Axis, Series


@dataclass(frozen=True, slots=True)
class Labels:
    """What each place along an axis is called, as members of a JSON object.

    `chosen` holds the places to print along the axes of leaders and raters; when it is
    filled, figures of the whole campaign are left out.
    """

    names: Mapping[Axis, Sequence[str]]
    chosen: Mapping[Axis, Sequence[int]] = field(default_factory=dict)

    def only(self, responses: Responses, leader: str) -> Labels:
        """Return the same labels for figures of one leader."""
        place = responses.subjects.index(leader)
        rows = np.flatnonzero(responses.subject_codes == place).tolist()
        return Labels(self.names, {"leader": [place], "rater": rows})


def label_axes(responses: Responses, groups: Sequence[str], raters: Sequence[str]) -> Labels:
    """Return the labels of a campaign.

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
    names: dict[Axis, Sequence[str]] = {
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
    return Labels(names)


def write_lines(
    series: Iterable[Series], labels: Labels, *, occasion: int | None = None
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
        first, *others = one.axes
        names, values = labels.names[first], one.values
        if labels.chosen:
            rows = labels.chosen.get(first, ())
            names, values = [names[row] for row in rows], values[list(rows)]
        start = f'{{"stat": {json.dumps(one.stat)}'
        places = product(names, *(labels.names[axis] for axis in others))
        values = values.reshape(len(names) * _size(one), *values.shape[len(one.axes) :])
        for place, value in zip(places, _as_json(values), strict=True):
            yield f'{start}, {", ".join(place)}{end}, "value": {value}}}\n'


def _size(series: Series) -> int:
    """Return how many figures stand at each place of the first axis."""
    return math.prod(series.values.shape[1 : len(series.axes)])


def _member(name: str, value: str) -> str:
    return f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"


def _as_json(values: npt.NDArray[Any]) -> Iterator[str]:
    """Yield each value, or list of values, as JSON."""
    kinds: dict[str, Callable[[Any], str]] = {"U": _string, "b": json.dumps}
    write = kinds.get(values.dtype.kind, _number)
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
