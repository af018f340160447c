"""A practice leader to train on: invented, marked as practice on every page, and nobody's.

The release is the sample's (`reports.sample`), the same every time. Nothing that is typed
here is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from flask import render_template, request, url_for

from feedback.access import coaches_and_organisers
from feedback.coach.comparing import CoachMaterial, compare
from feedback.coach.guide import guide_answer
from feedback.coach.pages import blueprint, profile_charts
from feedback.coach.sorting import sorting
from feedback.languages import current_language
from feedback.reading.practice import invented
from feedback.reading.report_page import pdf_answer
from reports.pdf import render_report
from reports.sections.guide import guide as guide_of
from reports.sections.material import Material
from reports.sections.slides import slides as slides_of

if TYPE_CHECKING:
    from werkzeug import Response


@dataclass(frozen=True, slots=True)
class PracticeGoal:
    """One goal of the practice leader's plan."""

    what: str
    step: str
    notice: str
    support: str


@blueprint.get("/practice")
@coaches_and_organisers
def practice() -> str:
    """Show the practice leader: self against others."""
    material = practice_material()
    order = sorting(request.args.get("sort", ""), request.args.get("dir", ""), material.profile)
    return render_template(
        "coach/practice.html",
        material=material,
        order=order,
        comparison=compare(material, order),
        charts=profile_charts(material),
    )


@blueprint.get("/practice/guide")
@coaches_and_organisers
def practice_guide() -> str:
    """Show the practice leader's talk guide."""
    material = practice_material()
    return render_template(
        "coach/practice-guide.html", material=material, pieces=guide_of(material)
    )


@blueprint.get("/practice/notes")
@coaches_and_organisers
def practice_notes() -> str:
    """Show what a coach might have noted; what is typed is not kept."""
    return render_template(
        "coach/practice-notes.html", material=practice_material(), notes=_words()["notes"]
    )


@blueprint.get("/practice/slides")
@coaches_and_organisers
def practice_slides() -> str:
    """Show the practice leader's findings one a screen."""
    material = invented(Material)
    return render_template(
        "report/slides.html",
        material=material,
        slides=slides_of(material),
        back=url_for(".practice"),
    )


@blueprint.get("/practice/plan")
@coaches_and_organisers
def practice_plan() -> str:
    """Show the plan that came of the practice talk."""
    goals = [PracticeGoal(**one) for one in _words()["plan"]]
    return render_template("coach/practice-plan.html", material=practice_material(), goals=goals)


@blueprint.get("/practice/guide.pdf")
@coaches_and_organisers
def practice_guide_as_pdf() -> Response:
    """Make the practice leader's talk guide as PDF."""
    return guide_answer(practice_material())


@blueprint.get("/practice/report.pdf")
@coaches_and_organisers
def practice_report() -> Response:
    """Make the practice leader's report as PDF."""
    made = practice_material()
    content = render_report(made.release, made.cover, survey=made.survey, language=made.language)
    return pdf_answer(content, made.cover)


def practice_material() -> CoachMaterial:
    """Return what the practice pages are written from; every one says that it is practice."""
    return invented(CoachMaterial)


def _words() -> dict[str, Any]:
    words: dict[str, Any] = _all_words()[current_language()]
    return words


@cache
def _all_words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        files("feedback.coach").joinpath("practice.yaml").read_text("utf-8")
    )
    return loaded
