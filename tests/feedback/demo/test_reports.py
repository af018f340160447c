"""The reports of the demonstration: no longer than anybody reads, and no page half empty."""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from importlib.resources import files

import numpy as np
import pytest

from feedback.demo import opinions
from feedback.demo.opinions import InventedOpinion
from reports.answers.matrix import CANNOT_JUDGE, SKIPPED, Responses
from reports.disclosure import release_subjects
from reports.pdf import render_report
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from surveys.library import find_survey
from tests.reports.pdf.unused import said, unused

LEADERS = ("Karin Lund", "Johan Berg", "Amina Nordin")


def _raters() -> dict[str, list[tuple[str, str, str]]]:
    """Return the raters of each leader: address of the leader, of the rater, and the group."""
    listed = files("feedback.demo").joinpath("people.csv").read_text("utf-8-sig")
    raters: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in csv.DictReader(listed.splitlines(), delimiter=";"):
        leader, named = row["leader_email"], raters[row["leader_name"]]
        if not named:
            named.append((leader, leader, "self"))
        named.append((leader, row["rater_email"], row["group"]))
    return raters


def _report(name: str) -> bytes:
    survey, raters = find_survey("orebro"), _raters()[name]
    opinions._stock.cache_clear()
    thought = [InventedOpinion(leader, rater) for leader, rater, _ in raters]
    steps = [str(step) for step in range(survey.scale.lowest, survey.scale.highest + 1)]
    marks: dict[str | None, int] = {
        None: SKIPPED,
        "NO": CANNOT_JUDGE,
        **{step: int(step) for step in steps},
    }
    codes = {group.key: code for code, group in enumerate(survey.groups)}
    responses = Responses(
        survey=survey,
        subjects=("leader",),
        ratings=np.array(
            [
                [marks[one.rating(item.key, [*steps, "NO"])] for item in survey.items]
                for one in thought
            ],
            dtype=np.int8,
        ),
        subject_codes=np.zeros(len(raters), dtype=np.int32),
        group_codes=np.array([codes[group] for *_, group in raters], dtype=np.int8),
        comments=tuple(
            {question.key: one.words(question.key) for question in survey.questions}
            for one in thought
        ),
    )
    release = release_subjects(responses, DisclosurePolicy())["leader"]
    cover = Cover(name, "Rektor", "Exempelkommun", "Våren 2026", "mars – april 2026")
    return render_report(release, cover, survey=survey)


@pytest.mark.parametrize("name", LEADERS)
def test_a_report_of_the_demonstration_is_short_and_full(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = _report(name)

    with capsys.disabled():
        sys.stdout.write(f"\n{said(name, content)}\n")

    shares = unused(content)
    assert len(shares) <= 12
    assert sum(shares) / len(shares) <= 0.12
