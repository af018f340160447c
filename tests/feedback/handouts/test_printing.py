"""Who is printed, with which link, when, and what the audit log says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, select, text

from feedback.errors import InputError, StateError
from feedback.models import AuditEntry, Campaign, Rater, State
from feedback.operations.campaigns.lifecycle import ask_close
from feedback.operations.handouts import count_without_address, in_boxes
from feedback.operations.people.raters import withdraw_rater
from tests.acting import SOMEBODY, by
from tests.feedback.handouts.box import PEOPLE, WITHOUT_ADDRESS, add_codes, answer, printed
from tests.opening import open_link

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tests.feedback.office import Office


def test_everybody_without_an_address_is_printed_once(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    add_codes(office, campaign_id, 4)

    handouts, _ = printed(office, campaign_id)

    named = [handout for handout in handouts if handout.name]
    assert {handout.name for handout in named} == WITHOUT_ADDRESS
    assert (len(named), len(handouts)) == (3, 7)
    [anna] = [handout for handout in named if handout.name == "Anna Berg"]
    assert [leader.name for leader in anna.leaders] == ["Karin Lund", "Olle Sand"]


def test_who_is_counted_is_who_is_printed(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    add_codes(office, campaign_id, 4)

    with office.database.reading() as session:
        count = count_without_address(session, session.get_one(Campaign, campaign_id))

    assert count == len(printed(office, campaign_id)[0])


def test_a_printed_link_opens_that_raters_own_list(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    handouts, _ = printed(office, campaign_id)

    with office.database.reading() as session:
        people = {handout.name: _rater(session, office, handout.code) for handout in handouts}

        assert all(rater.person and rater.person.name == name for name, rater in people.items())
        assert {rater.campaign_id for rater in people.values()} == {campaign_id}


def test_printing_again_gives_the_same_links_and_leaves_out_nobody(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    add_codes(office, campaign_id, 3)
    before, _ = printed(office, campaign_id)

    answer(office, before[0].code)
    after, _ = printed(office, campaign_id)

    # Who was missing from the second printing would have answered.
    assert after == before


def test_a_withdrawn_rater_is_not_printed(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    handouts, _ = printed(office, campaign_id)
    [bo] = [handout for handout in handouts if handout.name == "Bo Ek"]
    with office.database.writing() as session:
        rater = _rater(session, office, bo.code)
        withdraw_rater(session, rater.invitations[0], by=by())

    after, _ = printed(office, campaign_id)

    assert {handout.name for handout in after} == {"Anna Berg", "Per Holm"}


def test_each_box_is_parted_from_the_others(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    add_codes(office, campaign_id, 3)
    add_codes(office, campaign_id, 2, group="peer")

    boxes = in_boxes(printed(office, campaign_id)[0])

    groups = [{leader.group.key for one in box for leader in one.leaders} for box in boxes]
    assert [len(box) for box in boxes] == [3, 2, 3]
    assert groups[1:] == [{"peer"}, {"team"}]


@pytest.mark.parametrize("state", [state for state in State if state is not State.OPEN])
def test_nothing_is_printed_unless_the_campaign_is_open(small_office: Office, state: State) -> None:
    campaign_id = small_office.opened(PEOPLE)
    with small_office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = state

    with pytest.raises(StateError):
        printed(small_office, campaign_id)


def test_nothing_is_printed_once_closing_was_asked_for(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    with office.database.writing() as session:
        ask_close(session, session.get_one(Campaign, campaign_id), by=by())

    with pytest.raises(StateError):
        printed(office, campaign_id)


def test_there_is_nothing_to_print_where_mail_reaches_everybody(small_office: Office) -> None:
    campaign_id = small_office.opened()

    with pytest.raises(InputError, match="has an address"):
        printed(small_office, campaign_id)


def test_the_audit_log_tells_how_many_and_never_whose(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    add_codes(office, campaign_id, 4)

    handouts, _ = printed(office, campaign_id)

    with office.database.reading() as session:
        [entry] = session.scalars(select(AuditEntry).where(AuditEntry.actor != SOMEBODY))
    assert (entry.actor, entry.action) == ("hr@example.se", "print links")
    assert re.fullmatch("7 slips, list [0-9a-f]{12}", entry.details)
    assert entry.object == f"campaign {campaign_id}"
    assert not any(one.code in f"{entry.details}{entry.object}" for one in handouts)


def test_no_link_is_stored_anywhere(office: Office) -> None:
    campaign_id = office.opened(PEOPLE)
    add_codes(office, campaign_id, 2)

    handouts, _ = printed(office, campaign_id)

    kept = _everything_stored(office)
    macs = [handout.code.replace("-", "")[8:] for handout in handouts]
    assert "Anna Berg" in kept
    assert not any(mac in kept.replace("-", "") for mac in macs)


def _rater(session: Session, office: Office, code: str) -> Rater:
    found = open_link(session, office.settings.link_key_folder, code).rater
    return session.get_one(Rater, found.id)


def _everything_stored(office: Office) -> str:
    engine = office.database.engine
    with engine.connect() as connection:
        tables = inspect(engine).get_table_names()
        rows = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables]  # noqa: S608 - the names come from the database
    return str(rows)


def test_the_link_key_is_needed_and_gone_at_close(office: Office) -> None:
    campaign_id: UUID = office.opened(PEOPLE)
    with office.database.writing() as session:
        ask_close(session, session.get_one(Campaign, campaign_id), by=by())
    [(duty, _)] = office.worker.due()

    office.worker.do(duty, campaign_id)

    assert office.settings.link_key_folder.find(campaign_id) is None
    with pytest.raises(StateError):
        printed(office, campaign_id)
