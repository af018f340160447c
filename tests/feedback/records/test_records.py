"""Keepers decide how long what is kept, stop erasing, and answer whoever asks for their data."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feedback.models import (
    AuditEntry,
    Campaign,
    CoachNote,
    ErasureStop,
    Person,
    Subject,
    Team,
    TeamMember,
)
from feedback.operations import audit_chain, audit_log, retention
from feedback.operations.acts import Act
from feedback.operations.people.forgetting import columns_naming
from feedback.operations.people.own_data import COVERED, everything_about
from tests.acting import by
from tests.feedback.world import (
    ADMIN,
    KARIN,
    MAJA,
    NOW,
    ORGANISER,
    OTHER_ORGANISER,
    RATER,
    SARA,
    STRANGER,
    form_to,
)

if TYPE_CHECKING:
    from uuid import UUID

    from webtest import TestApp

    from tests.feedback.world import World


def test_a_departments_facts_are_read_by_everybody_at_once(world: World) -> None:
    browser, path = world.sign_in(ORGANISER), f"/records/departments/{world.departments[0]}"

    form = form_to(browser.get(path), f"{path}/facts")
    form["controller"] = "Barn- och utbildningsnämnden"
    form["data_protection_contact"] = "dso@example.se"
    form.submit().follow()

    page = world.browser().get(f"/integritet/{world.departments[0]}?l=sv")
    assert "Barn- och utbildningsnämnden" in page
    assert "dso@example.se" in page


def test_a_decision_counts_and_is_noted_in_the_log(world: World) -> None:
    browser, path = world.sign_in(ORGANISER), f"/records/departments/{world.departments[0]}"

    form = form_to(browser.get(path), f"{path}/retention")
    form["kind"], form["days"], form["decision"] = "responses", "30", "Dnr 2026-117"
    form.submit().follow()

    with world.database.reading() as session:
        department = session.get_one(Campaign, world.campaign).programme.department
        assert retention.rule_for(session, department, "responses").days == 30
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert entry
        assert (entry.actor, entry.department_id) == (ORGANISER, department.id)
    assert "set how long something is kept" in browser.get(f"{path}/log")


def test_that_a_coach_withheld_a_comment_only_administrators_see(world: World) -> None:
    path = f"/records/departments/{world.departments[0]}/log"
    with world.database.writing() as session:
        karin = session.get_one(Subject, world.karin)
        for act in (Act.WITHHOLD_COMMENT, Act.RESTORE_COMMENT, Act.CANCEL_TALK):
            audit_log.note(session, by(name=MAJA), act, karin)

    seen = {who: world.sign_in(who).get(path).text for who in (ORGANISER, ADMIN)}
    with world.database.reading() as session:
        exported = str(everything_about(session, MAJA, department_ids=world.departments))
        to_admin = str(everything_about(session, MAJA))

    assert Act.CANCEL_TALK.done in seen[ORGANISER]
    assert Act.CANCEL_TALK.done in exported
    for action in (Act.WITHHOLD_COMMENT, Act.RESTORE_COMMENT):
        assert action.done not in seen[ORGANISER] + exported
        assert action.done in seen[ADMIN]
        assert action.done in to_admin


def test_a_decision_that_cannot_be_is_refused_and_stays_typed(world: World) -> None:
    browser, path = world.sign_in(ORGANISER), f"/records/departments/{world.departments[0]}"

    form = form_to(browser.get(path), f"{path}/retention")
    form["kind"], form["days"] = "responses", "4000"
    page = form.submit(status=422)

    assert "0 to 90 days" in page
    assert "Name the decision" in page
    assert form_to(page, f"{path}/retention")["days"].value == "4000"


def test_a_stop_keeps_an_organiser_from_cancelling_until_it_is_lifted(world: World) -> None:
    browser, path = world.sign_in(ORGANISER), f"/records/departments/{world.departments[0]}"

    form = form_to(browser.get(path), f"{path}/stops")
    form["reason"] = "Utlämnande, dnr 7"
    page = form.submit().follow()

    with world.database.reading() as session:
        assert retention.active_stops(session)[0].set_by == ORGANISER
    form_to(page, f"{path}/stops/{_stop(world)}/lift").submit().follow()
    with world.database.reading() as session:
        assert retention.active_stops(session) == []


def test_an_organiser_lifts_no_stop_of_another_department_or_of_everything(world: World) -> None:
    admin = world.sign_in(ADMIN)
    form = form_to(admin.get("/records/"), "/records/stops")
    form["reason"] = "Tillsyn"
    form.submit().follow()
    browser, path = world.sign_in(ORGANISER), f"/records/departments/{world.departments[0]}"
    token = form_to(browser.get(path), f"{path}/facts")["csrf_token"].value

    for address in (f"{path}/stops/{_stop(world)}/lift", f"/records/stops/{_stop(world)}/lift"):
        browser.post(address, {"csrf_token": token}, status=404)

    with world.database.reading() as session:
        assert len(retention.active_stops(session)) == 1


def test_the_protocol_prints_what_went_and_the_logs_newest_check_sum(world: World) -> None:
    with world.database.writing() as session:
        june = NOW.replace(year=2027, month=6)
        retention.erase_due(session, by=by(june, name="worker", zone=world.settings.zone))
        department = session.get_one(Campaign, world.campaign).programme.department
        name, head = department.name, audit_chain.head_of(session)
    browser, path = world.sign_in(ORGANISER), f"/records/departments/{world.departments[0]}"

    page = browser.get(f"{path}/protocol")
    pdf = browser.get(f"{path}/protocol.sv.pdf")

    assert "Answers without names" in page
    text = _text(pdf.body)
    assert name in text
    assert head.hash in text.replace("\n", "")


def test_everything_about_a_leader_is_found_and_the_search_is_noted(world: World) -> None:
    browser = world.sign_in(ADMIN)

    page = _search(browser, KARIN)

    assert "Karin Lund" in page
    assert "Hösten 2026" in page
    with world.database.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert last
        assert (last.actor, last.object) == (ADMIN, f"account {KARIN}")


def test_what_is_kept_about_a_rater_tells_who_was_asked_but_not_who_answered(
    world: World,
) -> None:
    browser = world.sign_in(ADMIN)

    data = json.loads(form_to(_search(browser, RATER), "/records/person/json").submit().text)

    assert {one["As"] for one in data["asked"]} == {"Medarbetare"}
    assert not {"answered", "ratings", "responses", "draft"} & set(data)
    assert RATER in data["address"]


def test_an_organiser_hears_nothing_of_another_departments_people(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    theirs, nobodys = _search(browser, SARA), _search(browser, STRANGER)

    assert "Sara Holm" not in theirs
    assert f"Nothing is kept here about {SARA}" in theirs
    assert f"Nothing is kept here about {STRANGER}" in nobodys


def test_the_letter_says_why_answers_cannot_be_found(world: World) -> None:
    browser = world.sign_in(OTHER_ORGANISER, language="sv")

    letter = form_to(_search(browser, SARA), "/records/person/letter").submit()

    text = " ".join(_text(letter.body).split())
    assert "Sara Holm" in text
    assert "artikel 11" in text


def test_coachs_words_are_for_the_operators_hand_only(world: World) -> None:
    with world.database.writing() as session:
        coach = session.scalars(select(Person).where(Person.email == MAJA)).one()
        session.add(
            CoachNote(
                subject_id=world.karin,
                coach_id=coach.id,
                text="Var försiktig",
                updated_at=NOW,
            )
        )

    page = _search(world.sign_in(ADMIN), KARIN)

    assert "Coaches&#39; notes" in page
    assert "Var försiktig" not in page
    with world.database.reading() as session:
        data = everything_about(session, KARIN, with_words=True)
        assert any("Var försiktig" in row for part in data.parts for row in part.rows)


@pytest.mark.parametrize(("who", "finds"), [(ORGANISER, True), (OTHER_ORGANISER, False)])
def test_where_a_programme_put_somebody_is_told_to_its_own_organisers(
    world: World,
    who: str,
    finds: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    with world.database.writing() as session:
        karin = session.get_one(Subject, world.karin)
        team = Team(programme_id=karin.campaign.programme_id, name="Skolans ledningsgrupp")
        session.add(TeamMember(team=team, person=karin.person, first_day=date(2026, 3, 1)))

    page = _search(world.sign_in(who), KARIN)

    assert ("Skolans ledningsgrupp" in page, "2026-03-01" in page) == (finds, finds)


def test_every_column_that_names_a_person_is_read() -> None:
    """A column that is missing here is left out of what people get to see: add a part."""
    named = {f"{column.table.name}.{column.name}" for column in columns_naming(Person)}

    assert named == COVERED


@pytest.mark.parametrize("language", ["sv", "en", "sv-simple"])
def test_the_pages_of_the_law_need_no_session(world: World, language: str) -> None:
    browser = world.browser()

    for path in ("/integritet", f"/integritet/{world.departments[0]}", "/tillganglighet"):
        page = browser.get(f"{path}?l={language}")

        assert "Set-Cookie" not in page.headers
        assert page.html.find("h1")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_staff_pages_lead_to_the_pages_of_the_law_in_the_language_of_staff(
    world: World, language: str
) -> None:
    browser = world.sign_in(ORGANISER, language=language)
    page = browser.get("/campaigns/")

    for path in ("/integritet", "/tillganglighet"):
        assert browser.get(page.html.find("a", href=f"{path}?l={language}")["href"]).html.find(
            "html", lang=language
        )

    assert page.html.find("a", href="/records/")


def test_a_leader_is_not_led_to_the_records(world: World) -> None:
    page = world.sign_in(KARIN).get("/my-reports/")

    assert page.html.find("a", href="/records/") is None


def _search(browser: TestApp, address: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    form = form_to(browser.get("/records/person"), "/records/person")
    form["address"] = address
    return form.submit()


def _stop(world: World) -> UUID:
    with world.database.reading() as session:
        return session.scalars(select(ErasureStop.id)).one()


def _text(content: bytes) -> str:
    from io import BytesIO  # noqa: PLC0415 - beside its only use

    from pypdf import PdfReader  # noqa: PLC0415 - as above

    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
