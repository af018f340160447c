"""Whoever another department knows is not renamed by this one; it is said which name stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from webtest import Upload

from feedback.errors import InputError
from feedback.models import Campaign, Person
from feedback.operations.people.register import PersonFacts, register_people, rename_person
from tests.acting import by
from tests.feedback.operations.people.file.people_files import csv_bytes, row
from tests.feedback.people_world import Draft, send
from tests.feedback.world import ORGANISER, SARA, form_to

if TYPE_CHECKING:
    from tests.feedback.world import World

SAID = "sara.holm@example.se takes part in another department&#39;s campaign as Sara Holm and keeps"


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a draft of the first department; Sara Holm is a leader of the other."""
    return Draft(world)


def names(world: World, *addresses: str) -> list[str]:
    """Return what people are called."""
    with world.database.reading() as session:
        found = select(Person.email, Person.name).where(Person.email.in_(addresses))
        called = {one.email: one.name for one in session.execute(found)}
    return [called[address] for address in addresses]


@pytest.mark.parametrize("way", ["file", "text"])
def test_a_list_renames_nobody_of_another_department_and_says_so(draft: Draft, way: str) -> None:
    browser, path = draft.organiser(), draft.path("people", "import")
    content = csv_bytes([row("Anna Berg"), row("Sara Bengtsson", email=SARA)], separator=";")
    forms = browser.get(path).forms.values()
    (form,) = [one for one in forms if one.action == f"{path}/list" and way in one.fields]
    form[way] = Upload("chefer.csv", content) if way == "file" else content.decode("utf-8-sig")
    form["extent"] = "whole"

    page = form.submit().follow()
    done = send(page, f"{path}/apply").follow()

    assert SAID in page
    assert "Sara Bengtsson” is not used" in page
    assert "Done:" in done
    assert draft.names("Karin Lund") == ["Anna Berg", "Karin Lund", "Sara Holm"]
    assert names(draft.world, SARA) == ["Sara Holm"]


def test_one_by_one_too_the_known_name_stands(draft: Draft) -> None:
    browser, subject = draft.organiser(), draft.subject("Karin Lund")
    rater = form_to(
        browser.get(draft.path("people", subject)), draft.path("people", subject, "raters")
    )
    rater["name"], rater["email"], rater["group"] = "Sara Bengtsson", SARA, "team"
    leader = form_to(browser.get(draft.path("people")), draft.path("people", "leaders"))
    leader["name"], leader["email"] = "Sara B", SARA

    asked, led = rater.submit().follow(), leader.submit().follow()

    assert SAID in asked
    assert "Sara Holm is added." in asked
    assert SAID in led
    assert names(draft.world, SARA) == ["Sara Holm"]


def test_a_coach_of_another_department_keeps_the_name(world: World) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/campaigns/{world.campaign}/coaches/{world.karin}"
    form: Any = form_to(browser.get(path), path)
    form["coach-email"], form["coach-name"] = SARA, "Siv Ros"

    assert SAID in form.submit().follow()
    assert names(world, SARA) == ["Sara Holm"]


def test_ones_own_department_corrects_a_name_and_another_only_its_letters(world: World) -> None:
    with world.database.writing() as session:
        ours, theirs = (
            session.get_one(Campaign, one).programme.department
            for one in (world.campaign, world.other_campaign)
        )
        sara = session.scalars(select(Person).where(Person.email == SARA)).one()
        called = []
        for department, name in (
            (ours, "Särå Holm"),
            (ours, "Sara Bengtsson"),
            (theirs, "Sara Bengt"),
        ):
            register_people(session, department, [PersonFacts(name, SARA)])
            called.append(sara.name)

    assert called == ["Särå Holm", "Särå Holm", "Sara Bengt"]


def test_an_operator_corrects_a_name_that_two_departments_share(world: World) -> None:
    with world.database.writing() as session:
        rename_person(session, " Sara.Holm@Example.se", "Sara Bengtsson", by=by())
        with pytest.raises(InputError) as refused:
            rename_person(session, "ingen@example.se", " ", by=by())

    assert names(world, SARA) == ["Sara Bengtsson"]
    assert len(refused.value.faults) == 2
