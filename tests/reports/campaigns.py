"""Small campaigns for tests of reports: surveys and responses written as short lists."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from reports.answers.matrix import CANNOT_JUDGE, SKIPPED, Responses
from surveys.model import Survey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Answer: TypeAlias = int | str | None
    Sheets: TypeAlias = Mapping[str, Sequence[Sequence[Answer]]]
    Words: TypeAlias = Mapping[str, Sequence[Mapping[str, str]]]

ORACLE = Path(__file__).parents[1] / "reference" / "oracle"
GROUPS = {
    "self": "self",
    "manager": "identified",
    "peer": "protected",
    "team": "protected",
    "other": "protected",
}
TEAM = {"member": "own", "head": "identified", "receiver": "protected", "guest": "protected"}
"""The groups of a survey about a team."""


def oracle(name: str) -> Any:  # noqa: ANN401 - JSON has no better type
    """Return a reference file as it was read."""
    return json.loads((ORACLE / f"{name}.json").read_text())


def make_survey(
    traits: Mapping[str, Sequence[str]],
    *,
    groups: Mapping[str, str] = GROUPS,
    scale: tuple[int, int] = (1, 5),
    questions: Sequence[str] = (),
    reversed_items: Sequence[str] = (),
    subject: str = "leader",
    asked_of: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Survey:
    """Return a survey with these traits and their items, and words that mean nothing.

    `asked_of` names the groups that are asked an item, where not all are.
    """
    text = {"sv": "Text"}
    return Survey.model_validate(
        {
            "id": "sample",
            "version": 1,
            "status": "draft",
            "subject": subject,
            "languages": ["sv"],
            "title": text,
            "scale": {"from": scale[0], "to": scale[1]},
            "groups": [{"key": key, "kind": kind, "label": text} for key, kind in groups.items()],
            "traits": [
                {
                    "key": trait,
                    "name": text,
                    "description": text,
                    "items": [
                        {
                            "key": item,
                            "others": text,
                            "self": text,
                            "reversed": item in reversed_items,
                            "asked_of": asked_of.get(item, ()),
                        }
                        for item in items
                    ],
                }
                for trait, items in traits.items()
            ],
            "questions": [{"key": key, "text": text} for key in questions],
        }
    )


def make_responses(
    survey: Survey, subjects: Mapping[str, Sheets], words: Mapping[str, Words] | None = None
) -> Responses:
    """Return responses from answer sheets by subject and group."""
    places = {group.key: place for place, group in enumerate(survey.groups)}
    rows = [
        (subject, places[group], [_code(answer) for answer in sheet], _words(words, name, group, n))
        for subject, (name, sheets) in enumerate(subjects.items())
        for group, group_sheets in sheets.items()
        for n, sheet in enumerate(group_sheets)
    ]
    return Responses(
        survey=survey,
        subjects=tuple(subjects),
        ratings=np.array([row[2] for row in rows], dtype=np.int8).reshape(-1, len(survey.items)),
        subject_codes=np.array([row[0] for row in rows], dtype=np.int32),
        group_codes=np.array([row[1] for row in rows], dtype=np.int8),
        comments=tuple(row[3] for row in rows),
    )


def shuffled(responses: Responses, seed: int) -> Responses:
    """Return the same answer sheets in another order."""
    order = np.random.default_rng(seed).permutation(len(responses.subject_codes))
    return Responses(
        survey=responses.survey,
        subjects=responses.subjects,
        ratings=responses.ratings[order],
        subject_codes=responses.subject_codes[order],
        group_codes=responses.group_codes[order],
        comments=tuple(responses.comments[row] for row in order) if responses.comments else (),
    )


def _code(answer: Answer) -> int:
    if answer is None:
        return SKIPPED
    return CANNOT_JUDGE if answer == "NO" else int(answer)


def _words(
    words: Mapping[str, Words] | None, subject: str, group: str, number: int
) -> dict[str, str]:
    sheets = (words or {}).get(subject, {}).get(group, ())
    return dict(sheets[number]) if number < len(sheets) else {}
