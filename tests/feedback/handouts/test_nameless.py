"""Nameless codes: made without a person, answered through the real form, counted at close."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from feedback.errors import InputError, StateError
from feedback.jobs import Duty
from feedback.models import (
    Campaign,
    Invitation,
    Mail,
    Person,
    ProgressBand,
    Rater,
    RetiredNumber,
    State,
    StoredResponses,
)
from feedback.operations.campaigns.lifecycle import ask_launch, cancel
from feedback.operations.people.nameless import nameless_of, remove_nameless
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.raters import correct_address
from tests.acting import by
from tests.feedback.handouts.box import PEOPLE, add_codes, on_paper, printed
from tests.feedback.office import LAST_DAY, leader, rater_named, subject_named
from tests.pages import RaterPages, browser

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.office import Office

ALONE = PeopleList((leader("Karin Lund"),))


def test_codes_have_no_person_and_different_numbers(office: Office) -> None:
    campaign_id = office.draft(PEOPLE)
    people = _count(office, Person)

    add_codes(office, campaign_id, 40)

    with office.database.reading() as session:
        raters = session.scalars(select(Rater).where(Rater.person_id.is_(None))).all()
        assert len({rater.number for rater in raters}) == 40
        assert {len(rater.invitations) for rater in raters} == {1}
    assert _count(office, Person) == people


def test_a_person_still_has_one_place_in_a_campaign(office: Office) -> None:
    campaign_id = office.draft(PEOPLE)

    with office.database.writing() as session:
        found = rater_named(session, campaign_id, "Cia Dahl")
        again = Rater(campaign_id=campaign_id, person_id=found.person_id, number=7)
        session.add(again)

        with pytest.raises(IntegrityError, match=r"person_id"):
            session.flush()
        session.rollback()


@pytest.mark.parametrize(
    ("group", "count", "faults"),
    [("manager", 3, 1), ("self", 3, 1), ("nobody", 3, 1), ("team", 0, 1), ("self", 501, 2)],
)
def test_codes_are_for_protected_groups_and_some_people(
    small_office: Office, group: str, count: int, faults: int
) -> None:
    campaign_id = small_office.draft(PEOPLE)

    with pytest.raises(InputError) as refused:
        add_codes(small_office, campaign_id, count, group=group)

    assert len(refused.value.faults) == faults


def test_codes_are_counted_by_leader_and_group(office: Office) -> None:
    campaign_id = office.draft(PEOPLE)
    add_codes(office, campaign_id, 3)
    add_codes(office, campaign_id, 2)
    add_codes(office, campaign_id, 4, group="peer")

    with office.database.reading() as session:
        boxes = nameless_of(session, session.get_one(Campaign, campaign_id))

    assert [(box.leader, box.group.key, box.count) for box in boxes] == [
        ("Karin Lund", "peer", 4),
        ("Karin Lund", "team", 5),
    ]


def test_codes_can_be_removed_until_they_may_be_handed_out(office: Office) -> None:
    campaign_id = office.draft(PEOPLE)
    before = _count(office, Invitation)
    add_codes(office, campaign_id, 30)

    with office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        remove_nameless(session, karin.campaign, [karin], "team", by=by())

    assert _count(office, Invitation) == before


def test_codes_stay_while_the_campaign_is_open(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    add_codes(office, campaign_id, 3)

    with office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        with pytest.raises(StateError):
            remove_nameless(session, karin.campaign, [karin], "team", by=by())


def test_no_codes_are_made_after_the_end(small_office: Office) -> None:
    campaign_id = small_office.opened(PEOPLE)
    with small_office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = State.CLOSING

    with pytest.raises(StateError):
        add_codes(small_office, campaign_id, 3)


def test_a_leader_whose_raters_are_all_nameless_can_be_launched(office: Office) -> None:
    campaign_id = office.draft(ALONE)
    add_codes(office, campaign_id, 3)

    with office.database.writing() as session:
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(office.now))
    office.worker.do(Duty.LAUNCH, campaign_id)

    assert office.state(campaign_id) is State.OPEN


def test_a_leader_without_any_rater_is_still_refused(office: Office) -> None:
    campaign_id = office.draft(ALONE)

    with office.database.writing() as session, pytest.raises(InputError, match="no raters"):
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(office.now))


def test_no_mail_and_no_reminder_is_queued_for_a_code(office: Office) -> None:
    campaign_id = office.draft(PEOPLE)
    add_codes(office, campaign_id, 5)
    with office.database.writing() as session:
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(office.now))
    office.worker.do(Duty.LAUNCH, campaign_id)

    office.now = datetime.combine(
        LAST_DAY - timedelta(days=1), office.now.time(), ZoneInfo("Europe/Stockholm")
    )
    office.worker.remind()

    with office.database.reading() as session:
        kinds = dict(session.execute(select(Mail.kind, func.count()).group_by(Mail.kind)).all())
    # Two leaders and two raters have an address; nobody else.
    assert kinds == {"invitation": 4, "reminder": 4}


def test_a_code_has_no_address_to_correct(small_office: Office) -> None:
    campaign_id = small_office.opened(PEOPLE)
    add_codes(small_office, campaign_id, 1)

    with small_office.database.writing() as session:
        code = session.scalars(select(Rater).where(Rater.person_id.is_(None))).one()

        with pytest.raises(InputError, match="no address"):
            correct_address(session, code.invitations[0], "ny@example.se", by=by(small_office.now))


def test_cancelling_retires_the_numbers_of_codes_too(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    add_codes(office, campaign_id, 5)
    numbers = _numbers(office)

    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(office.now))

    with office.database.reading() as session:
        retired = set(session.scalars(select(RetiredNumber.number)))
    assert _count(office, Rater) == 0
    assert numbers <= retired


def test_codes_count_as_invited_in_the_bands(office: Office) -> None:
    campaign_id = office.opened(ALONE_WITH_PEER)
    add_codes(office, campaign_id, 3)

    office.worker.nightly()

    with office.database.reading() as session:
        bands = session.scalars(select(ProgressBand)).all()
    assert [(band.group, band.band) for band in bands] == [("team", "few")]


ALONE_WITH_PEER = PeopleList((leader("Karin Lund", on_paper("Anna Berg", "1", "peer")),))


def test_a_drawn_code_answers_through_the_form_and_is_counted_at_close(office: Office) -> None:
    campaign_id = office.opened(ALONE_WITH_PEER)
    add_codes(office, campaign_id, 4)
    drawn = [one for one in printed(office, campaign_id)[0] if not one.name][:3]

    web = browser(office.settings)
    receipts = [_answer(web, handout.link) for handout in drawn]
    again = web.get(_path(drawn[0].link))
    web.app.extensions["feedback.database"].dispose()
    office.worker.do(Duty.CLOSE, campaign_id)

    assert all(receipt.status_int == 200 for receipt in receipts)
    assert again.html.select_one(".task__state").text == "Klar"
    assert office.state(campaign_id) is State.CLOSED
    with office.database.reading() as session:
        stored = session.scalars(select(StoredResponses)).one()
    assert json.loads(stored.blocks) == [["team+peer", 3]]


def _answer(web: TestApp, link: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    pages = RaterPages(web, _path(link))
    look_over = pages.answer_all(pages.task())
    sending = [form for form in look_over.forms.values() if "/submit" in form.action]
    return sending[0].submit()


def _path(link: str) -> str:
    return link.removeprefix("https://feedback.example.se")


def _numbers(office: Office) -> set[int]:
    with office.database.reading() as session:
        return set(session.scalars(select(Rater.number).where(Rater.person_id.is_(None))))


def _count(office: Office, table: type) -> int:
    with office.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
