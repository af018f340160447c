"""Who speaks in a self wording: one person (jag, I) or a group (vi, we)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Speaker:
    """The first person of a statement, in the languages that have rules."""

    swedish: str
    swedish_own: dict[str, str]
    """What becomes of the third person's own words."""
    english: str
    english_verbs: dict[str, str]
    """The verbs whose first person is no stem."""
    english_own: dict[str, str]


_NO_S: Final = {
    "has": "have",
    "does": "do",
    "goes": "go",
    "hasn't": "haven't",
    "doesn't": "don't",
}
ONE: Final = Speaker(
    swedish="jag",
    swedish_own={"sin": "min", "sitt": "mitt", "sina": "mina", "sig": "mig"},
    english="I",
    english_verbs={"is": "am", "isn't": "am not", **_NO_S},
    english_own={},
)
SEVERAL: Final = Speaker(
    swedish="vi",
    swedish_own={"sin": "vår", "sitt": "vårt", "sina": "våra", "sig": "oss"},
    english="we",
    english_verbs={"is": "are", "isn't": "aren't", **_NO_S},
    english_own={"its": "our", "itself": "ourselves"},
)
