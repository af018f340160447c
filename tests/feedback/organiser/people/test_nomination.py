"""Organisers follow what leaders propose, approve many lists at once, and remind the late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.models import Campaign, Mail, Nomination, Proposal, State, Subject
from feedback.operations.people.nominating import NOMINATION_REMINDER
from feedback.operations.people.standing import APPROVED, SENT, SENT_BACK
from tests.days import today_in_sweden
from tests.feedback.office import address_of
from tests.feedback.people_world import Draft
from tests.feedback.world import form_to

if TYPE_CHECKING:
    from tests.feedback.world import World

NAMES = ("Karin Lund", "Olle Sand")


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a draft in which two leaders propose."""
    made, today = Draft(world), today_in_sweden()
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, made.id)
        campaign.state, campaign.last_day = State.NOMINATING, today + timedelta(days=60)
        session.add(Nomination(campaign_id=made.id, until=today + timedelta(days=10)))
    return made


def put(draft: Draft, **states: str) -> None:
    """Say how far the lists of leaders have come, by first name."""
    with draft.world.database.writing() as session:
        for name in NAMES:
            if state := states.get(name.split()[0].lower()):
                session.merge(Proposal(subject_id=draft.subject(name), state=state))


def standing(draft: Draft) -> dict[str, str]:
    with draft.world.database.reading() as session:
        rows = session.scalars(select(Proposal).join(Subject))
        return {session.get_one(Subject, one.subject_id).person.name: one.state for one in rows}


def reminded(draft: Draft) -> list[str]:
    with draft.world.database.reading() as session:
        mails = session.scalars(select(Mail).where(Mail.kind == NOMINATION_REMINDER)).all()
        return sorted(mail.person.email or "" for mail in mails)


def test_all_lists_that_wait_are_approved_at_once(draft: Draft) -> None:
    put(draft, karin=SENT, olle=SENT)
    browser = draft.organiser()
    page = browser.get(draft.path("nomination"))
    (form,) = [one for one in page.forms.values() if "waiting" in one.fields]

    after = form.submit().follow()

    assert "2 lists wait for approval" in page
    assert "2 lists are approved." in after
    assert standing(draft) == dict.fromkeys(NAMES, APPROVED)


def test_what_came_in_after_the_page_was_seen_is_looked_at_first(draft: Draft) -> None:
    put(draft, karin=SENT)
    browser = draft.organiser()
    page = browser.get(draft.path("nomination"))
    (form,) = [one for one in page.forms.values() if "waiting" in one.fields]
    put(draft, olle=SENT)

    refused = form.submit(status=422)

    assert "Other lists wait by now." in refused
    assert standing(draft) == dict.fromkeys(NAMES, SENT)


def test_marked_lists_are_approved_if_they_were_sent(draft: Draft) -> None:
    put(draft, karin=SENT)
    browser = draft.organiser()
    form = form_to(browser.get(draft.path("nomination")), draft.path("nomination", "approve"))
    for pick in form.fields["picked"]:
        pick.checked = True

    after = form.submit().follow()

    assert "1 list is approved." in after
    assert standing(draft) == {"Karin Lund": APPROVED}


def test_nothing_marked_that_waits_is_said(draft: Draft) -> None:
    browser = draft.organiser()
    form = form_to(browser.get(draft.path("nomination")), draft.path("nomination", "approve"))

    refused = form.submit(status=422)

    assert "None of these lists waits for approval." in refused
    assert standing(draft) == {}


def test_who_has_not_sent_is_reminded_once_a_day(draft: Draft) -> None:
    put(draft, karin=SENT, olle=SENT_BACK)
    browser = draft.organiser()
    page = browser.get(draft.path("nomination"))

    form_to(page, draft.path("nomination", "remind")).submit().follow()
    form_to(page, draft.path("nomination", "remind")).submit().follow()

    assert reminded(draft) == [address_of("Olle Sand")]


def test_nobody_is_reminded_when_the_last_day_has_passed(draft: Draft) -> None:
    browser = draft.organiser()
    form = form_to(browser.get(draft.path("nomination")), draft.path("nomination", "remind"))
    with draft.world.database.writing() as session:
        session.get_one(Nomination, draft.id).until = today_in_sweden() - timedelta(days=1)

    form.submit()

    assert "Remind those leaders" not in browser.get(draft.path("nomination"))
    assert reminded(draft) == []
