"""A fifth kind of subject: a row in two registers, and it is asked, read, told and drawn."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import pytest
from pypdf import PdfReader

from reports.answers.offline import parse_responses
from reports.disclosure import release_subjects
from reports.pdf import render_report
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from reports.sections.pieces import Bullets, Section
from reports.subjects import KINDS, ReportKind
from surveys.errors import SurveyFileError
from surveys.loader import parse_survey, survey_from_json
from surveys.subjects import SUBJECTS, SubjectKind

if TYPE_CHECKING:
    from reports.sections.material import Material

FILE: Final = """\
id: projektet
version: 1
subject: project
languages: [sv]
title: {sv: Projektet}
lead: {sv: "Det gäller {project}."}
scale: {from: 1, to: 4, labels: {1: {sv: a}, 2: {sv: b}, 3: {sv: c}, 4: {sv: d}}}
groups:
  - {key: partner, kind: protected, label: {sv: De som var med}}
traits:
  - key: nytta
    name: {sv: Nytta}
    items:
      - {key: mal, text: {sv: Vi nådde målen.}}
      - {key: tid, text: {sv: Vi höll tiden.}}
"""
ANSWERS: Final = "project;mal;tid\n" + "Nya badhuset;4;2\n" * 6 + "Gamla badhuset;1;1\n" * 3


def _sections(material: Material) -> tuple[Section, ...]:
    told = tuple(
        f"{material.write.statement(item.key)} {material.write.score(item.blocks[0])}"
        for item in material.profile.items
        if item.blocks
    )
    return (Section("opening", material.about, (Bullets(told),), is_title=True),)


PROJECT: Final = SubjectKind(
    key="project",
    called="a project",
    placeholder="{project}",
    own=None,
    needs_protected=True,
    floor=4,
    speaker=None,
    named_in=frozenset(("lead",)),
)
TOLD: Final[ReportKind[Material]] = ReportKind(
    key="project",
    readers_answer=True,
    has_others=False,
    sections=_sections,
    title="document.title",
    footer=lambda material: material.say("team.footer"),
)


@pytest.fixture
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SUBJECTS, PROJECT.key, PROJECT)
    monkeypatch.setitem(KINDS, TOLD.key, TOLD)


@pytest.mark.usefixtures("_registered")
def test_a_kind_with_two_rows_is_asked_read_told_and_drawn() -> None:
    survey = parse_survey(FILE)
    assert survey_from_json(survey.canonical_json()) == survey
    read = parse_responses(ANSWERS.encode(), survey, name="R.csv")
    released = release_subjects(read.responses, DisclosurePolicy(k=survey.floor))
    cover = Cover("Nya badhuset", "", "Eksta kommun", "Projekt 2027", "maj 2027")
    report = render_report(released["Nya badhuset"], cover, survey=survey)

    assert read.about == "project"
    assert released["Gamla badhuset"].figures.blocks == ()
    text = PdfReader(BytesIO(report)).pages[0].extract_text()
    assert "Vi nådde målen. 4,0" in text
    assert "Vi höll tiden. 2,0" in text


def test_without_its_rows_nobody_knows_it() -> None:
    with pytest.raises(SurveyFileError):
        parse_survey(FILE)
