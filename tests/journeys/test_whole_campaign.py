"""One campaign, from a people file to a leader's PDF, through the commands and the real form."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from feedback.demo.answering import answer_task, tasks_on
from feedback.demo.claims import HOST
from feedback.demo.reading import fetch_reports
from feedback.demo.visitor import Visitor
from surveys.library import find_survey
from tests.journeys.crowd import RememberedOpinion, links_in
from tests.journeys.stages import launch

if TYPE_CHECKING:
    from pathlib import Path

    from feedback.demo.stage import Stage

LEADER = "lars.ek@example.se"
SURVEY = find_survey("orebro")


@dataclass(frozen=True)
class _Answered:
    """What one rater answered about one subject."""

    address: str
    subject: str
    part: str
    opinion: RememberedOpinion


@pytest.fixture
def answered(stage: Stage, people_file: Path) -> list[_Answered]:
    """Run a campaign until its reports are shared; give what was answered."""
    launch(stage, people_file)
    with stage.served():
        given = list(_answer_everything(stage))
    stage.run("campaign", "close", "Våren", "--yes")
    stage.run("worker", "--until-idle")
    stage.run("campaign", "share", "Våren", "--with", "coach")
    stage.run("campaign", "share", "Våren", "--with", "leader")
    return given


def _answer_everything(stage: Stage) -> list[_Answered]:
    given = []
    for mail in stage.mails():
        body = mail.get_body(("plain",))
        [link] = links_in([body.get_content() if body else ""])
        visitor = Visitor(HOST, stage.port)
        for task in tasks_on(visitor.get(link)):
            *_, subject, part = task.split("/")
            address = re.sub(r".*<|>", "", str(mail["To"]))
            opinion = RememberedOpinion(f"{address} om {subject[:8]}")
            assert answer_task(visitor, task, opinion).status == 200
            given.append(_Answered(address, subject, part, opinion))
    return given


@pytest.mark.timeout(600)
def test_the_report_shows_what_was_answered(stage: Stage, answered: list[_Answered]) -> None:
    own = next(one for one in answered if one.address == LEADER)
    about = [one for one in answered if one.subject == own.subject and one.part == "response"]

    with stage.served():
        reports = {path.name: _text_of(path) for path in fetch_reports(stage, [LEADER])}

    text = reports["lars.ek-sv.pdf"]
    assert set(reports) == {"lars.ek-sv.pdf", "lars.ek-en.pdf"}
    assert (len(answered), len(about)) == (21, 8)
    for trait in SURVEY.traits:
        score = _others_score(about, [item.key for item in trait.items])
        # Of all lines that begin with the trait, only the row of the table has nothing but figures.
        name, figure = trait.name["sv"], r" (?:högst |minst )?[+−]?(?:\d(?:,\d)?|–)"
        figures = re.compile(rf"{name}((?:{figure})+){figure}")
        [row] = [found[1] for line in text.splitlines() if (found := figures.fullmatch(line))]
        # The difference comes last, or a dash where the leader could not judge oneself.
        assert row.split()[-1] == _swedish(score), (score, row)
    words = " ".join(text.split())
    written = [one.opinion.comments.values() for one in about]
    assert len(written) == 8
    assert all(comment in words for comments in written for comment in comments)


def _text_of(path: Path) -> str:
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    return "\n".join(page.extract_text() for page in reader.pages)


def _others_score(about: list[_Answered], items: list[str]) -> Fraction:
    """Return Others' score of a trait, reckoned here by hand from what was answered.

    Four of the team and two peers are one block of six; the manager stands beside it.
    """
    means = []
    for item in items:
        block = [_step(one, item) for one in about if ".t" in one.address or ".p" in one.address]
        manager = [_step(one, item) for one in about if one.address.startswith("per.holm")]
        seen = [step for step in block if step]
        named = [step for step in manager if step]
        if len(seen) >= 3:
            guarded = max(sum(seen), len(seen) + 1 if sum(seen) <= len(seen) + 1 else 0)
            means.append(Fraction(guarded + sum(named), len(seen) + len(named)))
    assert 2 * len(means) >= len(items)
    return sum(means, Fraction(0)) / len(means)


def _step(one: _Answered, item: str) -> int:
    """Return the step somebody chose, 0 where they could not judge or gave no answer."""
    step = one.opinion.ratings[item]
    return 0 if step in {"NO", ""} else int(step)


def _swedish(score: Fraction) -> str:
    tenths = (2 * 10 * score.numerator + score.denominator) // (2 * score.denominator)
    return f"{tenths // 10},{tenths % 10}"
