"""Make campaigns of any size, the same ones every time."""

from __future__ import annotations

import numpy as np

from reports.answers.matrix import CANNOT_JUDGE, SKIPPED, Responses
from surveys.model import Survey

ITEMS, TRAITS, RATERS = 45, 9, 12
GROUPS = {"self": "self", "manager": "identified", "peer": "protected", "team": "protected"}
GROUP_OF_RATER = (0, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3)
SCALE = (1, 6)


def make_survey() -> Survey:
    """Return a survey of 45 items in nine traits, three of them reversed."""
    words = {"en": "{name} does so."}
    per_trait = ITEMS // TRAITS
    return Survey.model_validate(
        {
            "id": "benchmark",
            "version": 1,
            "status": "draft",
            "languages": ["en"],
            "title": {"en": "Benchmark"},
            "scale": {"from": SCALE[0], "to": SCALE[1]},
            "groups": [
                {"key": key, "kind": kind, "label": {"en": key}} for key, kind in GROUPS.items()
            ],
            "traits": [
                {
                    "key": f"t{trait}",
                    "name": words,
                    "items": [
                        {
                            "key": f"q{trait * per_trait + item}",
                            "others": words,
                            "reversed": item == 0 and trait % per_trait == 0,
                        }
                        for item in range(per_trait)
                    ],
                }
                for trait in range(TRAITS)
            ],
        }
    )


def make_responses(leaders: int, *, missing: float = 0.03) -> Responses:
    """Return responses of 12 raters per leader in a random order."""
    random = np.random.default_rng(360)
    rows = leaders * RATERS
    level = np.repeat(random.normal(4.2, 0.5, leaders), RATERS)[:, None]
    drawn = np.rint(level + random.normal(0, 1, (rows, ITEMS)))
    ratings = np.clip(drawn, *SCALE).astype(np.int8)
    lost = random.random((rows, ITEMS))
    ratings[lost < missing / 2] = SKIPPED
    ratings[lost > 1 - missing / 2] = CANNOT_JUDGE
    order = random.permutation(rows)
    return Responses(
        survey=make_survey(),
        subjects=tuple(f"L{number}" for number in range(leaders)),
        ratings=ratings[order],
        subject_codes=np.repeat(np.arange(leaders, dtype=np.int32), RATERS)[order],
        group_codes=np.tile(np.array(GROUP_OF_RATER, dtype=np.int8), leaders)[order],
    )
