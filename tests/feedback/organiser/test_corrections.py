"""An organiser puts right what raters say is wrong, each with one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.models import AuditEntry, Campaign, Correction, Invitation, Person, Rater, Wrong
from feedback.operations.people.corrections import report_wrong
from feedback.organiser import corrections
from tests.factories import open_campaign
from tests.feedback.world import ORGANISER, OTHER_ORGANISER, World

if TYPE_CHECKING:
    from uuid import UUID

    from webtest import TestApp
    from webtest.response import TestResponse


def test_many_stand_a_page_at_a_time_and_one_stays_on_that_page(
    world: World, open_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "PAGE_SIZE", 1)
    report(world, "bo@example.se", Wrong.LEFT)
    first = world.sign_in(ORGANISER).get(f"/campaigns/{open_id}/corrections")

    second = first.click("2", href="page=2")
    after = press(second, "Change nothing")

    names = [page.html.select_one(".row h2").get_text() for page in (first, second)]
    assert len(set(names)) == 2
    assert after.location.endswith("/corrections?page=2")
    assert names[0] in after.follow().html.select_one(".rows").get_text()


@pytest.fixture
def open_id(world: World) -> UUID:
    """Give an open campaign of the organiser's, in which Anna says she is in a wrong group."""
    made = open_campaign(world.database, world.settings, leaders=("Eva Dahl",))
    with world.database.writing() as session:
        department_id = session.get_one(Campaign, world.campaign).programme.department_id
        session.get_one(Campaign, made.id).programme.department_id = department_id
    report(world, "anna@example.se", Wrong.GROUP, "Jag är rektor på <Södra>.")
    return made.id


def report(world: World, email: str, wrong: Wrong, words: str = "") -> None:
    with world.database.writing() as session:
        report_wrong(session, invitation_of(world, email), wrong, words)


def invitation_of(world: World, email: str) -> Invitation:
    with world.database.reading() as session:
        return session.scalars(
            select(Invitation)
            .join(Invitation.rater)
            .join(Rater.person)
            .where(Person.email == email, ~Invitation.is_withdrawn)
        ).one()


def press(page: TestResponse, button: str, **fields: str) -> TestResponse:
    """Press a button of the first report, with something typed or chosen."""
    form = next(
        form
        for form in page.forms.values()
        if "invitation" in form.fields and button in str(form.html.button)
    )
    for name, value in fields.items():
        form[name] = value
    return form.submit(status="*")


@pytest.fixture
def organiser(world: World) -> TestApp:
    """Give the organiser's browser."""
    return world.sign_in(ORGANISER)


def test_the_campaign_leads_to_the_list(organiser: TestApp, open_id: UUID) -> None:
    page = organiser.get(f"/campaigns/{open_id}").click("1 person says that something is wrong")

    text = page.html.select_one(".row").get_text(" ", strip=True)
    assert "Anna anna@example.se · Team Asked about Eva Dahl, Norra skolan" in text
    assert "I am in the wrong group. ”Jag är rektor på <Södra>.”" in text


def test_a_move_puts_it_right_and_is_logged(
    organiser: TestApp, world: World, open_id: UUID
) -> None:
    page = organiser.get(f"/campaigns/{open_id}/corrections")
    before = invitation_of(world, "anna@example.se").id

    answer = press(page, "Move to this group", group="peer").follow()

    assert "It is put right" in answer
    assert "Nothing waits to be put right" in answer
    assert invitation_of(world, "anna@example.se").group == "peer"
    with world.database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.like("move a rater%")))
        assert [(entry.actor, entry.object) for entry in entries] == [
            (ORGANISER, f"invitation {before}")
        ]


def test_a_faulty_address_is_told_beside_its_field(
    organiser: TestApp, world: World, open_id: UUID
) -> None:
    report(world, "bo@example.se", Wrong.PERSON)
    page = organiser.get(f"/campaigns/{open_id}/corrections")

    answer = press(page, "Send to this address instead", address="bo.ek")

    assert answer.status_int == 422
    [field] = answer.html.select("input.govuk-input--error")
    assert field["value"] == "bo.ek"
    assert answer.html.select_one(".govuk-error-summary a")["href"] == f"#{field['id']}"
    assert "bo.ek is no e-mail address." in answer.html.find(id=f"{field['id']}-error").text


@pytest.mark.parametrize(
    ("button", "is_withdrawn"), [("Ask no more", True), ("Change nothing", False)]
)
def test_the_other_buttons(
    organiser: TestApp, world: World, open_id: UUID, button: str, *, is_withdrawn: bool
) -> None:
    page = organiser.get(f"/campaigns/{open_id}/corrections")
    invitation_id = invitation_of(world, "anna@example.se").id

    press(page, button)

    with world.database.reading() as session:
        assert session.get_one(Invitation, invitation_id).is_withdrawn is is_withdrawn
        assert session.scalars(select(Correction)).all() == []


def test_pressing_twice_says_that_it_is_done(organiser: TestApp, open_id: UUID) -> None:
    page = organiser.get(f"/campaigns/{open_id}/corrections")
    press(page, "Change nothing")

    again = press(page, "Change nothing").follow()

    assert "That is already put right" in again


def test_another_departments_organiser_finds_nothing(world: World, open_id: UUID) -> None:
    other = world.sign_in(OTHER_ORGANISER)

    other.get(f"/campaigns/{open_id}/corrections", status=404)


def test_a_report_of_another_campaign_cannot_be_reached_through_ones_own(
    world: World, organiser: TestApp, open_id: UUID
) -> None:
    elsewhere = open_campaign(world.database, world.settings, leaders=("Sara Holm",))
    with world.database.writing() as session:
        foreign = session.scalars(
            select(Invitation)
            .join(Invitation.rater)
            .where(Rater.campaign_id == elsewhere.id, Invitation.group == "peer")
        ).one()
        report_wrong(session, foreign, Wrong.LEFT)
        foreign_id = foreign.id
    form = organiser.get(f"/campaigns/{open_id}/corrections").forms
    token = next(one for one in form.values() if "invitation" in one.fields)["csrf_token"].value

    wanted = {"csrf_token": token, "invitation": str(foreign_id), "act": "ask-no-more"}
    organiser.post(f"/campaigns/{open_id}/corrections", wanted)

    with world.database.reading() as session:
        assert not session.get_one(Invitation, foreign_id).is_withdrawn
