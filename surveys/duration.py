"""How long a survey takes to answer, estimated until a pilot has measured it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from surveys.words import words_of

if TYPE_CHECKING:
    from surveys.model import Survey

WORDS_A_MINUTE: Final = 180
SECONDS_TO_CHOOSE: Final = 5
SECONDS_A_QUESTION: Final = 60

FORMULA: Final = (
    f"words of items and questions / {WORDS_A_MINUTE} a minute"
    f" + {SECONDS_TO_CHOOSE} s an item + {SECONDS_A_QUESTION} s an open question; not measured"
)


def estimated_minutes(survey: Survey, *, short: bool = False) -> int:
    """Return about how many minutes one rater needs for one leader, rounded up.

    Reading is slow on a phone and choosing takes a moment: words / 180 a minute,
    5 s an item, 60 s an open question. Assumptions, to be replaced by a pilot's.
    """
    items = survey.short_items if short else survey.items
    wordings = [item.others for item in items] + [question.text for question in survey.questions]
    words = sum(len(words_of(survey.text(text, survey.default_language))) for text in wordings)
    seconds = SECONDS_TO_CHOOSE * len(items) + SECONDS_A_QUESTION * len(survey.questions)
    return math.ceil(words / WORDS_A_MINUTE + seconds / 60)
