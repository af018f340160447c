"""An organiser copies a survey, changes it with advice, and chooses it for a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feedback.models import Campaign, StoredSurvey
from feedback.operations.campaigns.own_surveys import survey_of
from feedback.organiser.survey_words import EXAMPLE_NAME
from surveys.loader import parse_survey, survey_from_json
from tests.feedback.world import ORGANISER, OTHER_ORGANISER, form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

ORIGIN = "ledarskap-kort"


@pytest.fixture
def browser(world: World) -> TestApp:
    """Give the organiser's browser, in English."""
    return world.sign_in(ORGANISER)


@pytest.fixture
def page(browser: TestApp) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Give the page of a copy that was just made."""
    form = form_to(browser.get(f"/surveys/new?origin={ORIGIN}"), "/surveys/new")
    form["title"] = "Ledarskap hos oss"
    return form.submit().follow()


def _stored(world: World) -> tuple[StoredSurvey, Any]:
    with world.database.reading() as session:
        stored = session.scalars(select(StoredSurvey)).one()
        return stored, survey_of(stored)


def _change(browser: TestApp, world: World, button: str, /, **texts: str) -> Any:  # noqa: ANN401 - as above
    stored, survey = _stored(world)
    path = f"/surveys/{stored.id}/item/{survey.items[0].key}"
    form = form_to(browser.get(path), path)
    for name, words in texts.items():
        form[name.replace("_", "-")] = words
    return form.submit(button, status="*")


def form_named(page: Any, key: str) -> Any:  # noqa: ANN401 - as above
    return next(form for form in page.forms.values() if str(form.action).endswith(key))


def test_the_copy_is_shown_whole(page: Any, world: World) -> None:  # noqa: ANN401 - as above
    _, survey = _stored(world)

    assert "The survey is copied" in page
    assert "Copied from ledarskap-kort" in page
    for item in survey.items:
        assert item.others["en"].replace("{name}", EXAMPLE_NAME) in page.html.text
    assert "{name}" not in page


def test_a_reworded_statement_stands_in_the_next_version(
    browser: TestApp,
    page: Any,  # noqa: ANN401 - as above
    world: World,
) -> None:
    del page
    _, before = _stored(world)

    answer = _change(
        browser, world, "keep", others_sv="{name} ber om råd.", self_sv="Jag ber om råd."
    ).follow()

    _, after = _stored(world)
    assert "The survey is changed." in answer
    assert after.items[0].others["sv"] == "{name} ber om råd."
    assert after.items[0].key == before.items[0].key
    assert "Version 2" in answer


def test_checking_keeps_nothing_and_gives_advice(
    browser: TestApp,
    page: Any,  # noqa: ANN401 - as above
    world: World,
) -> None:
    del page

    answer = _change(browser, world, "check", others_sv="{name} lyssnar och hjälper ofta.")

    assert answer.status_int == 200
    assert "“och”: Asks two things at once" in answer
    assert "“ofta”: Says how often" in answer
    assert "{name} lyssnar och hjälper ofta." in answer
    assert len(_stored_versions(world)) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{name}s råd hjälper.", "The name is in the genitive"),
        ("{namn} ber om råd.", "That placeholder is unknown"),
        ("{name}en ber om råd.", "The name is glued to letters"),
        ("{name ber om råd.", "A brace stands alone"),
        ("", "first language must have a text"),
        ("x" * 2001, "The text is too long"),
        ("Hej \u202e{name}", "An invisible character"),
    ],
)
def test_a_fault_is_told_in_words_at_its_field(
    browser: TestApp,
    page: Any,  # noqa: ANN401 - as above
    world: World,
    words: str,
    told: str,
) -> None:
    del page

    answer = _change(browser, world, "keep", others_sv=words)

    assert answer.status_int == 422
    assert told in answer.html.find(id="others-sv-error").text
    assert len(_stored_versions(world)) == 1


def test_a_fault_is_told_in_swedish_too(browser: TestApp, page: Any, world: World) -> None:  # noqa: ANN401 - as above
    del page
    world.choose_language(browser, "sv")

    answer = _change(browser, world, "keep", self_sv="{name} ber om råd.")

    assert "Namnet står i chefens egen text: skriv jag." in answer


def test_a_statement_is_left_out_and_put_back(browser: TestApp, page: Any, world: World) -> None:  # noqa: ANN401 - as above
    del page
    _, before = _stored(world)

    left = _change(browser, world, "leave_out").follow()
    _, without = _stored(world)
    again = form_named(left, "/put-back").submit().follow()

    assert "It is left out." in left
    assert len(without.items) == len(before.items) - 1
    assert "It is asked again." in again
    assert _stored(world)[1].items == before.items


def test_every_version_is_a_file_to_download(browser: TestApp, page: Any, world: World) -> None:  # noqa: ANN401 - as above
    _change(browser, world, "keep", others_sv="{name} ber om råd.", self_sv="Jag ber om råd.")
    stored, survey = _stored(world)

    files = [browser.get(f"/surveys/{stored.id}/versions/{number}") for number in (1, 2)]

    assert files[1].content_disposition == f"attachment; filename={survey.id}-2.yaml"
    assert parse_survey(files[1].text) == survey
    assert parse_survey(files[0].text).version == 1
    assert ">Download as YAML<" in page
    browser.get(f"/surveys/{stored.id}/versions/3", status=404)


def test_it_is_chosen_as_any_other_and_told_when_it_was_changed_since(
    browser: TestApp,
    page: Any,  # noqa: ANN401 - as above
    world: World,
) -> None:
    del page
    campaign_id = _draft(browser, world)
    _, survey = _stored(world)
    path = f"/campaigns/{campaign_id}/survey"
    form = form_to(browser.get(path), path)
    form["survey_id"] = survey.id
    form.submit().follow()

    _change(browser, world, "keep", others_sv="{name} ber om råd.", self_sv="Jag ber om råd.")

    assert "The survey has been changed since it was chosen here." in browser.get(path)
    with world.database.reading() as session:
        frozen = survey_from_json(session.get_one(Campaign, campaign_id).survey_json)
    assert frozen.items == survey.items
    assert survey.items[0].others["en"].replace("{name}", "Karin Lund") in browser.get(
        f"/campaigns/{campaign_id}/preview/others?survey={survey.id}"
    )


def test_another_department_neither_sees_nor_chooses_it(
    browser: TestApp,
    page: Any,  # noqa: ANN401 - as above
    world: World,
) -> None:
    del browser, page
    stored, survey = _stored(world)
    other = world.sign_in(OTHER_ORGANISER)

    assert "Ledarskap hos oss" not in other.get("/surveys/")
    assert survey.id not in other.get("/surveys/new")
    assert survey.id not in other.get("/programmes/new")
    other.get(f"/surveys/{stored.id}", status=404)


def test_what_is_no_part_of_it_is_not_there(browser: TestApp, page: Any, world: World) -> None:  # noqa: ANN401 - as above
    del page
    stored, _ = _stored(world)

    for part in ("item/borta", "group/borta", "question/borta", "trait/borta"):
        browser.get(f"/surveys/{stored.id}/{part}", status=404)
    browser.get(f"/surveys/{stored.id}/survey/-", status=200)


def _draft(browser: TestApp, world: World) -> Any:  # noqa: ANN401 - as above
    with world.database.reading() as session:
        programme_id = session.get_one(Campaign, world.campaign).programme_id
    path = f"/programmes/{programme_id}/waves/new"
    form = form_to(browser.get(path), path)
    form["name"], form["last_day"] = "Våren 2099", "2099-05-29"
    form["source"], form["taken"] = str(world.campaign), "everybody"
    form.submit().follow()
    with world.database.reading() as session:
        return session.scalars(select(Campaign.id).where(Campaign.name == "Våren 2099")).one()


def _stored_versions(world: World) -> list[int]:
    with world.database.reading() as session:
        stored = session.scalars(select(StoredSurvey)).one()
        return [one.number for one in stored.versions]
