"""The reading order of the sample report, kept as text.

After a change that is meant: `python -m tests.reports.pdf.golden`, then read the difference.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.pdf import render_report
from reports.sample import sample
from surveys.library import find_survey
from tests.reports.pdf.reading import outline

FOLDER = Path(__file__).parent / "golden"
LANGUAGES = ("sv", "en")


@cache
def sample_report(language: str) -> bytes:
    """Return the sample report, drawn once for all tests."""
    survey = find_survey("orebro")
    made = sample(survey, language)
    return render_report(made.release, made.cover, survey=survey)


def golden_file(language: str) -> Path:
    """Return where the reading order of a language is kept."""
    return FOLDER / f"sample-{language}.txt"


def main() -> None:
    """Write the reading order as it is now."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        golden_file(language).write_text(outline(sample_report(language)), "utf-8")


if __name__ == "__main__":
    main()
