"""What a leader's plan is called: its programme's own word, wherever it is a title."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import sqlalchemy as sa
from pypdf import PdfReader

from feedback.database import Database, migrate
from feedback.models import Campaign
from tests.feedback.cli.commands import feedback, sit_down
from tests.feedback.world import KARIN, MAJA, OLLE, ORGANISER, form_to

if TYPE_CHECKING:
    from uuid import UUID

    import pytest
    from webtest import TestApp

    from tests.feedback.world import World

SCHOOL = (
    "INSERT INTO department VALUES (:id, 'Skola', '', '', '', '', '', '')",
    (
        "INSERT INTO programme (id, department_id, name, survey_id, purpose, k, policy, coaches,"
        " points) VALUES (:id, :id, 'Ledare', 'orebro', 'Att lära.', 3, 'merge', '', '')"
    ),
)


def test_a_programmes_word_is_the_title_of_its_plans(world: World) -> None:
    world.share_with_leader(world.karin)
    form = _programme_form(world)
    form["plan_name_sv"], form["plan_name_en"] = "färdplan", "roadmap"

    programme = form.submit().follow()
    browser = world.sign_in(KARIN)
    report = browser.get(f"/my-reports/{world.karin}")
    plan = _begin(browser, world.karin)
    paper = browser.get(f"{plan.request.path}/plan.sv.pdf")
    printed = _text(browser.get(f"/my-reports/{world.karin}/report.sv.pdf").body)

    assert "Roadmap" in programme
    assert report.html.find(id="my-plan").text == "Roadmap"
    assert plan.html.find("h1").text == "Roadmap"
    assert "Färdplan Karin Lund.pdf" in unquote(paper.headers["Content-Disposition"])
    assert "Färdplan" in _text(paper.body)
    assert "Färdplan" in printed
    assert "handlingsplan" not in printed


def test_a_plan_is_an_action_plan_where_its_programme_says_nothing(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    from_report, by_itself = _begin(browser, world.karin), _begin(world.sign_in(OLLE))
    printed = _text(browser.get(f"/my-reports/{world.karin}/report.sv.pdf").body)

    assert from_report.html.find("h1").text == "Personal action plan"
    assert by_itself.html.find("h1").text == "Personal action plan"
    assert "Personlig handlingsplan" in printed
    assert "ärdplan" not in printed


def test_whoever_it_is_shared_with_reads_whose_it_is(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)
    path = _begin(browser, world.karin).request.path
    sharing = browser.get(f"{path}/readers")
    form = next(one for one in sharing.forms.values() if "relation" in one.fields)
    form["relation"], form["name"], form["email"] = "coach", "Maja Berg", MAJA
    form.submit()

    read = world.sign_in(MAJA).get(path)

    assert read.html.find("h1").text == "Personal action plan for Karin Lund"


def test_a_name_too_long_for_a_title_is_refused_and_kept_in_the_form(world: World) -> None:
    form = _programme_form(world)
    form["plan_name_sv"] = "plan " * 20

    refused = form.submit(status=422)

    assert "Write at most 60 characters for the plan." in refused
    assert form_to(refused, refused.request.path)["plan_name_sv"].value.startswith("plan plan")


def test_the_command_line_names_it_and_leaves_the_other_language(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, world.settings)
    with world.database.reading() as session:
        name = session.get_one(Campaign, world.campaign).programme.name
    for option in (("--plan-name-sv", "färdplan"), ("--plan-name-en", "roadmap")):
        feedback("programme", "change", name, *option)

    with world.database.reading() as session:
        programme = session.get_one(Campaign, world.campaign).programme
        assert [programme.plan_name("sv"), programme.plan_name("en")] == ["färdplan", "roadmap"]


def test_a_programme_of_before_keeps_its_word(empty_database_url: str) -> None:
    migrate(empty_database_url, revision="0019")
    database = Database(empty_database_url)
    with database.engine.begin() as connection:
        for statement in SCHOOL:
            connection.execute(sa.text(statement), {"id": "0" * 31 + "7"})
    database.dispose()

    migrate(empty_database_url)

    database = Database(empty_database_url)
    with database.engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT plan_name_sv, plan_name_en FROM programme"))
        assert [tuple(row) for row in kept] == [("färdplan", "plan")]
    database.dispose()


def _programme_form(world: World) -> Any:  # noqa: ANN401 - WebTest brings no types
    path = f"/programmes/{world.programmes[0]}/edit"
    return form_to(world.sign_in(ORGANISER).get(path), path)


def _begin(browser: TestApp, report: UUID | None = None) -> Any:  # noqa: ANN401 - as above
    forms = browser.get("/plans/").forms.values()
    fitting = [one for one in forms if ("report" in one.fields) is (report is not None)]
    return next(one for one in fitting if one.action in ("", "/plans/")).submit().follow()


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
